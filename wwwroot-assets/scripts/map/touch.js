// Fingers on the map: one moves it or draws around pictures, two come closer.

/** Tells hands what fingers do: pan(x, y) in pixels, zoom(times), stroke(corners, isOver) where isOutlining() says so. */
export function listen(plane, hands, signal) {
  const fingers = new Map();
  let stroke = null;
  let moved = false;

  function place(event) {
    const { left, top } = plane.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  function on(name, act) {
    plane.addEventListener(name, event => event.pointerType === "touch" && act(event), { signal });
  }

  function end(event) {
    fingers.delete(event.pointerId);
    if (!stroke) return;
    hands.stroke(stroke, true);
    stroke = null;
  }

  on("pointerdown", event => {
    fingers.set(event.pointerId, place(event));
    moved = false;
    stroke = fingers.size === 1 && hands.isOutlining() ? [place(event)] : null;
  });
  on("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    moved ||= Math.hypot(now[0] - before[0], now[1] - before[1]) > 2;
    if (stroke) {
      stroke.push(now);
      hands.stroke(stroke, false);
    } else {
      const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      if (others.length === 1) hands.zoom(away(before, others[0]) / Math.max(1, away(now, others[0])));
      if (others.length < 2) hands.pan((now[0] - before[0]) / (others.length + 1), (now[1] - before[1]) / (others.length + 1));
    }

    fingers.set(event.pointerId, now);
  });
  on("pointerup", end);
  on("pointercancel", end);
  // A browser makes a click of a touch; what moved was none.
  plane.addEventListener("touchend", event => moved && event.cancelable && event.preventDefault(), { signal, passive: false });
}

function away([x, y], [otherX, otherY]) {
  return Math.hypot(x - otherX, y - otherY);
}
