// Correcting one's last question: its words come back into the field, and sending changes it in place.

export class Correction {
  #message = null;

  /** `correct(message, text)` sends the corrected words; `changed(open)` is called when a correction begins or ends. */
  constructor({ bar, words, cancel, input, correct, changed }) {
    Object.assign(this, { bar, words, input, correct, changed });
    cancel.addEventListener("click", () => this.end());
  }

  get isOpen() {
    return this.#message !== null;
  }

  begin(message) {
    this.#message = message;
    this.words.textContent = message.text;
    this.input.value = message.text;
    this.bar.hidden = false;
    this.changed(true);
    this.input.focus();
  }

  end() {
    if (!this.isOpen) return;
    this.#message = null;
    this.input.value = "";
    this.bar.hidden = true;
    this.changed(false);
  }

  /** Whether the words were sent, or are those that stood there already. */
  async send(text) {
    const message = this.#message;
    const sent = text === message.text || await this.correct(message, text);
    if (sent && message === this.#message) this.end();
    return sent;
  }

  /** Whether the key was for a correction: Escape ends one, ArrowUp in an empty field begins one, as in Telegram. */
  key(event, last) {
    if (event.key === "Escape" && this.isOpen) this.end();
    else if (event.key === "ArrowUp" && !this.input.value && last) last.click();
    else return false;
    return true;
  }
}
