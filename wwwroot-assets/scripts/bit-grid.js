/** Keeps the keys that choose and flip bits from scrolling the page. */
export function keepKeys(grid) {
  const keys = new Set([" ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
  grid.addEventListener("keydown", (event) => {
    if (keys.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) event.preventDefault();
  });
}
