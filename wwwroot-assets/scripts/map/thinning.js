// Fewer points while a map moves that is drawn too slowly: where the processor draws, a frame takes as long as it has points.
const fewer = 25000;          // points that are drawn while it moves
const twoFrames = 90;         // milliseconds; above it, movement is seen to stutter
const patience = 3;           // slow frames one after the other: one may have another cause
const quiet = { preventEvent: true };

/** To be told of movement and of rest, for a scatterplot of so many points. */
export function thinning(scatterplot, count) {
  const every = Math.ceil(count / fewer);
  const sample = every > 1 ? Array.from({ length: Math.ceil(count / every) }, (_, place) => place * every) : [];
  let slow = 0;
  let timing = false;
  let thinned = false;

  function time() {
    timing = true;
    const start = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      timing = false;
      if (!thinned) slow = performance.now() - start > twoFrames ? slow + 1 : 0;
    }));
  }

  return {
    moved() {
      if (sample.length === 0) return;
      if (!timing) time();
      if (slow < patience || thinned || scatterplot.get("selectedPoints").length) return;   // a filter takes from what is chosen
      thinned = true;
      scatterplot.filter(sample, quiet);
    },

    async rested() {
      if (!thinned) return;
      thinned = false;
      await scatterplot.unfilter(quiet);
    },
  };
}
