// Another page begins at its top, also where only the rest of its address is another; going back leads to where one was, as soon as what was read there is read again.
const PATIENCE = 10_000;   // milliseconds that it may take to come
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];   // by a person, who has gone on
const left = new Map();    // how far down each entry of the history was looked at
let coming = new AbortController();
const key = () => navigation.currentEntry.key;

if (window.navigation) {
  addEventListener("scroll", () => coming.signal.aborted && left.set(key(), scrollY), { passive: true });
  navigation.addEventListener("currententrychange", ({ navigationType }) => {
    coming.abort();
    if (navigationType === "traverse") goTo(left.get(key()) ?? 0);
    else if (navigationType === "push" && !location.hash) scrollTo(0, 0);
  });
  coming.abort();
}

function goTo(place) {
  coming = new AbortController();
  const { signal } = coming;
  const end = () => coming.signal === signal && coming.abort();
  const watch = new ResizeObserver(() => {
    scrollTo(0, place);
    if (Math.abs(scrollY - place) < 2) end();
  });
  watch.observe(document.body);
  signal.addEventListener("abort", () => watch.disconnect());
  for (const move of MOVES) addEventListener(move, end, { signal, passive: true });
  setTimeout(end, PATIENCE);
}
