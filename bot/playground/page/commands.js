// The menu of the bot's commands: opens at "/" and from its button, is filtered by what is typed.

export class CommandMenu {
  #commands = [];
  #active = 0;

  /** `choose` is called with the command that was chosen, such as "/help". */
  constructor({ list, button, input, choose }) {
    Object.assign(this, { list, button, input, choose });
    button.addEventListener("click", () => this.#toggle());
    input.addEventListener("input", () => this.#filter());
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  }

  set commands(commands) {
    this.#commands = commands;
    this.button.disabled = commands.length === 0;
    if (!this.list.hidden) this.#filter();
  }

  /** Whether the key was the menu's. */
  key(event) {
    const options = [...this.list.children];
    if (this.list.hidden || !options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.#active + step + options.length) % options.length);
    else if (event.key === "Enter" && !event.shiftKey) options[this.#active].click();
    else if (event.key === "Tab") this.input.value = `${options[this.#active].dataset.command} `;
    else if (event.key !== "Escape") return false;
    if (event.key === "Tab" || event.key === "Escape") this.close();
    return true;
  }

  close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #toggle() {
    if (!this.list.hidden) return this.close();
    this.input.focus();
    return this.#show(this.#commands);
  }

  #filter() {
    const typed = /^\/(\w*)$/.exec(this.input.value)?.[1];
    const matching = this.#commands.filter(({ command }) => typed !== undefined && command.startsWith(typed));
    if (matching.length) this.#show(matching);
    else this.close();
  }

  #show(commands) {
    this.list.replaceChildren(...commands.map((command, index) => this.#option(command, index)));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #option({ command, description }, index) {
    const option = document.createElement("li");
    option.id = `command-${index}`;
    option.setAttribute("role", "option");
    option.dataset.command = `/${command}`;
    const name = document.createElement("strong");
    name.textContent = `/${command}`;
    const words = document.createElement("span");
    words.textContent = description;
    option.append(name, words);
    option.addEventListener("click", () => { this.close(); this.choose(option.dataset.command); });
    return option;
  }

  #mark(index) {
    this.#active = index;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    this.input.setAttribute("aria-activedescendant", `command-${index}`);
  }
}
