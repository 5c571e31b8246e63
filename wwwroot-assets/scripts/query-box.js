// Drop and paste hand the file to the box's own file input, so that all ways in are one way.
import { dropArea } from "./drop-area.js";

export function listen(box) {
  const on = dropArea(box, event => take(box, event.dataTransfer));
  on("paste", event => {
    if (take(box, event.clipboardData, isTyping())) event.preventDefault();
  });
}

// An address that is pasted into a field belongs there.
function isTyping() {
  return document.activeElement?.matches("textarea, input:is([type=text], [type=search], [type=url], [type=number], [type=password], :not([type]))");
}

// A picture dragged from another page may come as its address alone.
function take(box, data, filesAlone = false) {
  const file = [...data.files].find(file => file.type.startsWith("image/")) ?? data.files[0];
  if (file) {
    const input = box.querySelector("input[type=file]");
    const one = new DataTransfer();
    one.items.add(file);
    input.files = one.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  const address = data.getData("text/uri-list") || data.getData("text/plain");
  if (filesAlone || !/^https?:\/\//.test(address)) return false;
  const input = box.querySelector("input[type=url]");
  input.value = address.split("\n")[0].trim();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.form.requestSubmit();
  return true;
}
