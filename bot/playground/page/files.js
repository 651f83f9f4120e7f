// Files to be sent: chosen by the button, dropped on the chat, or pasted into the field.

const MOST_BYTES = 20 << 20; // of a file that a bot may have

/** Have files sent. `send(name, data)` is called for each, with its bytes in base64; `refuse(words)` says why not. */
export function takeFiles({ button, picker, place, input, send, refuse }) {
  const take = async (files) => {
    for (const file of files) {
      if (file.size > MOST_BYTES) refuse(`${file.name}: a bot may have files of 20 MB at most`);
      else await send(file.name, await base64(file)).catch((error) => refuse(error.message));
    }
  };
  button.addEventListener("click", () => picker.click());
  picker.addEventListener("change", async () => {
    await take([...picker.files]);
    picker.value = ""; // the same file can be chosen again
  });
  input.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  });
  const over = (event, on) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault(); // the browser would open the file
    place.classList.toggle("dropping", on);
  };
  place.addEventListener("dragover", (event) => over(event, true));
  place.addEventListener("dragleave", (event) => over(event, place.contains(event.relatedTarget)));
  place.addEventListener("drop", (event) => {
    over(event, false);
    take([...event.dataTransfer.files]);
  });
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(new Error(`${file.name} can't be read`)));
    reader.readAsDataURL(file);
  });
}
