// The chat: what the server tells is shown, what the person types and presses is sent.

import { CommandMenu } from "./commands.js";
import { messageItem } from "./message.js";

const TYPING_MS = 5000; // as long as Telegram shows it
const TOAST_MS = 2600;
const PRESS_MS = 15000;
const STARTERS = 3;
const NEAR_PX = 120; // from the end: close enough to follow new messages

const at = (id) => document.getElementById(id);
const [scroll, log, input, send] = ["scroll", "log", "text", "send"].map(at);
const state = { run: "", last: 0, person: { id: 0 }, commands: [], connected: false };
const pressed = new Map(); // buttons that wait, by the id of their press
const timers = {};

const actions = { onCommand: say, onPress: press, onCopy: copy, onShow: show };
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

async function request(name, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`chat/${name}`, options);
  const result = await response.json();
  if (!response.ok) throw new Error(result.description);
  return result;
}

async function say(text) {
  try {
    await request("messages", { text });
    follow();
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
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
  state.person = person;
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
      const query = state.run ? `?run=${state.run}&after=${state.last}` : "";
      const response = await fetch(`chat/events${query}`);
      if (!response.ok) throw new Error(response.statusText);
      const news = await response.json();
      if (news.whole) whole(news.whole);
      for (const event of news.events ?? []) told[event.kind]?.(event.content);
      [state.run, state.last] = [news.run, news.last];
      if (failures) told.connected(state.connected);
      failures = 0;
    } catch {
      failures += 1;
      at("status").textContent = "offline";
      banner("The playground has stopped. Start it again, and this page goes on.");
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * failures, 5000)));
    }
  }
}

// What the page shows

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
  if (!empty) return;
  const starters = [...new Set(["start", ...state.commands.map(({ command }) => command)])].slice(0, STARTERS);
  at("starters").replaceChildren(...starters.map((command) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `/${command}`;
    button.addEventListener("click", () => say(`/${command}`));
    return button;
  }));
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
  if (!text) return;
  input.value = "";
  resize();
  menu.close();
  if (!(await say(text)) && !input.value) input.value = text; // not lost when it could not be sent
  resize();
  input.focus();
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (menu.key(event)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
  resize();
});
input.addEventListener("input", resize);
scroll.addEventListener("scroll", noticeEnd, { passive: true });
at("down").addEventListener("click", () => follow());

resize();
input.focus();
listen();
