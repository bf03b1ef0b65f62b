// The checks. Each takes the surroundings of a run and yields findings as text; none means that it passed.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { openFolds, withPage } from "./browser.mjs";
import { definitionsOf, filesOf, kindOf } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [320, 390, 768, 1024, 1280, 1440];

const online = (run, path) => [{ home: run.origin }, `${run.origin}/${path}`];
const onDisk = (run, path) => {
  const url = pathToFileURL(join(run.folder, path)).href;
  return [{ home: pathToFileURL(run.folder).href }, url];
};

/** No console message, no script error, no request that fails or leaves the site: over HTTP with the policy. */
export async function quietOnline(run, page) {
  const [options, url] = online(run, page.path);
  return (await withPage(run.browser, options, url, openFolds)).misdeeds;
}

/** The same from `file://`. */
export async function quietOnDisk(run, page) {
  const [options, url] = onDisk(run, page.path);
  return (await withPage(run.browser, options, url, openFolds)).misdeeds;
}

/** axe, WCAG 2.0 to 2.2, levels A and AA. */
export async function accessible(run, page) {
  const findings = [];
  for (const scheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      const [options, url] = online(run, page.path);
      const { result } = await withPage(run.browser, { ...options, scheme, width }, url, async (tab) => {
        await openFolds(tab);
        await tab.evaluate(AXE);
        return tab.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), AXE_TAGS);
      });
      for (const { id, help, nodes } of result.violations) {
        findings.push(`${scheme} ${width}: ${id}, ${help}: ${nodes.length} × ${nodes[0].target} ${nodes[0].html.slice(0, 120)}`);
      }
    }
  }
  return findings;
}

/** What axe does not ask: language, one `main`, named navigation, one `h1`, no skipped level, skip link first. */
export async function wellStructured(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, async (tab) => {
    await tab.keyboard.press("Tab");
    return tab.evaluate(() => {
      const found = [];
      const count = (selector) => document.querySelectorAll(selector).length;
      if (!document.documentElement.lang) found.push("no lang");
      if (!document.title.trim()) found.push("no title");
      if (count("main") !== 1) found.push(`${count("main")} main elements`);
      if (count("h1") !== 1) found.push(`${count("h1")} h1 elements`);
      if (count("nav:not([aria-label]):not([aria-labelledby])")) found.push("a nav without a name");
      if (count("[style], style, [onclick], [onload]")) found.push("inline style or script");
      let level = 0;
      for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) found.push(`h${level} is followed by h${next} "${heading.textContent.trim().slice(0, 40)}"`);
        level = next;
      }
      const first = document.activeElement;
      const target = first?.getAttribute?.("href");
      if (!target?.startsWith("#") || !document.getElementById(target.slice(1))?.closest("main")) {
        found.push("the first stop of the keyboard is no link to the content");
      }
      const twice = new Set();
      const ids = new Set();
      for (const { id } of document.querySelectorAll("[id]")) ids.has(id) ? twice.add(id) : ids.add(id);
      if (twice.size) found.push(`ids used twice: ${[...twice].slice(0, 5).join(" ")}`);
      return found;
    });
  });
  return result;
}

/** No sideways scroll of the page; code may scroll in its own box. */
export async function fitsItsWidth(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, async (tab) => {
    const findings = [];
    await openFolds(tab);
    for (const width of WIDTHS) {
      await tab.setViewportSize({ width, height: 900 });
      const over = await tab.evaluate(() => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return null;
        const wide = [...document.querySelectorAll("main *, header *, nav *")].filter(
          (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest("pre, .vh"),
        );
        const widest = wide.at(-1);
        return `${root.scrollWidth} px: ${widest ? widest.outerHTML.slice(0, 120) : "unknown element"}`;
      });
      if (over) findings.push(`${width}: ${over}`);
    }
    return findings;
  });
  return result;
}

