/** Keeps the keys that choose and flip bits from scrolling the page, and finds the bit above or below, which only the browser knows. */
export function keepKeys(grid, owner) {
  const keys = new Set([" ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
  grid.addEventListener("keydown", (event) => {
    if (!keys.has(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const next = neighbour(grid, event.key === "ArrowDown");
    if (next) owner.invokeMethodAsync("Choose", Number(next.id.slice("bit-".length)));
  });
}

/** The bit of the next line above or below that stands nearest to the chosen one's column. */
function neighbour(grid, below) {
  const chosen = grid.querySelector(".chosen").getBoundingClientRect();
  const away = (bit) => (bit.getBoundingClientRect().top - chosen.top) * (below ? 1 : -1);
  const bits = [...grid.querySelectorAll("i")].filter((bit) => away(bit) > chosen.height / 2);
  const line = Math.min(...bits.map(away));
  const aside = (bit) => Math.abs(bit.getBoundingClientRect().left - chosen.left);
  return bits.filter((bit) => away(bit) < line + chosen.height / 2).sort((a, b) => aside(a) - aside(b))[0];
}
