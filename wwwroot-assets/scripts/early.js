// A page is drawn before it answers, and drawn anew when it does. What is typed, sent, chosen, dropped or pasted until then would be gone with the first drawing: it is done again here.
// The box that takes files begins to listen a little later still.
(() => {
  const drawn = document.querySelector("main");
  const touched = new Set();   // fields that were typed into, ticked or moved
  let focused;                 // field
  let sent;                    // form
  let given;                   // files or an address, however they came

  const answers = new AbortController();
  const listens = new AbortController();
  const before = (moment, name, keep) => addEventListener(name, keep, { capture: true, signal: moment.signal });
  before(answers, "focusin", ({ target }) => (focused = target));
  for (const name of ["input", "change"]) {
    before(answers, name, ({ target }) => {
      if (target.type !== "file") touched.add(target);
      else if (target.files.length) given = { files: [...target.files] };
    });
  }

  before(answers, "submit", event => {
    if (event.target.hasAttribute("method")) return;   // it needs no answering page
    event.preventDefault();
    sent = event.target;
  });
  before(listens, "dragover", event => event.preventDefault());
  before(listens, "drop", event => {
    event.preventDefault();
    given = contentOf(event.dataTransfer);
  });
  before(listens, "paste", ({ clipboardData }) => {
    if (clipboardData.files.length) given = contentOf(clipboardData);
  });

  new MutationObserver((_, observer) => {
    if (drawn.isConnected || !document.querySelector("main")) return;
    observer.disconnect();
    answers.abort();
    if (!document.querySelector("main .drop")) listens.abort();   // nothing here takes any
    before(listens, "listening", ({ target }) => {
      listens.abort();
      if (given) give(target);
    });
    for (const field of touched) fill(field);
    if (sent) twinOf(sent.querySelector("input"))?.form.requestSubmit();
    if (focused && !focused.isConnected) focus(twinOf(focused));
    document.documentElement.dataset.answers = "";
  }).observe(document.body, { childList: true, subtree: true });

  // The field of the same kind and name that stands there now.
  function twinOf(field) {
    const name = field => field.id || field.ariaLabel || field.closest("label")?.textContent.trim();
    return [...document.querySelectorAll("main :is(input, select, textarea)")].find(other => other.type === field.type && name(other) === name(field));
  }

  function fill(field) {
    const twin = twinOf(field);
    if (!twin) return;
    if (["checkbox", "radio"].includes(field.type)) {
      if (twin.checked !== field.checked) twin.click();
      return;
    }

    twin.value = field.value;
    for (const name of ["input", "change"]) twin.dispatchEvent(new Event(name, { bubbles: true }));
  }

  // A page that comes gives the focus to its heading: not where one types already.
  function focus(twin) {
    twin?.focus();
    if (twin) addEventListener("focusin", ({ target }) => target.matches("h1") && twin.focus(), { once: true });
  }

  function contentOf(data) {
    // Folders must be taken before the event is over; afterwards the browser has let them go.
    const entries = [...data.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    return { files: [...data.files], entries, address: data.getData("text/uri-list") };
  }

  function give(box) {
    const data = new DataTransfer();
    for (const file of given.files) data.items.add(file);
    if (given.address) data.setData("text/uri-list", given.address);
    const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data });
    box.dispatchEvent(Object.assign(drop, { entries: given.entries }));
  }
})();
