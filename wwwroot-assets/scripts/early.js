// A page is drawn before it answers, and drawn anew when it does. What is typed, sent, chosen, dropped or pasted until then would be gone with the first drawing: it is done again here.
// The box that takes files begins to listen a little later still.
(() => {
  const PATIENCE = 10_000;   // milliseconds that a field may take to come
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
    setTimeout(() => answers.signal.aborted || showDead(true), PATIENCE);
  });
  before(listens, "change", ({ target }) => {
    if (target.matches("[data-upload]") && target.files.length) given = { files: [...target.files] };
  });
  before(listens, "dragover", event => event.preventDefault());
  before(listens, "drop", event => {
    event.preventDefault();
    given = contentOf(event.dataTransfer);
  });
  before(listens, "paste", ({ clipboardData }) => {
    const isText = clipboardData.getData("text/plain") && document.activeElement?.matches("textarea, input:is([type=text], [type=search], [type=url], [type=number], [type=password], :not([type]))");   // as query-box.js has it
    if (clipboardData.files.length && !isText) given = contentOf(clipboardData);
  });

  let again;   // what is still to be done, as soon as its field is there: a part of the page may be read first
  let until;
  new MutationObserver((_, observer) => {
    if (drawn.isConnected || !document.querySelector("main")) return;
    if (!again) answered();
    again = again.filter(isDone => !isDone());
    if (!again.length || Date.now() > until) observer.disconnect();
  }).observe(document.body, { childList: true, subtree: true });

  function answered() {
    answers.abort();
    showDead(false);
    until = Date.now() + PATIENCE;
    if (!document.querySelector("main .drop")) listens.abort();   // nothing here takes any
    before(listens, "listening", ({ target }) => {
      listens.abort();
      if (given) give(target);
    });
    again = [...touched].map(field => () => fill(field));
    if (sent) again.push(() => send(sent.querySelector("input")));
    if (focused && !focused.isConnected) again.push(() => focus(focused));
    document.documentElement.dataset.answers = "";
  }

  // Something on the way may let pages through, and not what makes them answer.
  function showDead(isDead) {
    document.getElementById("blazor-error-ui").style.display = isDead ? "block" : "";
  }

  // The field of the same kind and name that stands there now.
  function twinOf(field) {
    const name = field => field.id || field.ariaLabel || field.closest("label")?.textContent.trim();
    return [...document.querySelectorAll("main :is(input, select, textarea)")].find(other => other.type === field.type && name(other) === name(field));
  }

  function fill(field) {
    const twin = twinOf(field);
    if (!twin) return false;
    if (["checkbox", "radio"].includes(field.type)) {
      if (twin.checked !== field.checked) twin.click();
      return true;
    }

    twin.value = field.value;
    for (const name of ["input", "change"]) twin.dispatchEvent(new Event(name, { bubbles: true }));
    return true;
  }

  function send(field) {
    const twin = twinOf(field);
    twin?.form.requestSubmit();
    return Boolean(twin);
  }

  // A page that comes gives the focus to its heading: not where one types already.
  function focus(field) {
    const twin = twinOf(field);
    if (!twin) return false;
    twin.focus();
    addEventListener("focusin", ({ target }) => target.matches("h1") && twin.focus(), { once: true });
    return true;
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
