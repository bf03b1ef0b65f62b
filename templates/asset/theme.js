// Runs before the first paint: the reader's theme, and whether changes are shown.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("changes") === "off") root.classList.add("hide-changes");
    else if (localStorage.getItem("only") === "on") root.classList.add("only-changed");
  } catch { /* storage may be refused */ }
})();
