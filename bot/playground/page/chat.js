// The chat: what the server tells is shown, what the person types and presses is sent.

import { CommandMenu } from "./commands.js";
import { takeFiles } from "./files.js";
import { InlineResults } from "./inline.js";
import { messageItem, updatePreviews } from "./message.js";
import { alertOf, banner, toast } from "./notes.js";
import { Presses } from "./presses.js";
import { Reference } from "./reference.js";
import { BEGINNINGS, starterButtons } from "./starters.js";

const TYPING_MS = 5000; // as long as Telegram shows it
const NEAR_PX = 120; // from the end: close enough to follow new messages

const at = (id) => document.getElementById(id);
const [scroll, log, input, send] = ["scroll", "log", "text", "send"].map(at);
const state = { chat: "", run: "", last: 0, person: { id: 0 }, bot: {}, commands: [], connected: false };
let leaving = new AbortController(); // ends the wait for news of the chat that is left
const presses = new Presses();
const timers = {};

const actions = {
  onCommand: (command) => say(command),
  onPress: press,
  onCopy: copy,
  onShow: show,
  onEdit: (message) => reference.beginCorrection(message),
  onReply: (message) => reference.beginReply(message),
};
const menu = new CommandMenu({
  list: at("menu"),
  button: at("slash"),
  input,
  choose(command) {
    input.value = "";
    resize();
    speak(command);
  },
});

const inline = new InlineResults({
  list: at("offers"),
  input,
  ask: (text) => request("queries", { text }).catch((error) => toast(error.message)),
  async choose(query, result) {
    await request("choices", { query, result }).then(() => follow(), (error) => toast(error.message));
    input.value = "";
    resize();
  },
  async open(start) {
    input.value = "";
    resize();
    enter("private");
    await say(`/start ${start}`);
  },
});

const reference = new Reference({
  bar: at("reference"),
  kind: at("reference-kind"),
  words: at("reference-words"),
  cancel: at("cancel"),
  input,
  correct: ({ message_id }, text) => attempt("corrections", { message_id, text }),
  reply: ({ message_id }, text) => say(text, { reply_to: message_id }),
  changed(corrects) {
    menu.close();
    inline.close();
    inline.paused = corrects;
    resize();
  },
});

takeFiles({
  button: at("attach"),
  picker: at("picker"),
  place: at("chat"),
  input,
  send: (name, data) => request("files", { name, data }).then(() => follow()),
  refuse: toast,
});

async function request(name, given) {
  const body = JSON.stringify(name === "topics" ? given : { chat: state.chat, ...given });
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body };
  const response = await fetch(`chat/${name}`, options);
  const result = await response.json();
  if (!response.ok) throw new Error(result.description);
  return result;
}

