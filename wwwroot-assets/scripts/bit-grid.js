const rested = 600;   // milliseconds without a key

/** Keeps the keys that choose and flip bits from scrolling the page, and finds the bit above or below, which only the browser knows. */
export function keepKeys(grid, owner) {
  const keys = new Set([" ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
  // What is drawn is behind a hurried hand: where its keys have gone is counted here, until it rests.
  let at = null;
  let last = 0;
  let unanswered = 0;
  grid.addEventListener("pointerdown", () => (at = null));
  grid.addEventListener("keydown", (event) => {
    if (!keys.has(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const bits = [...grid.querySelectorAll("i")];
    if (at === null || (!unanswered && event.timeStamp - last > rested)) at = bits.findIndex((bit) => bit.classList.contains("chosen"));
    last = event.timeStamp;
    const ways = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bits.length - 1 };
    if (event.key in ways) at = Math.min(bits.length - 1, Math.max(0, ways[event.key]));
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const next = neighbour(bits, at, event.key === "ArrowDown");
    if (next < 0) return;
    at = next;
    unanswered++;
    owner.invokeMethodAsync("Choose", at).finally(() => unanswered--);
  });
}

/** The bit of the next line above or below that stands nearest to a bit's column; -1 where there is no such line. */
function neighbour(bits, at, below) {
  const places = bits.map((bit) => bit.getBoundingClientRect());
  const { top, left, height } = places[at];
  const away = (place) => (place.top - top) * (below ? 1 : -1);
  const beyond = places.filter((place) => away(place) > height / 2);
  const line = Math.min(...beyond.map(away));
  const [nearest] = beyond.filter((place) => away(place) < line + height / 2).sort((a, b) => Math.abs(a.left - left) - Math.abs(b.left - left));
  return places.indexOf(nearest);
}
