// The tables of builds and of APIs: filters and sorts them. Without this file they read as they are.
(() => {
  const words = document.body.dataset;
  const rows = [...document.querySelectorAll(".builds tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const field = document.querySelector("#filter");
  const chips = [...document.querySelectorAll("[data-only]")];
  const live = document.querySelector("#live");

  // Filter: every word has to be in the row; one outcome, or all
  const apply = () => {
    const wanted = (field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const only = chips.find((chip) => chip.getAttribute("aria-pressed") === "true")?.dataset.only ?? "";
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = wanted.every((word) => text.includes(word)) && (!only || row.dataset.outcome === only);
      row.hidden = !fits;
      shown += fits;
    }
    for (const section of document.querySelectorAll("main > section")) {
      section.hidden = !section.querySelector("tbody tr:not([hidden])");
    }
    const none = document.querySelector("#nothing");
    if (none) none.hidden = shown > 0;
    if (live) live.textContent = words.shown.replace("{0}", shown).replace("{1}", rows.length);
  };
  field?.addEventListener("input", apply);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
      apply();
    });
  }

  // Sort: a click on a column's title, a second one the other way round; rows that are alike keep their order
  const key = (row, at) => {
    const cell = row.cells[at];
    const value = cell.dataset.key ?? cell.textContent.trim();
    return /^-?\d+$/.test(value) ? Number(value) : value.toLowerCase();
  };
  const compare = (one, other) => (typeof one === typeof other ? (one < other ? -1 : Number(one > other)) : typeof one === "number" ? -1 : 1);
  for (const title of document.querySelectorAll(".builds th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...title.childNodes);
    title.append(button);
    button.addEventListener("click", () => {
      const first = title.dataset.sort;
      const other = first === "ascending" ? "descending" : "ascending";
      const way = title.getAttribute("aria-sort") === first ? other : first;
      for (const sibling of title.parentNode.cells) sibling.removeAttribute("aria-sort");
      title.setAttribute("aria-sort", way);
      const body = title.closest("table").tBodies[0];
      const sign = way === "ascending" ? 1 : -1;
      body.append(...[...body.rows].sort((one, next) => sign * compare(key(one, title.cellIndex), key(next, title.cellIndex))));
    });
  }
})();
