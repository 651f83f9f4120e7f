// What an empty private chat offers to begin with: a few of the bot's commands.

const MOST = 3;

/** Buttons for the first commands; `onCommand` is called with the one that is clicked, such as "/start". */
export function starterButtons(commands, onCommand) {
  const known = commands.map(({ command }) => command).filter((command) => command !== "ask");
  return [...new Set(["start", ...known])].slice(0, MOST).map((command) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `/${command}`;
    button.addEventListener("click", () => onCommand(button.textContent));
    return button;
  });
}
