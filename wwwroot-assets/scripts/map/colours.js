// Colours as a style sheet's computed values say them, rgb(…) or color(srgb …), made hexadecimal.

export function hexadecimal(colour) {
  return hex(numbers(colour));
}

/** So many colours from one to the other. */
export function between(near, far, steps) {
  const [from, to] = [numbers(near), numbers(far)];
  return Array.from({ length: steps }, (_, step) => hex(from.map((part, i) => part + (to[i] - part) * (step / (steps - 1)))));
}

function numbers(colour) {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map(Number);
  return colour.includes("srgb") ? parts.map(part => part * 255) : parts;
}

function hex(parts) {
  return `#${parts.map(part => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
