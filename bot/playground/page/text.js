// A message's text and entities as DOM nodes. Text only ever becomes text nodes: nothing in a message is read as HTML.
// Offsets count UTF-16 units, as JavaScript's strings do.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};
const OPENABLE = /^(https?|tg|mailto|tel):/i;

/** Nodes for a text. `onCommand` is called with a command that is clicked. */
export function textNodes(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, onCommand);
}

function between(text, entities, start, end, onCommand) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const last = entity.offset + entity.length;
    if (entity.offset < at) continue;
    const inside = [];
    while (i + 1 < entities.length && entities[i + 1].offset < last) inside.push(entities[++i]);
    const isBlock = BLOCKS.has(entity.type);
    if (entity.offset > at) nodes.push(plain(text.slice(at, entity.offset), nodes.at(-1), isBlock));
    const node = element(entity, text.slice(entity.offset, last), onCommand);
    node.append(...between(text, inside, entity.offset, last, onCommand));
    nodes.push(node);
    at = last;
  }
  if (at < end) nodes.push(plain(text.slice(at, end), nodes.at(-1), false));
  return nodes;
}

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

// A block begins and ends a line by itself; the line break beside it would make an empty one.
function plain(text, before, blockFollows) {
  let shown = text;
  if (before?.nodeName === "BLOCKQUOTE" || before?.nodeName === "PRE") shown = shown.replace(/^\n/, "");
  if (blockFollows) shown = shown.replace(/\n$/, "");
  return document.createTextNode(shown);
}

function element(entity, text, onCommand) {
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(/^https?:/i.test(text) ? text : `https://${text}`);
  if (entity.type === "bot_command") return command(text, onCommand);
  const node = document.createElement(TAGS[entity.type] ?? "span");
  node.className = entity.type;
  if (entity.type === "spoiler") hide(node);
  if (entity.type === "expandable_blockquote") fold(node);
  return node;
}

function link(url) {
  const node = document.createElement("a");
  if (OPENABLE.test(url)) node.href = url;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function command(text, onCommand) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "command";
  node.addEventListener("click", () => onCommand(text));
  return node;
}

// Three lines until it is pressed, as in Telegram.
function fold(node) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-expanded", "false");
  const turn = () => {
    const open = node.classList.toggle("open");
    node.setAttribute("aria-expanded", String(open));
  };
  node.addEventListener("click", turn);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") turn(); });
}

function hide(node) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden text; press to show");
  const show = () => { node.classList.add("shown"); node.removeAttribute("aria-label"); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
}