/** WCAG 1.4.12: with the reader's own spacing nothing is cut off and nothing scrolls sideways. */
export async function bearsTextSpacing(run, page) {
  const findings = [];
  for (const width of [1280, 390]) {
    const [options, url] = online(run, page.path);
    const { result } = await withPage(run.browser, { ...options, width }, url, async (tab) => {
      await openFolds(tab);
      return tab.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }",
        );
        document.adoptedStyleSheets.push(sheet);
        const root = document.documentElement;
        const found = root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px wide`] : [];
        for (const element of document.querySelectorAll("main *")) {
          const { overflowX, overflowY, position } = getComputedStyle(element);
          const cutsX = ["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
          const cutsY = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
          // What is hidden from sight on purpose is one pixel large.
          const isForReadersOnly = position === "absolute" && element.clientWidth <= 1;
          if ((cutsX || cutsY) && element.clientWidth > 0 && !isForReadersOnly) found.push(`cut off: ${element.outerHTML.slice(0, 100)}`);
        }
        return found;
      });
    });
    findings.push(...result.map((finding) => `${width}: ${finding}`));
  }
  return findings;
}

/** Wherever the keyboard goes, its place is marked and lies under nothing. */
export async function focusIsSeen(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, async (tab) => {
    const findings = [];
    for (let stop = 1; stop <= 60; stop += 1) {
      await tab.keyboard.press("Tab");
      const finding = await tab.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return "end";
        const box = element.getBoundingClientRect();
        const what = element.outerHTML.slice(0, 100);
        if (box.bottom <= 0 || box.top >= innerHeight) return `out of sight: ${what}`;
        // The mark may stand on what surrounds it, such as the box around a search field.
        const around = [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean).map((part) => getComputedStyle(part));
        if (around.every(({ outlineStyle, boxShadow }) => outlineStyle === "none" && boxShadow === "none")) return `not marked: ${what}`;
        // The first line of a link may be anywhere in its box, so any of its own rectangles will do.
        const seen = [...element.getClientRects()].some((part) => {
          const top = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2);
          return top && (element.contains(top) || top.contains(element) || top.closest("label")?.contains(element));
        });
        return seen ? null : `covered: ${what}`;
      });
      if (finding === "end") break;
      if (finding) findings.push(`stop ${stop}: ${finding}`);
    }
    return findings;
  });
  return result;
}

/** The text of the content is the same with scripts off. */
export async function completeWithoutScript(run, page) {
  const words = (script) => {
    const [options, url] = online(run, page.path);
    return withPage(run.browser, { ...options, script }, url, (tab) =>
      tab.evaluate(() => document.querySelector("main")?.textContent.split(/\s+/).filter(Boolean) ?? []),
    );
  };
  const without = new Set((await words(false)).result);
  const lost = (await words(true)).result.filter((word) => !without.has(word));
  const findings = lost.length ? [`needs the script: ${lost.slice(0, 10).join(" ")}`] : [];
  if (without.size < 5) findings.push("almost no content");
  return findings;
}

/** Folds print open, and the navigation stays away from paper. */
export async function printable(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, async (tab) => {
    await tab.emulateMedia({ media: "print" });
    return tab.evaluate(() => {
      const found = [];
      const shows = (element) => element.getBoundingClientRect().height > 0;
      if ([...document.querySelectorAll("nav")].some((nav) => !nav.closest("main") && shows(nav))) found.push("navigation is printed");
      const closed = [...document.querySelectorAll("main details:not([open]):not([name])")];
      const hidden = closed.filter((fold) => fold.children.length > 1 && ![...fold.children].slice(1).some(shows));
      if (hidden.length) found.push(`${hidden.length} closed folds are not printed`);
      const samples = [...document.querySelectorAll("[data-remember] pre")].filter(shows);
      if (samples.length > 1) found.push(`the same request is printed ${samples.length} times`);
      return found;
    });
  });
  return result;
}

/** Every link inside the site leads to a file that exists and a place that exists in it. Reads every page once. */
export async function linksLead(run) {
  const files = new Set(filesOf(run.folder));
  const ids = new Map();
  const links = [];
  for (const page of run.pages) {
    const [options, url] = online(run, page.path);
    const { result } = await withPage(run.browser, { ...options, script: false }, url, (tab) =>
      tab.evaluate(() => ({
        ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
        links: [...document.querySelectorAll("a[href]")].map((link) => [link.getAttribute("href"), link.href]),
      })),
    );
    ids.set(page.path, new Set(result.ids));
    links.push(...result.links.map(([written, full]) => ({ page: page.path, written, full })));
  }
  const findings = new Set();
  for (const { page, written, full } of links) {
    if (!full.startsWith(run.origin)) continue;
    const { pathname, hash } = new URL(full);
    const path = decodeURIComponent(pathname.slice(1));
    const place = decodeURIComponent(hash.slice(1));
    if (written.startsWith("/")) findings.add(`${page}: ${written} is not relative`);
    else if (!files.has(path)) findings.add(`${page}: ${written} leads to no file`);
    else if (place && ids.has(path) && !ids.get(path).has(place)) findings.add(`${page}: ${written} leads to no place`);
  }
  return [...findings];
}

/** Every operation, property, parameter and enum value of the definitions is text of some page. */
export async function everythingIsShown(run) {
  const findings = [];
  for (const { folder, definition } of definitionsOf(run.folder)) {
    const texts = run.pages.filter((page) => page.path.startsWith(`${folder}/`));
    const text = texts.map((page) => plainText(readFileSync(join(run.folder, page.path), "utf8"))).join("\n");
    for (const word of new Set(wordsOf(definition))) {
      if (!text.includes(word)) findings.push(`${folder}: \`${word}\` is on no page`);
    }
  }
  return findings;
}

