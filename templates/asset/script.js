// Progressive only: every page reads, folds and links without this file. Its words come from the page.
(() => {
  const root = document.documentElement;
  const words = document.body.dataset;
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const one = (query, from = document) => from.querySelector(query);
  const store = {
    get(key) { try { return localStorage.getItem(key) } catch { return null } },
    set(key, value) { try { localStorage.setItem(key, value) } catch { /* storage may be refused */ } }
  };
  const live = one("#live");
  const say = (text) => { if (live) live.textContent = text };
  const load = (url) => {
    const script = document.createElement("script");
    script.src = url;
    document.head.append(script);
  };

  // Theme: system, light, dark
  const theme = one("#theme");
  const themes = ["system", "light", "dark"];
  const label = () => theme?.setAttribute("aria-label", words.theme + ": " + words["theme" + (root.dataset.theme || "system")]);
  theme?.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % 3];
    if (next === "system") delete root.dataset.theme; else root.dataset.theme = next;
    store.set("theme", next);
    label();
    say(theme.getAttribute("aria-label"));
  });
  label();

  // Marks on and off
  const marks = one("#marks");
  const press = () => marks?.setAttribute("aria-pressed", String(!root.classList.contains("hide-changes")));
  marks?.addEventListener("click", () => {
    const off = root.classList.toggle("hide-changes");
    store.set("changes", off ? "off" : "on");
    press();
    if (off && root.classList.contains("only-changed")) only.click();
  });
  press();

  // Only what changed
  const only = one("#only");
  const narrow = (on) => {
    root.classList.toggle("only-changed", on);
    only?.setAttribute("aria-pressed", String(on));
    if (on && root.classList.contains("hide-changes")) marks?.click();
    // Lists that are written out in part may have more of them.
    if (on) ask();
  };
  only?.addEventListener("click", () => {
    const on = !root.classList.contains("only-changed");
    store.set("only", on ? "on" : "off");
    narrow(on);
  });

  // Copy
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const box = button.closest(".code");
    const open = box && (all("pre", box).find((pre) => pre.checkVisibility?.() ?? pre.offsetParent) || one("pre", box));
    try {
      await navigator.clipboard.writeText(button.dataset.copy || open.textContent);
      say(words.copied);
      const icon = one("use", button);
      icon.setAttribute("href", "#i-check");
      setTimeout(() => icon.setAttribute("href", "#i-copy"), 1500);
    } catch { say(words.copyfailed) }
  });

  // Expand all, per tree
  all("button[data-expand]").forEach((button) => button.addEventListener("click", () => {
    const folds = all("details:not([name])", document.getElementById(button.dataset.expand));
    const open = folds.some((fold) => !fold.open);
    folds.forEach((fold) => { fold.open = open });
    button.textContent = open ? words.collapse : words.expand;
  }));

  // Tabs never close to nothing; the chosen client is remembered
  all(".tabs > details > summary").forEach((summary) => summary.addEventListener("click", (event) => {
    if (summary.parentElement.open) event.preventDefault();
    else if (summary.closest("[data-remember]")) store.set("client", summary.textContent.trim());
  }));
  const client = store.get("client");
  if (client) all("[data-remember] > details").forEach((tab) => {
    if (tab.firstElementChild.textContent.trim() === client) tab.open = true;
  });

  // A link to a row opens everything around it
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)) } catch { return }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Changes: n and p
  const stops = [...new Set(all(".changebox ol a").map((link) => link.getAttribute("href")).filter((href) => href?.startsWith("#")))];
  let at = stops.indexOf(location.hash);
  const go = (step) => {
    const beyond = at + step === stops.length || (at <= 0 && step < 0);
    const other = beyond && one(`.turn-changed [rel=${step > 0 ? "next" : "prev"}]`);
    if (other) { location.href = other.href; return }
    if (!stops.length) return;
    at = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
    location.hash = stops[at];
    const out = one("#step");
    if (out) out.textContent = `${at + 1} / ${stops.length}`;
  };
  one("#next")?.addEventListener("click", (event) => { event.preventDefault(); go(1) });
  one("#prev")?.addEventListener("click", (event) => { event.preventDefault(); go(-1) });

  // The sidebar's closed lists are filled when one is opened
  const nav = one("#nav");
  const up = words.up || "";
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const navItem = ([method, short, title, path, mark, letter, word, gone]) => {
    const item = element("li"), link = element("a");
    link.href = up + path;
    if (short) link.append(element("span", "m " + method, short));
    link.append(element("span", gone ? "gone" : "", title));
    if (mark) {
      const box = element("span", "mark " + mark);
      const sign = element("span", "", letter);
      sign.setAttribute("aria-hidden", "true");
      box.append(sign, element("span", "vh", word));
      link.append(box);
    }
    if (path === words.current) link.setAttribute("aria-current", "page");
    item.append(link);
    return item;
  };
  self.previewNav = (lists) => all("details[data-list]", nav).forEach((fold) => {
    const list = lists[fold.dataset.list];
    if (list) one("ul", fold).replaceChildren(...list.map(navItem));
    if (fold.open) one("[aria-current]", fold)?.scrollIntoView({ block: "nearest" });
    delete fold.dataset.list;
  });
  let asked = false;
  const ask = () => { if (!asked && words.nav) { asked = true; load(words.nav) } };
  if (nav && words.nav) {
    all("details[data-list]", nav).forEach((fold) => fold.addEventListener("toggle", () => { if (fold.open && !fold.dataset.part) ask() }));
    all("details[data-part]", nav).forEach((fold) => fold.addEventListener("pointerenter", ask, { once: true }));
  }
  if (root.classList.contains("only-changed")) narrow(true);
  one("[aria-current]", nav || document)?.scrollIntoView({ block: "nearest" });

  // Search
  const box = one("#q"), list = one("#hits");
  let index = null, chosen = -1;
  const cut = (text) => text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const near = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    let i = 0, j = 0, edits = 0;
    while (i < one.length && j < other.length) {
      if (one[i] === other[j]) { i++; j++; continue }
      if (++edits > 1) return false;
      if (one.length > other.length) i++; else if (one.length < other.length) j++; else { i++; j++ }
    }
    return edits + (one.length - i) + (other.length - j) <= 1;
  };
  const posting = (text) => {
    const found = [];
    let number = 0;
    for (const [, step, weight] of text.matchAll(/([0-9a-z]+)([A-Z])/g)) {
      number += parseInt(step, 36);
      found.push([number, weight.charCodeAt(0) - 65]);
    }
    return found;
  };
  const search = (query) => {
    const wanted = cut(query);
    if (!wanted.length || !index) return [];
    let scores = null;
    for (const word of wanted) {
      const here = new Map();
      const add = (i, factor) => index.lists[i].forEach(([number, weight]) => {
        here.set(number, Math.max(here.get(number) || 0, weight * factor));
      });
      index.words.forEach((known, i) => { if (known === word) add(i, 2); else if (known.startsWith(word)) add(i, 1) });
      if (!here.size && word.length > 4) index.words.forEach((known, i) => { if (near(known, word)) add(i, 0.5) });
      if (!scores) scores = here;
      else scores = new Map([...scores].filter(([n]) => here.has(n)).map(([n, s]) => [n, s + here.get(n)]));
    }
    return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 30).map(([n]) => index.entries[n]);
  };
  const show = () => {
    const query = box.value.trim();
    const found = search(query);
    chosen = -1;
    list.replaceChildren(...found.map(([kind, title, place, path], i) => {
      const row = element("div"), link = element("a");
      row.id = "hit-" + i;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const methods = { DEL: "del", EVT: "event" };
      link.href = up + path;
      link.tabIndex = -1;
      link.append(element("span", "m " + (methods[kind] || kind.toLowerCase()), words["kind" + kind] || kind), element("span", "", title), element("small", "", place));
      row.append(link);
      return row;
    }));
    list.hidden = !query || !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    if (query && index) say(words.results.replace("{0}", found.length));
  };
  const move = (step) => {
    const rows = all("[role=option]", list);
    if (!rows.length) return;
    chosen = (chosen + step + rows.length) % rows.length;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
    rows[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", rows[chosen].id);
  };
  self.previewSearch = (data) => {
    index = { entries: data.entries, words: data.words.split(" "), lists: data.lists.split(" ").map(posting) };
    show();
  };
  if (box && list && words.search) {
    box.addEventListener("focus", () => load(words.search), { once: true });
    box.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); move(1) }
      else if (event.key === "ArrowUp") { event.preventDefault(); move(-1) }
      else if (event.key === "Enter") all("[role=option] a", list)[Math.max(chosen, 0)]?.click();
      else if (event.key === "Escape") { box.value = ""; show(); box.blur() }
    });
    list.addEventListener("click", (event) => { if (event.target.closest("a")) { box.value = ""; show(); box.blur() } });
    document.addEventListener("click", (event) => { if (!event.target.closest(".search")) list.hidden = true });
  }
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing)) {
      event.preventDefault();
      box?.focus();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });

  // Engines without ::details-content print closed folds only when they are open
  addEventListener("beforeprint", () => all("details:not([name])").forEach((fold) => { fold.open = true }));
})();
