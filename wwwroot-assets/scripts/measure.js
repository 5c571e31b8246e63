// Tells a page how wide one of its elements is, now and when it changes.
export function watchWidth(element, page) {
  new ResizeObserver(entries => page.invokeMethodAsync("Measured", entries[0].contentRect.width).catch(() => {})).observe(element);
}