function plainText(html) {
  const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", "#x2f": "/", nbsp: " " };
  return html.replace(/<[^>]*>/g, "").replace(/&(#?\w+);/g, (all, name) => entities[name.toLowerCase()] ?? all);
}

function* wordsOf(node, key = "") {
  if (Array.isArray(node)) {
    for (const item of node) {
      if (key === "enum" && typeof item === "string") yield item;
      else if (key !== "examples" && key !== "enum") yield* wordsOf(item);
    }
  } else if (node && typeof node === "object") {
    if (node["x-internal"] === true) return;
    if (typeof node.operationId === "string" && typeof node.summary === "string") yield node.summary;
    for (const [name, value] of Object.entries(node)) {
      if (["example", "examples", "default", "value"].includes(name)) continue;
      if (name === "properties" && key !== "properties") yield* Object.keys(value);
      yield* wordsOf(value, name);
    }
  }
}

/** The switch changes the colours, and the choice holds on the next page. */
export async function themeSwitches(run, page) {
  const [options, url] = online(run, page.path);
  const { result, misdeeds } = await withPage(run.browser, options, url, async (tab) => {
    const paper = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
    const button = tab.getByRole("button", { name: /theme/i }).first();
    if (!(await button.count())) return ["no button for the theme"];
    const seen = new Set([await paper()]);
    for (let press = 0; press < 3 && seen.size < 2; press += 1) {
      await button.click();
      seen.add(await paper());
    }
    const chosen = await paper();
    const findings = seen.size < 2 ? ["three presses change no colour"] : [];
    await tab.reload();
    if ((await paper()) !== chosen) findings.push("the choice is forgotten on the next page");
    return findings;
  });
  return [...result, ...misdeeds];
}

/** `/` leads to the search; typing a property's name offers links; Enter goes to one that shows the property. */
export async function searchFinds(run, page) {
  const word = run.searchFor ?? rareProperty(run);
  if (!word) return ["no property to search for: name one with --search"];
  const findings = [];
  for (const [options, url] of [online(run, page.path), onDisk(run, page.path)]) {
    const { result, misdeeds } = await withPage(run.browser, options, url, async (tab) => [...(await namesFirst(tab, run, page)), ...(await searchOn(tab, word))]);
    findings.push(...[...result, ...misdeeds].map((finding) => `${url.split(":")[0]}: ${finding}`));
  }
  return findings;
}

/** What is first of the hits of a query, with the words of each part. */
async function hitsOf(tab, query) {
  const box = tab.getByRole("combobox").first();
  await box.focus();
  await box.fill(query);
  await tab.locator("[role=option]").first().waitFor({ state: "visible", timeout: 5000 }).catch(() => {});
  return tab.evaluate(() => [...document.querySelectorAll("[role=option] a")].map((hit) => [...hit.children].map((part) => part.textContent)));
}

/**
 * A schema's name leads to the schema before all that only mentions it, a path to its operation, and no kind of hits
 * crowds out the others.
 */
async function namesFirst(tab, run, page) {
  const findings = [];
  const all = definitionsOf(run.folder);
  const own = all.filter(({ folder }) => all.length === 1 || page.path.startsWith(`${folder}/`));
  const names = own.flatMap(({ definition }) => Object.keys(definition.components?.schemas ?? {}));
  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const box = tab.getByRole("combobox").first();
  for (const name of names.filter((_, at) => at % Math.ceil(names.length / 3) === 0)) {
    const hits = await hitsOf(tab, name);
    const exact = hits.findIndex(([, title]) => plain(title) === plain(name));
    const other = hits.findIndex(([, title]) => plain(title) !== plain(name));
    if (exact < 0) findings.push(`the schema \`${name}\` is not found`);
    else if (other >= 0 && other < exact && plain(hits[0][1]) !== plain(name)) findings.push(`\`${name}\` comes after ${hits[0].join(" ")}`);
    const families = hits.map(([kind]) => (kind === kind.toUpperCase() ? "operation" : kind));
    if (new Set(families).size > 1 && families.some((one) => families.filter((kind) => kind === one).length > 8)) {
      findings.push(`one kind of hits for \`${name}\` crowds out the others`);
    }
  }
  const shown = (operation) => operation && !operation["x-internal"];
  const paths = own.flatMap(({ definition }) => Object.entries(definition.paths ?? {}).filter(([, item]) => shown(item.get)));
  for (const [path] of paths.filter((_, at) => at % Math.ceil(paths.length / 3) === 0)) {
    const [first] = await hitsOf(tab, `GET ${path}`);
    if (first?.[2] !== path) findings.push(`\`GET ${path}\` comes after ${first?.join(" ")}`);
  }
  await box.fill("");
  await box.evaluate((element) => element.blur());
  return findings;
}

async function searchOn(tab, word) {
  await tab.keyboard.press("/");
  const box = tab.getByRole("combobox").first();
  if (!(await box.count())) return ["no combobox"];
  if (!(await box.evaluate((element) => element === document.activeElement))) return ["`/` does not lead to the search"];
  await tab.keyboard.type(word);
  const hits = tab.locator("[role=listbox] a[href], [role=option] a[href], a[role=option]");
  try {
    await hits.first().waitFor({ state: "visible", timeout: 5000 });
  } catch {
    return [`\`${word}\` is not found`];
  }
  const findings = [];
  if ((await box.getAttribute("aria-expanded")) !== "true") findings.push("aria-expanded is not true while results show");
  await tab.keyboard.press("Escape");
  if (await hits.first().isVisible()) findings.push("Escape does not close the results");
  await box.focus();
  await box.fill(word);
  await hits.first().waitFor({ state: "visible", timeout: 5000 });
  await tab.keyboard.press("ArrowDown");
  const active = await box.getAttribute("aria-activedescendant");
  if (!active || !(await tab.evaluate((id) => Boolean(document.getElementById(id)), active))) {
    findings.push("the arrow key marks no result");
  }
  const before = tab.url();
  await tab.keyboard.press("Enter");
  await tab.waitForURL((address) => address.href !== before, { timeout: 5000 }).catch(() => findings.push("Enter leads nowhere"));
  await tab.waitForLoadState("load");
  if (!(await tab.locator("main").textContent()).includes(word)) findings.push(`the result does not show \`${word}\``);
  return findings;
}

/** The property name that stands in the fewest places of the definitions. */
function rareProperty(run) {
  const counts = new Map();
  for (const { definition } of definitionsOf(run.folder)) {
    const visit = (node) => {
      if (!node || typeof node !== "object") return;
      if (node.properties && !Array.isArray(node)) {
        for (const name of Object.keys(node.properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      Object.values(node).forEach(visit);
    };
    visit(definition.components?.schemas);
  }
  return [...counts].filter(([name]) => name.length >= 6).sort((a, b) => a[1] - b[1] || b[0].length - a[0].length)[0]?.[0];
}

/** A link to a row inside closed folds opens them and shows the row. */
export async function deepLinksOpen(run, page) {
  const [options, url] = online(run, page.path);
  const { result: places } = await withPage(run.browser, options, url, (tab) =>
    tab.evaluate(() =>
      [...document.querySelectorAll("main details:not([open]) > :not(summary) [id]")].map((row) => row.id).filter((_, at, all) => at % Math.ceil(all.length / 4) === 0),
    ),
  );
  const findings = [];
  for (const place of places) {
    const { result } = await withPage(run.browser, options, `${url}#${encodeURIComponent(place)}`, (tab) =>
      tab.evaluate((id) => document.getElementById(id).checkVisibility({ contentVisibilityAuto: true }), place),
    );
    if (!result) findings.push(`#${place} stays closed`);
  }
  return findings;
}

/** The switch leaves what changed and nothing else, holds on the next page, and `n` leads through all changed pages. */
export async function onlyWhatChanged(run) {
  const text = (page) => readFileSync(join(run.folder, page.path), "utf8");
  const changed = run.pages.filter((page) => text(page).includes("class=\"turn-changed\""));
  if (!changed.length) return [];
  const start = changed.find((page) => !/class="turn-changed"[^]*?<\/p>/.exec(text(page))?.[0].includes("rel=\"prev\""));
  if (!start) return ["no page is the first that changed"];
  const [options, url] = online(run, start.path);
  const { result, misdeeds } = await withPage(run.browser, options, url, async (tab) => {
    const findings = [];
    const count = (selector) => tab.evaluate((selector) => [...document.querySelectorAll(selector)].filter((row) => row.checkVisibility()).length, selector);
    const rows = ".nav details[open] li";
    const before = await count(rows);
    await tab.locator(".only").click();
    const after = await count(rows);
    if (!after || after > before) findings.push(`the sidebar has ${after} entries, before ${before}`);
    await tab.reload();
    if ((await count(rows)) !== after) findings.push("the choice is forgotten on the next page");
    findings.push(...(await throughChanges(tab, changed.length)));
    return findings;
  });
  return [...result, ...misdeeds];
}

/** Presses `n` past the last change of each page, as long as a page says that another one changed. */
async function throughChanges(tab, pages) {
  const findings = [];
  const seen = new Set([tab.url().split("#")[0]]);
  for (;;) {
    const [next, presses] = await tab.evaluate(() => {
      const stops = new Set([...document.querySelectorAll(".changebox ol a[href^='#']")].map((link) => link.getAttribute("href")));
      return [document.querySelector(".turn-changed [rel=next]")?.href, stops.size - [...stops].indexOf(location.hash)];
    });
    if (!next) break;
    if (seen.has(next.split("#")[0])) return [...findings, `\`n\` leads back to ${next}`];
    for (let press = 0; press < presses; press += 1) await tab.keyboard.press("n");
    // The next page may be long in coming where machines are busy: to be waited for, not to be asked for again.
    await tab.waitForURL(next, { timeout: 20000 }).catch(() => findings.push(`\`n\` does not lead from ${tab.url()} to ${next}`));
    if (findings.length) return findings;
    seen.add(next.split("#")[0]);
  }
  if (seen.size !== pages) findings.push(`\`n\` leads through ${seen.size} changed pages, not ${pages}`);
  return findings;
}

/** A site in one file, opened from disk: one page at a time, found by the search; all of them without scripts. */
export async function oneFile(run, file) {
  const url = pathToFileURL(file).href;
  const word = run.searchFor ?? rareProperty(run);
  const leaves = (tab) => tab.evaluate(() => [...document.querySelectorAll(".leaf")].filter((leaf) => leaf.checkVisibility()).length);
  const { result, misdeeds } = await withPage(run.browser, { home: url }, url, async (tab) => {
    const findings = (await leaves(tab)) === 1 ? [] : ["not one page is shown"];
    findings.push(...(await searchOn(tab, word)));
    if ((await leaves(tab)) !== 1) findings.push("not one page is shown after the search");
    if (!(await tab.evaluate(() => document.querySelector(location.hash.replaceAll(".", "\\.")).checkVisibility()))) findings.push("the row is not shown");
    return findings;
  });
  const without = await withPage(run.browser, { home: url, script: false }, url, leaves);
  return [...result, ...misdeeds, ...(without.result > 1 ? [] : ["without scripts most pages are lost"])];
}

/** Addresses as other renderers have them, on the overview, lead to the operation's own page; a large API has them on a page of all. */
export async function oldAddressesLead(run, site = run) {
  const findings = [];
  for (const { folder, definition } of definitionsOf(site.folder)) {
    const operations = Object.values(definition.paths ?? {}).flatMap((item) => Object.values(item));
    const id = operations.map((operation) => operation?.operationId).findLast((id) => id);
    for (const anchor of [`operation/${id}`, `tag/any/operation/${id}`]) {
      const url = `${site.origin}/${folder}/index.html#${anchor}`;
      const { result, misdeeds } = await withPage(run.browser, { home: site.origin }, url, async (tab) => {
        await tab.waitForURL(/\/operations\//, { timeout: 3000 }).catch(() => {});
        const shown = await tab.locator("main .title code").first().textContent({ timeout: 1000 }).catch(() => "no operation");
        return shown === id ? [] : [`${url} leads to ${shown}`];
      });
      findings.push(...result, ...misdeeds.filter((misdeed) => !misdeed.includes("ERR_ABORTED")));
    }
  }
  return findings.length || definitionsOf(site.folder).length ? findings : ["there is no definition to look for"];
}

/** The copy button beside a sample puts it on the clipboard. */
export async function samplesCopy(run, page) {
  const [options, url] = online(run, page.path);
  const permissions = ["clipboard-read", "clipboard-write"];
  const { result, misdeeds } = await withPage(run.browser, { ...options, permissions }, url, async (tab) => {
    const button = tab.locator("main").getByRole("button", { name: /copy/i }).first();
    if (!(await button.count())) return ["no button to copy with"];
    await button.click();
    await tab.waitForTimeout(100);
    const copied = await tab.evaluate(() => navigator.clipboard.readText());
    return copied.trim() ? [] : ["the clipboard stays empty"];
  });
  return [...result, ...misdeeds];
}

/** What a value may be stands in one quiet line, not in a line for each fact. */
export async function factsShareALine(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, async (tab) => {
    await openFolds(tab);
    return tab.evaluate(() => {
      const lists = [...document.querySelectorAll(".rows > li > .facts")].filter((list) => list.children.length > 1 && list.checkVisibility());
      const found = [];
      for (const list of lists) {
        const [one, other] = list.children;
        const room = list.clientWidth - one.clientWidth - other.clientWidth;
        if (room > 40 && one.offsetTop !== other.offsetTop) found.push(`two lines: ${list.textContent.slice(0, 80)}`);
        if (getComputedStyle(list).color === getComputedStyle(document.body).color) found.push(`not quiet: ${list.textContent.slice(0, 80)}`);
      }
      return found;
    });
  });
  return result;
}

/** The column of code stays in sight while the page scrolls, and its last line can be reached. */
export async function codeStaysInSight(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, (tab) =>
    tab.evaluate(() => {
      const side = document.querySelector(".pair > .side");
      if (!side || side.parentElement.offsetHeight < 2 * innerHeight) return [];
      const found = [];
      const bar = document.querySelector(".bar").offsetHeight;
      const end = side.parentElement.getBoundingClientRect().bottom + scrollY;
      scrollTo(0, end - 1.5 * innerHeight);
      const box = side.getBoundingClientRect();
      if (box.top < bar || box.bottom > innerHeight) found.push(`stands from ${Math.round(box.top)} to ${Math.round(box.bottom)} px`);
      side.scrollTop = side.scrollHeight;
      const beyond = side.lastElementChild.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom;
      if (beyond > 1) found.push(`its last ${Math.round(beyond)} px cannot be reached`);
      return found;
    }),
  );
  return result;
}

/** Texts of scripts that run leftwards do so, whatever stands around them; code does not turn round. */
export async function turnsWithItsText(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, options, url, (tab) =>
    tab.evaluate(() => {
      const found = [];
      const at = (node, from) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, from + 1);
        return range.getBoundingClientRect().left;
      };
      for (const selector of ["main .prose p", "main h1"]) {
        const element = document.querySelector(selector);
        if (!element) continue;
        element.textContent = "حجز: اكتب trip_id (UUID).";
        const text = element.firstChild;
        if (at(text, 0) < at(text, text.length - 1)) found.push(`${selector}: the full stop stands where the text begins`);
        element.innerHTML = "استخدم <code>POST /v1</code> هنا";
        const code = element.querySelector("code").firstChild;
        if (at(code, 0) > at(code, 4)) found.push(`${selector}: code is turned round`);
      }
      return found;
    }),
  );
  return result;
}

/** Names without a blank, as generators make them, widen no page. */
export async function bearsLongWords(run, page) {
  const [options, url] = online(run, page.path);
  const { result } = await withPage(run.browser, { ...options, width: 320 }, url, async (tab) => {
    await openFolds(tab);
    return tab.evaluate(() => {
      const word = "DictionaryOfStringAndObject".repeat(8);
      const found = [];
      for (const selector of ["h1", "h2", "main .chip", ".rows > li > a", ".t", ".ops code", ".type", ".values code", ".facts > *", "summary > span", ".nest > summary", "div.alt > span", ".callback b", ".resp strong", ".crumbs a", ".card a", ".card dd", ".host", ".word + span", ".meta span", ".directory a", ".named li a"]) {
        const element = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
        if (!element) continue;
        const before = element.innerHTML;
        element.textContent = word;
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) found.push(`${selector}: ${scrollWidth} px`);
        element.innerHTML = before;
      }
      return found;
    });
  });
  return result;
}

