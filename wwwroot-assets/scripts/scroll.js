// Another page begins at its top, also where only the rest of its address is another; going back leads to where one was, once what was read there is read again.
const PATIENCE = 30_000;   // milliseconds that it may take to come
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];   // by a person, who has gone on
const left = new Map();    // how far down each entry of the history was looked at
let coming = new AbortController();   // not aborted while one is on the way back
coming.abort();

window.navigation?.addEventListener("currententrychange", ({ navigationType, from }) => {
  if (coming.signal.aborted) left.set(from.key, scrollY);   // else one leaves before one was there again
  coming.abort();
  if (navigationType === "traverse" && left.has(navigation.currentEntry.key)) goTo(left.get(navigation.currentEntry.key));
  else if (navigationType === "push" && !location.hash) scrollTo(0, 0);
});

function goTo(place) {
  coming = new AbortController();
  const { signal } = coming;
  const end = () => coming.signal === signal && coming.abort();
  const watch = new ResizeObserver(() => scrollTo(0, place));   // at first it is as long as what it follows, and then as it is while it is read
  watch.observe(document.body);
  signal.addEventListener("abort", () => watch.disconnect());
  for (const move of MOVES) addEventListener(move, end, { signal, passive: true });
  setTimeout(end, PATIENCE);
}
