// One message as a list item: who it answers, its words, its time, its buttons.

import { textNodes } from "./text.js";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const ICONS = {
  copy: "M9 9h10v10H9zM5 15V5h10",
  link: "M8 16 16 8M9.5 8H16v6.5",
  edit: "M5 19v-3.5L16 4.5 19.5 8 8.5 19z",
  reply: "M10 6 5 11l5 5M5.5 11H14a5 5 0 0 1 5 5v2",
  file: "M6.5 3.5H14L17.5 7v13.5h-11zM13.5 4v3.5H17",
};
const SVG = "http://www.w3.org/2000/svg";

/**
 * The list item of a message. `actions` has onCommand(text), onPress(message, data, button), onCopy(text),
 * onShow(messageId), onEdit(message) and onReply(message); `person` is the user at this page.
 */
export function messageItem(message, person, actions) {
  const own = message.from.id === person.id;
  const item = make("li", own ? "message own" : "message");
  item.dataset.id = message.message_id;
  const time = TIME.format(message.date * 1000);
  const bubble = make("article", "bubble");
  bubble.setAttribute("aria-label", `${message.from.first_name}, ${time}`);
  if (message.chat.type !== "private" && !own) bubble.append(make("strong", "sender", message.from.first_name));
  if (message.via_bot) bubble.append(make("span", "via", `via @${message.via_bot.username}`));
  if (gist(message.reply_to_message)) bubble.append(preview(message.reply_to_message, actions));
  if (message.document) bubble.append(fileNode(message.document));
  const words = make("div", "words");
  words.dir = "auto";
  words.append(...textNodes(message.text ?? "", message.entities, actions.onCommand));
  const stamp = make("time", "stamp", message.edit_date ? `edited ${time}` : time);
  stamp.dateTime = new Date(message.date * 1000).toISOString();
  const foot = make("div", "foot");
  if (!own) foot.append(replyButton(message, actions));
  foot.append(stamp);
  bubble.append(words, foot);
  item.append(bubble);
  if (own && !message.via_bot && message.text) {
    item.classList.add("correctable"); // the style shows the button of the last one alone
    item.append(editButton(message, actions));
  }
  if (message.reply_markup) item.append(keyboard(message, actions));
  return item;
}

function editButton(message, actions) {
  const node = make("button", "edit");
  node.type = "button";
  node.append(icon("edit"), "Edit");
  node.addEventListener("click", () => actions.onEdit(message));
  return node;
}

function replyButton(message, actions) {
  const node = make("button", "reply");
  node.type = "button";
  node.setAttribute("aria-label", "Reply");
  node.append(icon("reply"));
  node.addEventListener("click", () => actions.onReply(message));
  return node;
}

function fileNode({ file_name, file_size }) {
  const node = make("div", "file");
  const told = make("p");
  told.append(make("strong", "", file_name), make("span", "", size(file_size)));
  node.append(icon("file"), told);
  return node;
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A message in a line: its words, or the name of its file. */
const gist = (message) => message?.text ?? message?.document?.file_name;

/** Where messages of the log show the message that they reply to, show it as it is now. */
export function updatePreviews(log, message) {
  log.querySelectorAll(`.preview[data-of="${Number(message.message_id)}"]`).forEach((node) => showReplied(node, message));
}

function showReplied(node, message) {
  node.setAttribute("aria-label", `In reply to: ${gist(message)}`);
  node.querySelector("span").textContent = gist(message);
}

function preview(replied, actions) {
  const node = make("button", "preview");
  node.type = "button";
  node.dataset.of = replied.message_id;
  node.append(make("strong", "", replied.from.first_name), make("span"));
  showReplied(node, replied);
  node.addEventListener("click", () => actions.onShow(replied.message_id));
  return node;
}

function keyboard(message, actions) {
  const rows = make("div", "keyboard");
  for (const row of message.reply_markup.inline_keyboard) {
    const line = make("div", "row");
    line.append(...row.map((button) => buttonNode(button, message, actions)));
    rows.append(line);
  }
  return rows;
}

function buttonNode(button, message, actions) {
  if (button.url) {
    const node = make("a", "button", button.text);
    node.href = button.url;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    node.append(icon("link"));
    return node;
  }
  const node = make("button", "button", button.text);
  node.type = "button";
  if (button.copy_text) {
    node.append(icon("copy"));
    node.addEventListener("click", () => actions.onCopy(button.copy_text.text));
  } else {
    node.dataset.data = button.callback_data;
    node.addEventListener("click", () => actions.onPress(message, button.callback_data, node));
  }
  return node;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function make(name, className, text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}
