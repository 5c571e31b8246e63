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

function give(box, file) {
  const input = box.querySelector("input[type=file]");
  const one = new DataTransfer();
  one.items.add(file);
  input.files = one.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// A picture dragged from another page may come as its address alone.
function take(box, data, typing = false) {
  const files = typing && data.getData("text/plain") ? [] : [...data.files];   // a cell of a table comes as text and as a picture of it
  const file = files.find(file => file.type.startsWith("image/")) ?? files[0];
  if (file) {
    give(box, file);
    return true;
  }

  const address = (data.getData("text/uri-list") || data.getData("text/plain")).split("\n")[0].trim();
  // The address is the picture itself.
  if (address.startsWith("data:image/")) {
    fetch(address).then(answer => answer.blob()).then(picture => give(box, new File([picture], "picture", { type: picture.type })));
    return true;
  }

  if (typing || !/^https?:\/\//.test(address)) return false;
  const input = box.querySelector("input[type=url]");
  input.value = address;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.form.requestSubmit();
  return true;
}
