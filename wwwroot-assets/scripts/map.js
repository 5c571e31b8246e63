// The map: points by WebGL (regl-scatterplot), pictures over them as one comes closer, lines from the picture one stands on.
import createScatterplot from "./vendor/regl-scatterplot.js";
import { thinning } from "./thinning.js";

const cell = 62;              // pixels of the plane that one picture takes, its border included
const mostInView = 4000;      // points; above it, pictures would hide what the points show
const settled = 120;          // milliseconds after the last movement
const mostCorners = 400;      // of an outline; more says nothing more
const closest = 0.002;        // camera distances
const farthest = 4;
const step = 0.2;             // of what is in view, that an arrow moves
const whole = 1.08;
const svg = "http://www.w3.org/2000/svg";

/** Opens a map of about so many points in an element. Colours come from the legend's swatches; page is told what is clicked and drawn around. */
export function open(plane, legend, page) {
  const canvas = plane.appendChild(document.createElement("canvas"));
  const lines = plane.appendChild(document.createElementNS(svg, "svg"));
  const pictures = plane.appendChild(document.createElement("div"));
  pictures.className = "pictures";
  const hover = plane.appendChild(document.createElement("img"));
  hover.className = "hover";
  hover.alt = "";
  hover.hidden = true;
  const stop = new AbortController();
  const scatterplot = createScatterplot({
    canvas,
    ...size(),
    backgroundColor: background(),
    lassoColor: "#0b9e8c",
    lassoMinDelay: 8,
    cameraDistance: whole,
    pointColorHover: "#0b9e8c",
  });
  fitRenderer();
  let points = null;          // { count, ids, hashes, x, y, places }
  let thin = null;            // what draws fewer of them while they move
  let standing = null;        // { id, x, y, near }
  let shown = new Map();      // pictures over the plane, by place
  let moving = 0;
  let outlining = false;
  let withPictures = true;
  let drawn = false;          // whether the points that there are have been drawn
  let drawing = Promise.resolve();
  let asked = 0;              // drawings, of which only the last counts

  function size() {
    const { width, height } = plane.getBoundingClientRect();
    return { width: Math.max(1, width), height: Math.max(1, height) };
  }

  // What is drawn is copied to the canvas, which costs most of a frame where the processor draws; by default, a whole window is copied.
  function fitRenderer() {
    const { width, height } = size();
    scatterplot.get("renderer").resize(width, height);
  }

  function background() {
    return hexadecimal(getComputedStyle(plane).backgroundColor);
  }

  function thumbnail(place) {
    return `/api/pictures/${points.ids[place]}/thumbnail?content=${points.hashes[place]}`;
  }

  // Where the plane's coordinates are on the screen: found from two points, so that it holds for what is no point too.
  function screen() {
    const [a, b, c, d] = points.corners.map(place => scatterplot.getScreenPosition(place));
    const [left, right, low, high] = points.corners;
    const across = points.x[right] > points.x[left] ? (b[0] - a[0]) / (points.x[right] - points.x[left]) : 0;
    const up = points.y[high] > points.y[low] ? (d[1] - c[1]) / (points.y[high] - points.y[low]) : 0;
    return (x, y) => [a[0] + (x - points.x[left]) * across, c[1] + (y - points.y[low]) * up];
  }

  function follow() {
    if (!drawn) return;
    const to = screen();
    for (const [place, picture] of shown) picture.style.translate = at(to(points.x[place], points.y[place]));
    drawLines(to);
    thin.moved();
    clearTimeout(moving);
    moving = setTimeout(rest, settled);
  }

  async function rest() {
    await thin.rested();
    showPictures();
  }

  const at = ([x, y]) => `${x.toFixed(1)}px ${y.toFixed(1)}px`;

  function drawLines(to) {
    if (!standing) return lines.replaceChildren();
    const [x, y] = to(standing.x, standing.y);
    lines.replaceChildren(
      ...standing.near.filter(id => points.places.has(id)).map(id => {
        const place = points.places.get(id);
        const [farX, farY] = to(points.x[place], points.y[place]);
        return shape("line", { x1: x, y1: y, x2: farX, y2: farY });
      }),
      shape("circle", { cx: x, cy: y, r: 9 }));
  }

  // As many pictures as fit without one lying on another: those that have been there before those that come.
  function showPictures() {
    if (!drawn) return;
    const inView = scatterplot.get("pointsInView");
    const wanted = new Map();
    if (withPictures && inView.length <= mostInView) {
      const { width, height } = size();
      const to = screen();
      const cells = new Map();   // of one picture's size, so that whatever overlaps is next door at the farthest
      const near = (column, row) => [-1, 0, 1].flatMap(right => [-1, 0, 1].map(down => cells.get(`${column + right} ${row + down}`)).filter(Boolean));
      const nearFirst = standing ? [standing.id, ...standing.near].map(id => points.places.get(id)).filter(place => place !== undefined) : [];
      for (const place of [...nearFirst, ...shown.keys(), ...inView]) {
        const [x, y] = to(points.x[place], points.y[place]);
        if (x < 0 || y < 0 || x > width || y > height) continue;
        const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
        if (near(column, row).some(([otherX, otherY]) => Math.abs(x - otherX) < cell && Math.abs(y - otherY) < cell)) continue;
        cells.set(`${column} ${row}`, [x, y]);
        wanted.set(place, [x, y]);
      }
    }

    for (const [place, picture] of shown) {
      if (!wanted.has(place)) picture.remove();
    }
    shown = new Map([...wanted].map(([place, where]) => {
      const picture = shown.get(place) ?? pictures.appendChild(Object.assign(document.createElement("img"), { src: thumbnail(place), alt: "", decoding: "async" }));
      picture.style.translate = at(where);
      return [place, picture];
    }));
  }

  function swatches() {
    return [...legend.querySelectorAll("li i")].map(swatch => hexadecimal(getComputedStyle(swatch).backgroundColor));
  }

  // From the accent colour, near, to grey, far.
  function scale() {
    const [near, far] = ["--near", "--far"].map(name => numbers(getComputedStyle(plane).getPropertyValue(name)));
    return Array.from({ length: 32 }, (_, step) => hex(near.map((part, i) => part + (far[i] - part) * (step / 31))));
  }

  async function draw(values, groups) {
    performance.mark("map: draw");
    const isScale = groups === 0;
    scatterplot.set({
      colorBy: "valueA",
      pointColor: isScale ? scale() : swatches(),
      pointSize: Math.max(2, Math.min(8, 210 / Math.sqrt(points.count))),
      opacity: 0.9,
    });
    await scatterplot.draw(
      { x: points.x, y: points.y, valueA: isScale ? Float32Array.from(values, value => value / 255) : Array.from(values) },
      { zDataType: isScale ? "continuous" : "categorical", transition: false });
    performance.measure("map: drawn", "map: draw");
    drawn = true;
    plane.dataset.points = points.count;
    follow();
  }

  function standOn(where) {
    const isNew = where && where.id !== standing?.id;
    standing = where;
    if (isNew) {
      const away = where.near.map(id => points.places.get(id)).filter(place => place !== undefined)
        .map(place => Math.hypot(points.x[place] - where.x, points.y[place] - where.y)).sort((a, b) => a - b);
      // So close that most neighbours are in view: the farthest may lie at the other end of the map.
      look([where.x, where.y], Math.min(0.7, Math.max(0.03, 1.5 * (away[Math.floor(0.7 * away.length)] ?? 0))));
    }
    scatterplot.deselect({ preventEvent: true });
    follow();
  }

  function look(target, distance) {
    scatterplot.zoomToLocation(target, Math.min(farthest, Math.max(closest, distance)), { transition: false });
  }

  function move(right, up) {
    const [x, y] = scatterplot.get("cameraTarget");
    const distance = scatterplot.get("cameraDistance");
    look([x + right * distance, y + up * distance], distance);
  }

  function closer(times) {
    look(scatterplot.get("cameraTarget"), scatterplot.get("cameraDistance") * times);
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !points) return;
    const keys = {
      ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, step),
      ArrowDown: () => move(0, -step),
      "+": () => closer(0.75),
      "=": () => closer(0.75),
      "-": () => closer(1 / 0.75),
      Home: () => look([0, 0], whole),
      " ": chooseView,
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  function outlined(corners) {
    const every = Math.ceil(corners.length / mostCorners);
    page.invokeMethodAsync("Outlined", corners.filter((_, i) => i % every === 0).flatMap(([x, y]) => [x, y]));
  }

  function chooseView() {
    if (!drawn) return;
    const { width, height } = size();
    const to = screen();
    const [left, top] = to(0, 0);
    const [right] = to(1, 0);
    const [, low] = to(0, 1);
    const back = (x, y) => [(x - left) / (right - left), (y - top) / (low - top)];
    scatterplot.select(scatterplot.get("pointsInView"), { preventEvent: true });
    outlined([back(0, 0), back(width, 0), back(width, height), back(0, height)]);
  }

  scatterplot.subscribe("view", follow);
  scatterplot.subscribe("pointover", place => {
    if (plane.classList.contains("outlining")) return;
    hover.src = thumbnail(place);
    hover.hidden = false;
    const [x, y] = scatterplot.getScreenPosition(place);
    const { width, height } = size();
    hover.style.translate = at([x + (x > width / 2 ? -172 : 12), y + (y > height / 2 ? -172 : 12)]);
  });
  const leave = () => (hover.hidden = true);
  scatterplot.subscribe("pointout", leave);
  plane.addEventListener("mouseleave", leave, { signal: stop.signal });
  scatterplot.subscribe("lassoStart", () => (outlining = true));
  scatterplot.subscribe("lassoEnd", ({ coordinates }) => {
    outlining = false;   // the selection came before this
    scatterplot.set({ mouseMode: "panZoom" });
    plane.classList.remove("outlining");
    outlined(coordinates);
  });
  scatterplot.subscribe("select", ({ points: places }) => {
    if (places.length === 1 && !outlining) page.invokeMethodAsync("Stood", points.ids[places[0]]);
  });
  plane.addEventListener("keydown", onKey, { signal: stop.signal });
  const repaint = () => scatterplot.set({ backgroundColor: background() });
  const theme = new MutationObserver(() => setTimeout(repaint));
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal: stop.signal });
  const resized = new ResizeObserver(() => {
    fitRenderer();
    scatterplot.set(size());
    setTimeout(follow);
  });
  resized.observe(plane);

  return {
    /** All points: how many; ids; hashes of contents; x and y. */
    place(bytes) {
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const count = new Float64Array(buffer, 0, 1)[0];
      const hashes = new Uint8Array(buffer, 8 + 8 * count, 8 * count);
      const ids = Array.from(new Float64Array(buffer, 8, count));
      const x = new Float32Array(buffer, 8 + 16 * count, count);
      const y = new Float32Array(buffer, 8 + 20 * count, count);
      const extreme = (values, better) => values.reduce((best, value, place) => (better(value, values[best]) ? place : best), 0);
      points = {
        count, ids, x, y,
        hashes: Array.from({ length: count }, (_, place) => Array.from(hashes.subarray(8 * place, 8 * place + 8), byte => byte.toString(16).padStart(2, "0")).join("")),
        places: new Map(ids.map((id, place) => [id, place])),
        corners: [extreme(x, (a, b) => a < b), extreme(x, (a, b) => a > b), extreme(y, (a, b) => a < b), extreme(y, (a, b) => a > b)],
      };
      thin = thinning(scatterplot, count);
      for (const picture of shown.values()) picture.remove();
      shown = new Map();
      drawn = false;
    },

    /** A value a point: the number of its group, or, where there are no groups, its place on a scale of 256. */
    colour(values, groups) {
      // One after the other, and not waited for: a tab that is not seen draws when it is.
      const mine = ++asked;
      drawing = drawing.then(() => (mine === asked ? draw(values, groups) : undefined)).catch(console.error);
    },

    /** Stands on a picture, which need not be a point, or on none. */
    stand(where) {
      drawing = drawing.then(() => standOn(where)).catch(console.error);
    },

    /** Lets the next stroke go around pictures, or move the map. */
    outline(on) {
      plane.classList.toggle("outlining", on);
      scatterplot.set({ mouseMode: on ? "lasso" : "panZoom" });
    },

    chooseView,

    /** Looks from so many times as far away. */
    closer,

    whole: () => look([0, 0], whole),

    /** Whether pictures lie over the points. */
    showPictures(on) {
      withPictures = on;
      showPictures();
    },

    forget() {
      scatterplot.deselect({ preventEvent: true });
    },

    close() {
      stop.abort();
      theme.disconnect();
      resized.disconnect();
      clearTimeout(moving);
      scatterplot.destroy();
      plane.replaceChildren();
    },
  };
}

function shape(name, attributes) {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// A colour as the style sheet's computed value says it, rgb(…) or color(srgb …), as numbers from 0 to 255.
function numbers(colour) {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map(Number);
  return colour.includes("srgb") ? parts.map(part => part * 255) : parts;
}

function hex(parts) {
  return `#${parts.map(part => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function hexadecimal(colour) {
  return hex(numbers(colour));
}