/** Sizes and counts of pages, style and script stay within the budget. */
export async function withinBudget(run) {
  const findings = [];
  const limit = (what, value, most) => value > most && findings.push(`${what}: ${value}, at most ${most}`);
  const read = (path) => readFileSync(join(run.folder, path));
  const operations = run.pages.filter((page) => kindOf(page.path) === "operations");
  const raw = operations.map((page) => page.bytes).sort((a, b) => a - b);
  const zipped = operations.map((page) => gzipSync(read(page.path)).length).sort((a, b) => a - b);
  const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  limit("median operation page, bytes", at(raw, 0.5), 40_000);
  limit("operation page at 95 %, bytes", at(raw, 0.95), 150_000);
  limit("largest operation page, bytes", at(raw, 1), 400_000);
  limit("operation page at 95 %, bytes with gzip", at(zipped, 0.95), 25_000);
  const assets = filesOf(run.folder).filter((path) => /(^|\/)assets\//.test(path));
  const sum = (paths, size) => paths.reduce((total, path) => total + size(read(path)), 0);
  const styles = assets.filter((path) => path.endsWith(".css"));
  const scripts = assets.filter((path) => path.endsWith(".js") && !/search-/.test(path));
  limit("style, bytes", sum(styles, (bytes) => bytes.length), 40_000);
  limit("style, bytes with gzip", sum(styles, (bytes) => gzipSync(bytes).length), 9_000);
  limit("script, bytes", sum(scripts, (bytes) => bytes.length), 24_000);
  limit("script, bytes with gzip", sum(scripts, (bytes) => gzipSync(bytes).length), 8_000);
  const nodes = [];
  for (const page of operations) {
    const [options, url] = online(run, page.path);
    const { result } = await withPage(run.browser, { ...options, script: false }, url, (tab) =>
      tab.evaluate(() => document.querySelectorAll("*").length),
    );
    nodes.push(result);
  }
  nodes.sort((a, b) => a - b);
  limit("nodes of the median operation page", at(nodes, 0.5), 900);
  limit("nodes of an operation page at 95 %", at(nodes, 0.95), 3_000);
  limit("nodes of the largest operation page", at(nodes, 1), 6_000);
  return findings;
}
