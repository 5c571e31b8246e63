// Light or dark: what was chosen here last, else what the system prefers.
(() => {
  const key = "imagecodes-theme";
  const root = document.documentElement;
  const chosen = read();
  if (chosen) root.dataset.theme = chosen;
  addEventListener("click", event => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem(key, root.dataset.theme);
    } catch {
      // Storage is refused here: the choice holds for this page.
    }
  });

  function read() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }
})();