/** Whether the server took it; where not, it is said why. */
async function attempt(name, given) {
  try {
    await request(name, given);
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

/** Send what was typed or chosen: as a reply or a correction, where one was begun. */
const speak = (text) => (reference.isOpen ? reference.send(text) : say(text));

async function say(text, more = {}) {
  const sent = await attempt("messages", { text, ...more });
  if (sent) follow();
  return sent;
}

function press({ message_id }, data, button) {
  const send = () => request("presses", { message_id, data }).then(({ id }) => id);
  return presses.wait(button, send).catch((error) => toast(error.message));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not allow copying");
  }
}

function show(id) {
  const item = itemOf(id);
  if (!item) return toast("That message is gone");
  item.scrollIntoView({ block: "center", behavior: "smooth" });
  item.classList.remove("flash");
  void item.offsetWidth; // so that the animation begins again
  return item.classList.add("flash");
}

// What the server tells

const itemOf = (id) => log.querySelector(`[data-id="${Number(id)}"]`);

const told = {
  message(message) {
    const following = isAtEnd();
    const item = messageItem(message, state.person, actions);
    const known = itemOf(message.message_id);
    if (known) known.replaceWith(item);
    else log.append(item);
    if (known) updatePreviews(log, message);
    if (message.from.is_bot) typing(false);
    noticeEmpty();
    if (following && item === log.lastElementChild) follow();
    else noticeEnd();
  },
  deleted({ message_id }) {
    itemOf(message_id)?.remove();
    noticeEmpty();
  },
  asks({ message, placeholder }) {
    reference.beginReply(message, placeholder);
  },
  action({ action }) {
    typing(action === "typing");
  },
  notice({ callback_query_id, text, alert }) {
    presses.release(callback_query_id);
    if (text) (alert ? alertOf : toast)(text);
  },
  commands(commands) {
    state.commands = commands;
    menu.commands = commands;
    noticeEmpty();
  },
  connected(connected) {
    state.connected = connected;
    at("status").textContent = connected ? "online" : "offline";
    banner(connected ? "" : "The bot is not connected. Messages wait until it is back.");
  },
};

function whole({ bot, person, commands, connected, messages }) {
  Object.assign(state, { person, bot });
  inline.bot = bot.username;
  at("name").textContent = bot.first_name;
  log.replaceChildren(...messages.map((message) => messageItem(message, person, actions)));
  typing(false);
  told.commands(commands);
  told.connected(connected);
  follow("instant");
}

async function listen() {
  for (let failures = 0; ; ) {
    try {
      const query = state.run ? `&run=${state.run}&after=${state.last}` : "";
      const { signal } = leaving;
      const response = await fetch(`chat/events?chat=${state.chat}${query}`, { signal });
      if (!response.ok) throw new Error(response.statusText);
      const news = await response.json();
      if (signal.aborted) continue;
      if (news.whole) whole(news.whole);
      for (const event of news.events ?? []) told[event.kind]?.(event.content);
      [state.run, state.last] = [news.run, news.last];
      if (failures) told.connected(state.connected);
      failures = 0;
    } catch (error) {
      if (error.name === "AbortError") continue; // another chat was opened
      failures += 1;
      at("status").textContent = "offline";
      banner("The playground has stopped. Start it again, and this page goes on.");
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * failures, 5000)));
    }
  }
}

// What the page shows

function enter(chat) {
  if (chat === state.chat) return;
  Object.assign(state, { chat, run: "", last: 0 });
  history.replaceState(null, "", `#${chat}`); // a reload comes back to it
  for (const tab of at("chats").children) tab.toggleAttribute("aria-current", tab.dataset.chat === chat);
  at("chats").querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
  at("heading").textContent = BEGINNINGS[chat].heading;
  at("hint").textContent = BEGINNINGS[chat].hint;
  log.replaceChildren();
  reference.end();
  menu.close();
  inline.close();
  leaving.abort();
  leaving = new AbortController();
  input.focus();
}

function typing(on) {
  const following = isAtEnd();
  at("typing").hidden = !on;
  clearTimeout(timers.typing);
  if (on) timers.typing = setTimeout(() => typing(false), TYPING_MS);
  if (on && following) follow();
}

function noticeEmpty() {
  const empty = log.children.length === 0;
  at("empty").hidden = !empty;
  if (empty) at("starters").replaceChildren(...(starterButtons(state, say)));
}

const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;

function follow(behavior = "smooth") {
  requestAnimationFrame(() => scroll.scrollTo({ top: scroll.scrollHeight, behavior }));
}

function noticeEnd() {
  at("down").hidden = isAtEnd();
}

function resize() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  send.disabled = !input.value.trim();
}

at("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || (inline.isAsked && state.chat === "private")) return;
  input.value = "";
  resize();
  menu.close();
  inline.close();
  if (!(await speak(text)) && !input.value) input.value = text; // not lost when it could not be sent
  resize();
  input.focus();
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const last = [...log.querySelectorAll(".edit")].at(-1);
  if (menu.key(event) || inline.key(event) || reference.key(event, last)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
  resize();
});
input.addEventListener("input", resize);
scroll.addEventListener("scroll", noticeEnd, { passive: true });
at("down").addEventListener("click", () => follow());
at("chats").addEventListener("click", ({ target }) => target.dataset.chat && enter(target.dataset.chat));

resize();
enter(location.hash.slice(1) in BEGINNINGS ? location.hash.slice(1) : "private");
listen();
