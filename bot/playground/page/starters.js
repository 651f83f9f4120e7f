// What an empty chat says and offers to begin with.

const MOST = 3;
const ASK = "Ask your articles";

/** For each chat: its heading, a hint, and the commands that it offers first; where there are none, it offers none. */
export const BEGINNINGS = {
  private: {
    heading: ASK,
    hint: "Type a question of fact. The answer comes word for word from the indexed articles, with its source.",
    first: ["start"],
  },
  group: {
    heading: ASK,
    hint: "Among many people the bot answers /ask, its mention and replies to it, and is silent otherwise.",
    first: [],
  },
  strangers: {
    heading: ASK,
    hint: "Here the bot is no member: mention it, or begin with its name and choose what to send.",
    first: [],
  },
  operator: {
    heading: "Look after your articles",
    hint: "See how the bot fares and what people asked in vain, reindex, and send a file or a link to have it added.",
    first: ["stats", "gaps", "reindex"],
  },
};

/** Buttons for a chat's first commands; `onCommand` is called with the one that is clicked, such as "/start". */
export function starterButtons({ chat, commands }, onCommand) {
  const { first } = BEGINNINGS[chat];
  const known = commands.map(({ command }) => command).filter((command) => command !== "ask");
  const offered = first.length ? [...new Set([...first, ...known])].slice(0, MOST) : [];
  return offered.map((command) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `/${command}`;
    button.addEventListener("click", () => onCommand(button.textContent));
    return button;
  });
}
