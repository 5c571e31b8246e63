// The map: points by WebGL (regl-scatterplot), pictures over them as one comes closer, lines from the picture one stands on.
import createScatterplot from "./vendor/regl-scatterplot.js";
import { camera, distanceOfAll } from "./map/camera.js";
import { between, hexadecimal } from "./map/colours.js";
import { at, pictures } from "./map/pictures.js";
import { readPoints } from "./map/points.js";
import { thinning } from "./map/thinning.js";
import { listen } from "./map/touch.js";

const mostInView = 4000;      // points; above it, pictures would hide what the points show
const settled = 120;          // milliseconds after the last movement
const mostCorners = 400;      // of an outline; more says nothing more
const step = 0.2;             // of what is in view, that an arrow moves
const noHover = matchMedia("(hover: none)");   // a finger has nowhere to go to end it
const svg = "http://www.w3.org/2000/svg";

/** Opens a map in an element. Colours come from the legend's swatches; page is told what is clicked and drawn around. */
export function open(plane, legend, page) {
  const canvas = plane.appendChild(document.createElement("canvas"));
  const lines = plane.appendChild(document.createElementNS(svg, "svg"));
  const layer = plane.appendChild(document.createElement("div"));
  layer.className = "pictures";
  const overPoints = pictures(layer);
  const hover = plane.appendChild(document.createElement("figure"));
  const hovered = hover.appendChild(document.createElement("img"));
  const called = hover.appendChild(document.createElement("figcaption"));
  called.setAttribute("role", "status");
  hover.className = "hover";
  hover.hidden = true;
  const stop = new AbortController();
  const scatterplot = createScatterplot({
    canvas,
    ...size(),
    backgroundColor: background(),
    lassoColor: "#0b9e8c",
    lassoMinDelay: 8,
    cameraDistance: distanceOfAll(size()),
    pointColorHover: "#0b9e8c",
    deselectOnDblClick: false,   // what is chosen is listed below, and let go of there
    deselectOnEscape: false,
  });
  fitRenderer();
  const { look, move, drag, closer, whole, keep, lookAgain } = camera(scatterplot, size);
  let points = null;          // see readPoints
  let thin = null;            // what draws fewer of them while they move
  let standing = null;        // { id, x, y, near }
  let moving = 0;
  let outlining = false;
  let withPictures = true;
  let drawn = false;          // whether the points that there are have been drawn
  let drawing = Promise.resolve();
  let asked = 0;              // drawings, of which only the last counts
  let isScale = false;        // whether colours are places on a scale
  let byKeys = false;         // whether the map was moved by keys: then what lies in its middle is pointed at

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

  function follow() {
    if (!drawn) return;
    const to = points.screen(scatterplot);
    overPoints.follow(points, to);
    drawLines(to);
    thin.moved();
    clearTimeout(moving);
    moving = setTimeout(rest, settled);
  }

  async function rest() {
    await thin.rested();
    showPictures();
    keep();
    if (byKeys && middle() !== undefined) pointAt(middle());
  }

  /** The place of the point nearest to the middle of what is in view. */
  function middle() {
    const [x, y] = points.back(scatterplot)(size().width / 2, size().height / 2);
    const away = place => (points.x[place] - x) ** 2 + (points.y[place] - y) ** 2;
    return scatterplot.get("pointsInView").reduce((nearest, place) => (nearest === undefined || away(place) < away(nearest) ? place : nearest), undefined);
  }

  function drawLines(to) {
    if (!standing) return lines.replaceChildren();
    const [x, y] = to(standing.x, standing.y);
    lines.replaceChildren(
      ...points.placesOf(standing.near).map(place => {
        const [farX, farY] = to(points.x[place], points.y[place]);
        return shape("line", { x1: x, y1: y, x2: farX, y2: farY });
      }),
      shape("circle", { cx: x, cy: y, r: 9 }));
  }

  function showPictures() {
    if (!drawn) return;
    const inView = scatterplot.get("pointsInView");
    if (!withPictures || inView.length > mostInView) return overPoints.clear();
    overPoints.show(points, points.screen(scatterplot), size(), points.placesOf(standing ? [standing.id] : []), points.placesOf(standing?.near ?? []), inView);
  }

  function swatches() {
    return [...legend.querySelectorAll("li i")].map(swatch => hexadecimal(getComputedStyle(swatch).backgroundColor));
  }

  function scale() {
    const style = getComputedStyle(plane);
    return between(style.getPropertyValue("--near"), style.getPropertyValue("--far"), 32);
  }

  async function draw(values, groups) {
    performance.mark("map: draw");
    isScale = groups === 0;
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
    if (!drawn && !standing) lookAgain();
    drawn = true;
    plane.dataset.points = points.count;
    follow();
  }

  function standOn(where) {
    const isNew = where && where.id !== standing?.id;
    standing = where;
    if (isNew) {
      const away = points.placesOf(where.near)
        .map(place => Math.hypot(points.x[place] - where.x, points.y[place] - where.y)).sort((a, b) => a - b);
      // So close that most neighbours are in view: the farthest may lie at the other end of the map.
      look([where.x, where.y], Math.min(0.7, Math.max(0.03, 1.5 * (away[Math.floor(0.7 * away.length)] ?? 0))));
    }
    mark([]);
    follow();
  }

  function mark(places) {
    if (places.length > 0) scatterplot.select(places, { preventEvent: true });
    else scatterplot.deselect({ preventEvent: true });
    tell(places.length);
  }

  /** How many are marked can be read from the element too. */
  function tell(count) {
    plane.dataset.chosen = count;
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !points) return;
    const pointed = hover.hidden ? undefined : Number(hover.dataset.place);   // what is seen pointed at is stood on, though the map may still move
    const keys = {
      ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, step),
      ArrowDown: () => move(0, -step),
      "+": () => closer(0.75),
      "=": () => closer(0.75),
      "-": () => closer(1 / 0.75),
      Home: whole,
      " ": chooseView,
      Enter: () => stood(pointed ?? middle()),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    byKeys = event.key !== "Enter" && event.key !== " ";
    if (!byKeys) leave();
    keys[event.key]();
  }

  function stood(place) {
    if (drawn && place !== undefined) page.invokeMethodAsync("Stood", points.ids[place]);
  }

  function outlined(corners) {
    const every = Math.ceil(corners.length / mostCorners);
    page.invokeMethodAsync("Outlined", corners.filter((_, i) => i % every === 0).flatMap(([x, y]) => [x, y]));
  }

  function endOutline() {
    scatterplot.set({ mouseMode: "panZoom" });
    plane.classList.remove("outlining");
  }

  function leaveOutline() {
    if (!plane.classList.contains("outlining")) return;
    endOutline();
    page.invokeMethodAsync("LeftOutline");
  }

  function chooseView() {
    if (!drawn) return;
    endOutline();   // who chooses so draws around nothing
    const { width, height } = size();
    const from = points.back(scatterplot);
    mark(scatterplot.get("pointsInView"));
    outlined([from(0, 0), from(width, 0), from(width, height), from(0, height)]);
  }

  listen(plane, {
    isOutlining: () => plane.classList.contains("outlining"),

    pan: (x, y) => drawn && drag(x, y, points.back(scatterplot)),

    zoom: closer,

    stroke(corners, isOver) {
      lines.querySelector("polygon")?.remove();
      if (!drawn) return;
      if (!isOver) return lines.append(shape("polygon", { points: corners.map(corner => corner.join(",")).join(" ") }));
      const from = points.back(scatterplot);
      endOutline();
      outlined(corners.map(([x, y]) => from(x, y)));
    },
  }, stop.signal);

  scatterplot.subscribe("view", follow);
  scatterplot.subscribe("pointover", place => {
    if (plane.classList.contains("outlining") || noHover.matches) return;
    byKeys = false;
    pointAt(place);
  });
  const leave = () => (hover.hidden = true);

  function pointAt(place) {
    show(place);
    const [x, y] = scatterplot.getScreenPosition(place);
    const { width, height } = size();
    hover.style.translate = at([x + (x > width / 2 ? -178 : 12), y + (y > height / 2 ? -200 : 12)]);
  }

  async function show(place) {
    hovered.src = points.thumbnail(place);
    hovered.alt = called.textContent = "";
    hover.hidden = false;
    hover.dataset.place = place;
    const name = await page.invokeMethodAsync("NameOf", points.ids[place]);
    if (hover.dataset.place === String(place)) hovered.alt = called.textContent = name ?? "";
  }

  document.addEventListener("keydown", event => event.key === "Escape" && leaveOutline(), { signal: stop.signal });
  scatterplot.subscribe("pointout", leave);
  plane.addEventListener("mouseleave", leave, { signal: stop.signal });
  plane.addEventListener("blur", () => (byKeys = false, leave()), { signal: stop.signal });
  scatterplot.subscribe("lassoStart", () => (outlining = true));
  scatterplot.subscribe("lassoEnd", ({ coordinates }) => {
    outlining = false;   // the selection came before this
    if (!plane.classList.contains("outlining")) return;   // it was left off
    endOutline();
    outlined(coordinates);
  });
  scatterplot.subscribe("deselect", () => tell(0));
  scatterplot.subscribe("select", ({ points: places }) => {
    tell(places.length);
    if (places.length === 1 && !outlining) stood(places[0]);
  });
  plane.addEventListener("keydown", onKey, { signal: stop.signal });
  const repaint = () => scatterplot.set({ backgroundColor: background(), ...(isScale ? { pointColor: scale() } : {}) });
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
    /** All points, as bytes. */
    place(bytes) {
      leave();   // what was pointed at may be another point now
      points = readPoints(bytes);
      thin = thinning(scatterplot, points.count);
      overPoints.clear();
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

    /** Marks pictures as chosen, as an outline around them would. */
    choose(ids) {
      drawing = drawing.then(() => mark(points.placesOf(ids))).catch(console.error);
    },

    closer,

    whole,

    /** Whether pictures lie over the points. */
    showPictures(on) {
      withPictures = on;
      showPictures();
    },

    forget() {
      drawing = drawing.then(() => mark([])).catch(console.error);
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
