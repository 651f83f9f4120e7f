// Inline mode: "@bot question" in the field shows what the bot offers, and what is chosen is sent.

const MARK = /^@(\w+)\s([\s\S]*)$/;

export class InlineResults {
  #latest = 0;
  #options = [];
  #active = 0;

  /** `ask(text)` gives {id, results, button}; `choose(query, result)` sends one; `open()` leads to the private chat. */
  constructor({ list, input, ask, choose, open }) {
    Object.assign(this, { list, input, ask, choose, open, bot: "", paused: false });
    input.addEventListener("input", () => this.#look());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  }

  /** Whether what is typed is for the bot's inline mode, and so is no message. Never while it is `paused`. */
  get isAsked() {
    return !this.paused && MARK.exec(this.input.value)?.[1].toLowerCase() === this.bot.toLowerCase();
  }

  /** Whether the key was the list's. */
  key(event) {
    if (this.list.hidden || !this.#options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.#active + step + this.#options.length) % this.#options.length);
    else if (event.key === "Enter" && !event.shiftKey) this.#options[this.#active].click();
    else if (event.key === "Escape") this.close();
    else return false;
    return true;
  }

  close() {
    this.#latest += 1;
    this.#options = [];
    this.list.hidden = true;
  }

  async #look() {
    if (!this.isAsked) return this.close();
    this.#latest += 1;
    const mine = this.#latest;
    const offer = await this.ask(MARK.exec(this.input.value)[2]);
    if (mine === this.#latest && offer) this.#show(offer);
    return undefined;
  }

  #show({ id, results, button }) {
    this.#options = results.map((result) => this.#option(result.title, result.description, () => this.choose(id, result.id)));
    const above = button ? [this.#option(button.text, "", () => this.open(button.start_parameter))] : [];
    above.forEach((option) => option.classList.add("note"));
    this.#options = [...above, ...this.#options];
    this.list.replaceChildren(...this.#options);
    this.list.hidden = !this.#options.length;
    this.#mark(0);
  }

  #option(title, description, act) {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    const name = document.createElement("strong");
    name.textContent = title;
    const words = document.createElement("span");
    words.textContent = description ?? "";
    option.append(name, words);
    option.addEventListener("click", () => { this.close(); act(); });
    return option;
  }

  #mark(index) {
    this.#active = index;
    this.#options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
  }
}
