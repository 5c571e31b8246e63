// The whole page takes what is dropped, for the one box on it that says so. The listeners go with the box.
export function dropArea(box, take) {
  const stop = new AbortController();
  const on = (name, listener) => document.addEventListener(name, event => (box.isConnected ? listener(event) : stop.abort()), { signal: stop.signal });
  on("dragover", event => {
    event.preventDefault();
    box.classList.add("over");
  });
  on("dragleave", event => {
    if (!event.relatedTarget) box.classList.remove("over");
  });
  on("drop", event => {
    event.preventDefault();
    box.classList.remove("over");
    take(event);
  });
  // Where something was dropped before the box was there, it is dropped again.
  queueMicrotask(() => box.dispatchEvent(new Event("listening", { bubbles: true })));
  return on;
}
