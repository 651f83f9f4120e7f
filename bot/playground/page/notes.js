// What is said beside the messages: in passing, until it is confirmed, or for as long as it holds.

const TOAST_MS = 2600;
const at = (id) => document.getElementById(id);
let timer = 0;

/** Say something in passing. */
export function toast(text) {
  at("toast").textContent = text;
  at("toast").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { at("toast").hidden = true; }, TOAST_MS);
}

/** Say something that is to be confirmed. */
export function alertOf(text) {
  at("alert-text").textContent = text;
  if (!at("alert").open) at("alert").showModal();
}

/** Say something above the messages; "" takes it away. */
export function banner(text) {
  at("banner").textContent = text;
  at("banner").hidden = !text;
}
