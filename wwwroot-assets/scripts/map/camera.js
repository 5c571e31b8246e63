// Where one looks on the map, and from how far: how much is seen from top to bottom.
const closest = 0.002;
const farthest = 4;
const margin = 1.08;          // of all points
const lastView = "map: view"; // where the tab keeps what was looked at

/** From where all is seen; a narrow map must fit from side to side too. */
export function distanceOfAll({ width, height }) {
  return margin * Math.max(1, height / width);
}

/** A scatterplot's camera; size gives the width and height of what it fills. */
export function camera(scatterplot, size) {
  const target = () => scatterplot.get("cameraTarget");
  const distance = () => scatterplot.get("cameraDistance");

  function look(at, from) {
    scatterplot.zoomToLocation(at, Math.min(farthest, Math.max(closest, from)), { transition: false });
  }

  function shift(right, up) {
    const [x, y] = target();
    look([x + right, y + up], distance());
  }

  return {
    look,

    /** By shares of what is in view. */
    move: (right, up) => shift(right * distance(), up * distance()),

    /** As a hand moves a sheet of paper, by pixels; back says where pixels are. */
    drag(x, y, back) {
      const [fromX, fromY] = back(0, 0);
      const [toX, toY] = back(x, y);
      shift(fromX - toX, fromY - toY);
    },

    /** Looks from so many times as far away. */
    closer: times => look(target(), distance() * times),

    whole: () => look([0, 0], distanceOfAll(size())),

    /** Keeps what is looked at, for who comes back from a picture. */
    keep() {
      try {
        sessionStorage.setItem(lastView, JSON.stringify([...target(), distance()]));
      } catch {
        // Storage is refused here.
      }
    },

    lookAgain() {
      try {
        const [x, y, from] = JSON.parse(sessionStorage.getItem(lastView) ?? "[]");
        if (from) look([x, y], from);
      } catch {
        // Storage is refused here: all of it is seen.
      }
    },
  };
}
