// Where a control goes away by what it did (a question that is answered, a row that is taken out), the focus goes to what stands in its place, not to the top of the page. Of those who use keys:
// with a mouse it would be a surprise.
const CONTROLS = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea, summary, [tabindex='0']";
let place = [];   // the control that has the focus, and all around it, from the inside out
let page;         // where that was
let byKeys = false;

document.addEventListener("keydown", () => (byKeys = true), true);
document.addEventListener("pointerdown", () => (byKeys = false), true);
document.addEventListener("focusin", ({ target }) => {
  page = location.pathname;
  place = [];
  for (let part = target; part && part !== document.body; part = part.parentElement)
    place.push({ part, parent: part.parentElement, before: part.previousElementSibling, after: part.nextElementSibling });
});

new MutationObserver(() => {
  if (!byKeys || document.activeElement !== document.body || !place.length || place[0].part.isConnected) return;
  const around = place.filter(({ parent }) => parent.isConnected);
  place = [];
  if (page !== location.pathname) return;   // another page begins at its title
  for (const level of around) {
    const control = standIn(level);
    if (control) return control.focus();
  }
}).observe(document.body, { childList: true, subtree: true });

function standIn({ part, parent, before, after }) {
  const [earlier, later] = [before, after].map(beside => (beside?.isConnected ? beside : null));
  // A question that was answered gives back to what asked it, which stands before it.
  if (!part.isConnected && part.matches(".notice")) return lastBefore(earlier);
  const now = earlier ? earlier.nextElementSibling : before ? null : parent.firstElementChild;
  return first(now) ?? first(later) ?? lastBefore(earlier) ?? (part.isConnected ? null : first(parent));
}

function lastBefore(part) {
  for (; part; part = part.previousElementSibling) {
    const control = all(part).at(-1);
    if (control) return control;
  }

  return null;
}

const first = part => (part ? (all(part)[0] ?? null) : null);

const all = part => [...(part.matches(CONTROLS) ? [part] : []), ...part.querySelectorAll(CONTROLS)].filter(control => control.offsetParent);
