// Progressive only: every page reads, folds and links without this file. Its words stand before it.
(() => {
  const root = document.documentElement;
  const words = { ...self.previewWords, ...document.body.dataset };
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

  // One file that holds all pages: addresses are anchors, and one page shows at a time
  const up = words.up || "";
  const leaves = all(".leaf");
  const addresses = leaves.length ? JSON.parse(one("#pages").textContent) : null;
  const to = (path, folder) => {
    if (!addresses) return up + path;
    const [page, anchor] = path.split("#");
    return "#" + (addresses[folder + page] || "p0") + (anchor ? "-" + anchor : "");
  };
  let leaf = leaves.length ? null : document;
  const turn = (target) => {
    const next = target?.closest(".leaf") || leaf || leaves[0];
    if (next === leaf || !leaves.length) return;
    leaf?.classList.remove("on");
    leaf = next;
    leaf.classList.add("on");
    document.title = leaf.dataset.title;
    all("[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = one(`.nav a[href="#${leaf.id}"]`);
    link?.setAttribute("aria-current", "page");
    const around = link?.closest("details");
    if (around) around.open = true;
    all(".api-nav").forEach((part) => { part.hidden = Boolean(leaf.dataset.api) && part.dataset.api !== leaf.dataset.api });
    scrollTo(0, 0);
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
    if (off && root.classList.contains("only-changed")) only[0]?.click();
  });
  press();

  // Only what changed
  const only = all(".only");
  const narrow = (on) => {
    root.classList.toggle("only-changed", on);
    only.forEach((button) => button.setAttribute("aria-pressed", String(on)));
    if (on && root.classList.contains("hide-changes")) marks?.click();
    // Lists that are written out in part may have more of them.
    if (on) ask();
  };
  only.forEach((button) => button.addEventListener("click", () => {
    const on = !root.classList.contains("only-changed");
    store.set("only", on ? "on" : "off");
    narrow(on);
  }));

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
    const target = id ? document.getElementById(id) : null;
    turn(target);
    if (!target || target === leaf) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Addresses of other renderers: #operation/ID, #tag/NAME/operation/ID, #/NAME/ID. A large API has a page of all.
  const other = location.hash.match(/^#(?:tag\/[^/]+\/)?operation\/(.+)|^#\/[^/]+\/(.+)/);
  const named = other && "operation/" + (other[1] || other[2]);
  const moved = named && document.getElementById(named);
  const every = named && one("#operations > .head > a");
  if (moved && !leaves.length) location.replace(one("a", moved).href);
  else if (every && !leaves.length) location.replace(`${every.href}#${named}`);

  // Changes: n and p
  const go = (step) => {
    const links = all(".changebox ol a", leaf).map((link) => link.getAttribute("href"));
    const stops = [...new Set(links.filter((href) => href?.startsWith("#")))];
    const at = stops.indexOf(location.hash);
    const beyond = at + step === stops.length || (at <= 0 && step < 0);
    const other = beyond && one(`.turn-changed [rel=${step > 0 ? "next" : "prev"}]`, leaf);
    if (other) { location.href = other.href; return }
    if (!stops.length) return;
    const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
    location.hash = stops[next];
    const out = one(".step", leaf);
    if (out) out.textContent = `${next + 1} / ${stops.length}`;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    event.preventDefault();
    go(Number(button.dataset.step));
  });

  // The sidebar's closed lists are links to their pages; here they unfold where they are
  const nav = one("#nav");
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const navItem = (folder, [method, short, title, path, mark, letter, word, gone]) => {
    const item = element("li"), link = element("a");
    link.href = to(path, folder);
    if (short) link.append(element("span", "m " + method, short));
    link.append(element("span", gone ? "gone" : "", title));
    if (mark) {
      const box = element("span", "mark " + mark);
      const sign = element("span", "", letter);
      sign.setAttribute("aria-hidden", "true");
      box.append(sign, element("span", "vh", word));
      link.append(box);
    }
    if (addresses ? link.hash === "#" + leaf?.id : path === words.current) link.setAttribute("aria-current", "page");
    item.append(link);
    return item;
  };
  const filled = [];
  const fill = (fold, lists, folder) => {
    const entries = one("ul", fold) || element("ul");
    entries.replaceChildren(...(lists[fold.dataset.list] || []).map((entry) => navItem(folder, entry)));
    one(":scope > .all", fold)?.remove();
    fold.append(entries);
    one("[aria-current]", fold)?.scrollIntoView({ block: "nearest" });
    delete fold.dataset.list;
  };
  self.previewNav = (lists, from = nav, folder = "") => {
    filled.push([from, lists, folder]);
    all("details[data-list]", from).forEach((fold) => fill(fold, lists, folder));
  };
  let asked = false;
  const data = (kind, use) => all(`script.${kind}-data`).forEach((script) => use(JSON.parse(script.textContent), script.dataset.api));
  const ask = () => {
    if (asked) return;
    asked = true;
    if (words.nav) load(words.nav);
    data("nav", (lists, api) => self.previewNav(lists, one(`.api-nav[data-api="${api}"]`), api + "/"));
  };
  const unfold = (link) => {
    const fold = element("details", "fold"), summary = element("summary");
    fold.open = true;
    fold.dataset.list = link.dataset.list;
    summary.append(element("span", "", link.firstChild.data), ...link.children);
    link.replaceWith(fold);
    link.className = "all";
    fold.append(summary, link);
    ["role", "aria-expanded", "data-list"].forEach((name) => link.removeAttribute(name));
    summary.focus();
    const known = filled.find(([from]) => from.contains(fold));
    if (known) fill(fold, ...known.slice(1)); else ask();
  };
  if (nav) {
    all("a[data-list]", nav).forEach((link) => {
      link.setAttribute("role", "button");
      link.setAttribute("aria-expanded", "false");
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || !link.dataset.list) return;
        event.preventDefault();
        unfold(link);
      });
      link.addEventListener("keydown", (event) => { if (event.key === " " && link.dataset.list) { event.preventDefault(); link.click() } });
    });
    all("details[data-list]", nav).forEach((fold) => fold.addEventListener("pointerenter", ask, { once: true }));
  }
  if (root.classList.contains("only-changed")) narrow(true);
  one("[aria-current]", nav || document)?.scrollIntoView({ block: "nearest" });

  // Search
  const box = one("#q"), list = one("#hits");
  const indexes = [];
  let chosen = -1;
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
  const searchIn = (index, wanted) => {
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
    return [...scores].map(([n, score]) => [score, n, index.entries[n]]);
  };
  // What has the asked name comes first, and short titles before long ones
  const family = (kind) => kind === kind.toUpperCase() ? "operation" : kind;
  const rank = (score, [kind, title, place], wanted, name) => {
    const parts = cut(title), own = parts.join("");
    const end = family(kind) === kind ? "" : cut(place.split("/").filter(Boolean).pop() || "").join("");
    const whole = wanted.every((word) => parts.includes(word)) ? 3 : 0;
    // A path is asked for with its method or without
    const path = family(kind) === kind ? "" : cut(place).join("");
    const bare = wanted[0].startsWith(kind.toLowerCase()) ? wanted.slice(1).join("") : name;
    const exact = own === name || path && (path === name || path === bare);
    return score / (2 + parts.length) + whole + (exact ? 25 : end === name ? 20 : own.startsWith(name) ? 4 : 0);
  };
  // Hits of a kind stand together, the kind of the best first; none crowds out the others
  const search = (query) => {
    const wanted = cut(query), name = wanted.join(""), groups = new Map();
    if (!name) return [];
    const found = indexes.flatMap((index) => searchIn(index, wanted)).map(([score, n, entry]) => [rank(score, entry, wanted, name), n, entry]);
    found.sort((a, b) => b[0] - a[0] || a[1] - b[1]).forEach(([, , entry]) => {
      const kind = family(entry[0]);
      if (groups.has(kind)) groups.get(kind).push(entry); else groups.set(kind, [entry]);
    });
    return [...groups.values()].flatMap((group) => groups.size > 1 ? group.slice(0, 8) : group).slice(0, 30);
  };
  // A field says what the line before it does not: see search.rs
  const entries = (text, folder) => {
    let around = "", page = "", parts = [];
    return text.split("\n").map((line) => {
      let [kind, title, place = "", address = ""] = line.split("\t");
      if (kind === "") {
        kind = "field";
        around = place ||= around;
        if (/^\d*$/.test(address)) {
          const keep = address === "" ? Math.max(parts.length - 1, 0) : Number(address);
          address = "#" + [...parts.slice(0, keep), cut(title).join("-")].join(".");
        }
        if (address[0] === "#") address = page + address;
      }
      const [own, anchor] = address.split("#");
      page = own;
      parts = anchor ? anchor.split(".") : [];
      return [kind, title, place, to(address, folder)];
    });
  };
  const show = () => {
    const query = box.value.trim();
    const found = search(query);
    chosen = -1;
    list.replaceChildren(...found.map(([kind, title, place, path], i) => {
      const first = i && family(kind) !== family(found[i - 1][0]);
      const row = element("div", first ? "first" : ""), link = element("a"), small = element("small");
      small.append(...place.split("/").flatMap((part, at, parts) => at === parts.length - 1 ? part : part ? [part + "/", element("wbr")] : "/"));
      row.id = "hit-" + i;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const methods = { DEL: "del", EVT: "event" };
      link.href = path;
      link.tabIndex = -1;
      link.append(element("span", "m " + (methods[kind] || kind.toLowerCase()), words["kind" + kind] || kind), element("span", "", title), small);
      row.append(link);
      return row;
    }));
    list.hidden = !query || !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    if (query && indexes.length) say(words.results.replace("{0}", found.length));
  };
  const move = (step) => {
    const rows = all("[role=option]", list);
    if (!rows.length) return;
    chosen = (chosen + step + rows.length) % rows.length;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
    rows[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", rows[chosen].id);
  };
  self.previewSearch = (data, folder = "") => {
    indexes.push({ entries: entries(data.entries, folder), words: data.words.split(" "), lists: data.lists.split(" ").map(posting) });
    show();
  };
  if (box && list) {
    box.addEventListener("focus", () => {
      if (words.search) load(words.search);
      data("search", (found, api) => self.previewSearch(found, api + "/"));
    }, { once: true });
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
