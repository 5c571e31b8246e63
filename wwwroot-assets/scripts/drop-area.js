// The whole page takes what is dropped, for the one box on it that says so: for whichever is there by then, so that a later one need not wait until it is told of.
export function dropArea(selector, take) {
  let isBegun = false;
  const on = (name, listener) => document.addEventListener(name, event => {
    const box = isBegun && document.querySelector(selector);
    if (box) listener(event, box);
  });
  on("dragover", (event, box) => {
    event.preventDefault();
    box.classList.add("over");
  });
  on("dragleave", (event, box) => {
    if (!event.relatedTarget) box.classList.remove("over");
  });
  on("drop", (event, box) => {
    event.preventDefault();
    box.classList.remove("over");
    take(event, box);
  });
  // What came before is kept (early.js), and dropped again now.
  const begin = box => {
    isBegun = true;
    box.dispatchEvent(new Event("listening", { bubbles: true }));
  };
  return { on, begin };
}
