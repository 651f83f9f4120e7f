// Buttons that were pressed: each shows that it waits until the bot answers its press.

const PRESS_MS = 15000;

export class Presses {
  #waiting = new Map(); // buttons by the id of their press

  /** Show that a button waits. `send()` gives the id of its press, or throws. */
  async wait(button, send) {
    button.classList.add("waiting");
    try {
      const id = await send();
      this.#waiting.set(id, button);
      setTimeout(() => this.release(id), PRESS_MS);
    } catch (error) {
      button.classList.remove("waiting");
      throw error;
    }
  }

  release(id) {
    this.#waiting.get(id)?.classList.remove("waiting");
    this.#waiting.delete(id);
  }
}
