const cell = 62;   // pixels of the plane that one picture takes, its border included

/** A style's translation to a place on the screen. */
export const at = ([x, y]) => `${x.toFixed(1)}px ${y.toFixed(1)}px`;

/** Pictures over the points, in a layer of their own. */
export function pictures(layer) {
  let shown = new Map();   // by place

  return {
    /** Follows the points to where they are on the screen now. */
    follow(points, to) {
      for (const [place, picture] of shown) picture.style.translate = at(to(points.x[place], points.y[place]));
    },

    /** As many as fit without one lying on another: first where one stands, which is marked, then what is near, then those that have been there before, then the others. */
    show(points, to, { width, height }, here, near, others) {
      const wanted = new Map();
      const cells = new Map();   // of one picture's size, so that whatever overlaps is next door at the farthest
      const around = (column, row) => [-1, 0, 1].flatMap(right => [-1, 0, 1].map(down => cells.get(`${column + right} ${row + down}`)).filter(Boolean));
      for (const place of [...here, ...near, ...shown.keys(), ...others]) {
        const [x, y] = to(points.x[place], points.y[place]);
        if (x < 0 || y < 0 || x > width || y > height) continue;
        const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
        if (around(column, row).some(([otherX, otherY]) => Math.abs(x - otherX) < cell && Math.abs(y - otherY) < cell)) continue;
        cells.set(`${column} ${row}`, [x, y]);
        wanted.set(place, [x, y]);
      }

      for (const [place, picture] of shown) {
        if (!wanted.has(place)) picture.remove();
      }
      shown = new Map([...wanted].map(([place, where]) => {
        const picture = shown.get(place) ?? layer.appendChild(Object.assign(document.createElement("img"), { src: points.thumbnail(place), alt: "", decoding: "async" }));
        picture.style.translate = at(where);
        picture.classList.toggle("here", here.includes(place));
        return [place, picture];
      }));
    },

    clear() {
      layer.replaceChildren();
      shown = new Map();
    },
  };
}
