// However a picture comes, it goes to the server in one request, and the answer says what its search is called. Drop and paste hand it to the box's own file input, so that all ways in are one way.
import { dropArea } from "./drop-area.js";
import { post } from "./post.js";

let asking = new AbortController();   // over when something else is asked for

const { on, begin } = dropArea("[data-query]", (event, box) => take(box, event.dataTransfer));
on("paste", (event, box) => {
  if (take(box, event.clipboardData, isTyping())) event.preventDefault();
});
on("change", ({ target }, box) => {
  if (target !== fileOf(box)) return;
  const [file] = target.files;
  target.value = "";   // the same may be chosen again
  if (file) askFor(box, file);
});

export const listen = begin;

export const fetchFrom = (box, address) => ask(box, `Fetching ${address} …`, { url: address });

function askFor(box, file) {
  const most = Number(box.dataset.most);
  if (file.size <= most) return ask(box, `Reading ${file.name} …`, { name: file.name }, file);
  asking.abort();
  const megabytes = bytes => (bytes / 1e6).toFixed(1);
  tell(box, { problem: `${file.name} has ${megabytes(file.size)} MB; at most ${megabytes(most)} are taken.` });
}

async function ask(box, what, query, file) {
  asking.abort();
  const { signal } = asking = new AbortController();
  const from = shown();
  const isStill = () => !signal.aborted && box.isConnected;
  tell(box, { status: what, share: file ? 0 : undefined });
  try {
    const { id } = await post(`/api/queries?${new URLSearchParams(query)}`, file, sent => isStill() && tell(box, { status: what, share: sent / file.size }), signal);
    if (!isStill()) return;
    tell(box, {});
    if (shown() !== from) return;   // something else is looked at meanwhile
    const search = new URLSearchParams(location.search);   // as it is set by now
    search.delete("picture");
    search.set("upload", id);
    Blazor.navigateTo(`/?${search}`);
  } catch (failure) {
    const reason = failure instanceof TypeError ? `The server does not answer${file ? `, or ${file.name} is a folder or changed since it was chosen` : ""}: try again.` : failure.message;
    if (isStill()) tell(box, { problem: reason });
  }
}

// What the page is about, however its search is set.
function shown() {
  const asked = new URLSearchParams(location.search);
  return [location.pathname, asked.get("picture"), asked.get("upload")].join();
}

function tell(box, { status = "", share, problem = "" }) {
  const progress = box.querySelector("progress");
  progress.hidden = !status;
  if (share === undefined) progress.removeAttribute("value");
  else progress.value = share;
  for (const [name, text] of Object.entries({ status, problem })) {
    const said = box.querySelector(`[data-${name}]`);
    if (said.textContent !== text) said.textContent = text;   // it is read aloud
  }
}

function fileOf(box) {
  return box.querySelector("input[type=file]");
}

// An address that is pasted into a field belongs there.
function isTyping() {
  return document.activeElement?.matches("textarea, input:is([type=text], [type=search], [type=url], [type=number], [type=password], :not([type]))");
}

function give(box, file) {
  const input = fileOf(box);
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
