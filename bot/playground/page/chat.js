// The chat: what the server tells is shown, what the person types and presses is sent.

import { CommandMenu } from "./commands.js";
import { Correction } from "./correction.js";
import { InlineResults } from "./inline.js";
import { messageItem, updatePreviews } from "./message.js";
import { starterButtons } from "./starters.js";

const TYPING_MS = 5000; // as long as Telegram shows it
const TOAST_MS = 2600;
const PRESS_MS = 15000;
const NEAR_PX = 120; // from the end: close enough to follow new messages

const at = (id) => document.getElementById(id);
const [scroll, log, input, send] = ["scroll", "log", "text", "send"].map(at);
const HINTS = {
  private: "Type a question of fact. The answer comes word for word from the indexed articles, with its source.",
  group: "Among many people the bot answers /ask, its mention and replies to it, and is silent otherwise.",
  strangers: "Here the bot is no member: mention it, or begin with its name and choose what to send.",
};
const state = { chat: "private", run: "", last: 0, person: { id: 0 }, bot: {}, commands: [], connected: false };
let leaving = new AbortController(); // ends the wait for news of the chat that is left
const pressed = new Map(); // buttons that wait, by the id of their press
const timers = {};

const actions = { onCommand: say, onPress: press, onCopy: copy, onShow: show, onEdit: (message) => correction.begin(message) };
const menu = new CommandMenu({
  list: at("menu"),
  button: at("slash"),
  input,
  choose(command) {
    input.value = "";
    resize();
    say(command);
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

const correction = new Correction({
  bar: at("correcting"),
  words: at("corrected"),
  cancel: at("cancel"),
  input,
  correct: ({ message_id }, text) => attempt("corrections", { message_id, text }),
  changed(open) {
    menu.close();
    inline.close();
    inline.paused = open;
    resize();
  },
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

async function say(text) {
  const sent = await attempt("messages", { text });
  if (sent) follow();
  return sent;
}

async function press(message, data, button) {
  button.classList.add("waiting");
  try {
    const { id } = await request("presses", { message_id: message.message_id, data });
    pressed.set(id, button);
    setTimeout(() => release(id), PRESS_MS);
  } catch (error) {
    button.classList.remove("waiting");
    toast(error.message);
  }
}

function release(id) {
  pressed.get(id)?.classList.remove("waiting");
  pressed.delete(id);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not allow copying");
  }
}

function toast(text) {
  at("toast").textContent = text;
  at("toast").hidden = false;
  clearTimeout(timers.toast);
  timers.toast = setTimeout(() => { at("toast").hidden = true; }, TOAST_MS);
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
    if (following && !known) follow();
    else noticeEnd();
  },
  deleted({ message_id }) {
    itemOf(message_id)?.remove();
    noticeEmpty();
  },
  action({ action }) {
    typing(action === "typing");
  },
  notice({ callback_query_id, text, alert }) {
    release(callback_query_id);
    if (text && alert) {
      at("alert-text").textContent = text;
      if (!at("alert").open) at("alert").showModal();
    } else if (text) toast(text);
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
  for (const tab of at("chats").children) tab.toggleAttribute("aria-current", tab.dataset.chat === chat);
  at("hint").textContent = HINTS[chat];
  log.replaceChildren();
  correction.end();
  menu.close();
  inline.close();
  leaving.abort();
  leaving = new AbortController();
  input.focus();
}

function banner(text) {
  at("banner").textContent = text;
  at("banner").hidden = !text;
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
  if (empty) at("starters").replaceChildren(...(state.chat === "private" ? starterButtons(state.commands, say) : []));
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
  if (correction.isOpen) {
    await correction.send(text);
    return;
  }
  input.value = "";
  resize();
  menu.close();
  inline.close();
  if (!(await say(text)) && !input.value) input.value = text; // not lost when it could not be sent
  resize();
  input.focus();
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const last = [...log.querySelectorAll(".edit")].at(-1);
  if (menu.key(event) || inline.key(event) || correction.key(event, last)) event.preventDefault();
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
input.focus();
listen();
