// What the words in the field are for: to correct one's last question in place, or to reply to a message.

export class Reference {
  #message = null;
  #corrects = false;

  /**
   * `correct(message, text)` sends corrected words and `reply(message, text)` a reply; both tell whether they were taken.
   * `changed(corrects)` is called when a reference begins or ends, with whether it is a correction.
   */
  constructor({ bar, kind, words, cancel, input, correct, reply, changed }) {
    Object.assign(this, { bar, kind, words, input, correct, reply, changed, placeholder: input.placeholder });
    cancel.addEventListener("click", () => this.end());
  }

  get isOpen() {
    return this.#message !== null;
  }

  /** Have a message corrected, whose words come into the field. */
  beginCorrection(message) {
    this.#begin(message, true);
    this.input.value = message.text;
    this.#show("Edit", message);
  }

  /** Have a message replied to. `placeholder` stands in the empty field: what the bot asks for. */
  beginReply(message, placeholder = "") {
    this.#begin(message, false);
    this.input.placeholder = placeholder || this.placeholder;
    this.#show(`Reply to ${message.from.first_name}`, message);
  }

  end() {
    if (!this.isOpen) return;
    const corrected = this.#corrects;
    this.#message = null;
    if (corrected) this.input.value = "";
    this.input.placeholder = this.placeholder;
    this.bar.hidden = true;
    this.changed(false);
  }

  /** Whether the words were sent, or are those that stood there already. */
  async send(text) {
    const message = this.#message;
    const sent = this.#corrects
      ? text === message.text || await this.correct(message, text)
      : await this.reply(message, text);
    if (sent && message === this.#message) this.end();
    return sent;
  }

  /** Whether the key was for this: Escape ends it, ArrowUp in an empty field begins a correction, as in Telegram. */
  key(event, last) {
    if (event.key === "Escape" && this.isOpen) this.end();
    else if (event.key === "ArrowUp" && !this.input.value && last) last.click();
    else return false;
    return true;
  }

  #begin(message, corrects) {
    this.end();
    this.#message = message;
    this.#corrects = corrects;
  }

  #show(kind, message) {
    this.kind.textContent = kind;
    this.words.textContent = message.text ?? message.document?.file_name ?? "";
    this.bar.hidden = false;
    this.changed(this.#corrects);
    this.input.focus();
  }
}
