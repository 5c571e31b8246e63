/** All points of a map from bytes: how many; ids; hashes of contents; x and y. */
export function readPoints(bytes) {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const count = new Float64Array(buffer, 0, 1)[0];
  const ids = Array.from(new Float64Array(buffer, 8, count));
  const hashes = new Uint8Array(buffer, 8 + 8 * count, 8 * count);
  const x = new Float32Array(buffer, 8 + 16 * count, count);
  const y = new Float32Array(buffer, 8 + 20 * count, count);
  const places = new Map(ids.map((id, place) => [id, place]));
  const corners = [extreme(x, (a, b) => a < b), extreme(x, (a, b) => a > b), extreme(y, (a, b) => a < b), extreme(y, (a, b) => a > b)];
  return {
    count, ids, x, y,

    /** Where the picture of an id is among the points, for those that are. */
    placesOf: some => some.map(id => places.get(id)).filter(place => place !== undefined),

    /** The address of the small picture at a place. */
    thumbnail(place) {
      const hash = Array.from(hashes.subarray(8 * place, 8 * place + 8), byte => byte.toString(16).padStart(2, "0")).join("");
      return `/api/pictures/${ids[place]}/thumbnail?content=${hash}`;
    },

    /** Where coordinates are on the screen: found from two points, so that it holds for what is no point too. */
    screen(scatterplot) {
      const [a, b, c, d] = corners.map(place => scatterplot.getScreenPosition(place));
      const [left, right, low, high] = corners;
      // Both ways of one scale, as far as points tell it; the screen's rows go down.
      const wide = x[right] > x[left] ? (b[0] - a[0]) / (x[right] - x[left]) : undefined;
      const tall = y[high] > y[low] ? (d[1] - c[1]) / (y[high] - y[low]) : undefined;
      const across = wide ?? -(tall ?? -1);
      const up = tall ?? -across;
      return (atX, atY) => [a[0] + (atX - x[left]) * across, c[1] + (atY - y[low]) * up];
    },

    /** Which coordinates are at a place of the screen. */
    back(scatterplot) {
      const to = this.screen(scatterplot);
      const [left, top] = to(0, 0);
      const [right, low] = to(1, 1);
      return (atX, atY) => [(atX - left) / (right - left), (atY - top) / (low - top)];
    },
  };
}

function extreme(values, better) {
  return values.reduce((best, value, place) => (better(value, values[best]) ? place : best), 0);
}
