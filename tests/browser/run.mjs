// Looks at a built site as its readers do. node tests/browser/run.mjs SITE [--search WORD] [--screenshots FOLDER]
//
// Which pages there are is read from the folder, so a new kind of page is checked as soon as it exists. Ends with
// `N passed, N failed` and exit code 1 if anything failed.

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch, withPage } from "./browser.mjs";
import * as checks from "./checks.mjs";
import { onePageOfEachKind, pagesOf, serve } from "./site.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { search: { type: "string" }, screenshots: { type: "string", default: "target/screenshots" }, only: { type: "string" }, single: { type: "string" }, large: { type: "string" } },
});
const folder = resolve(positionals[0] ?? "");
if (positionals.length !== 1 || !existsSync(join(folder, "index.html"))) {
  console.error("usage: node tests/browser/run.mjs SITE [--search WORD] [--screenshots FOLDER] [--single FILE] [--large SITE] [--only CHECK]");
  process.exit(2);
}

const LOOKS = [
  { name: "desktop-light", width: 1440, height: 1000 },
  { name: "desktop-dark", width: 1440, height: 1000, scheme: "dark" },
  { name: "desktop-without-script", width: 1440, height: 1000, script: false },
  { name: "desktop-forced-colours", width: 1440, height: 1000, forcedColors: "active" },
  { name: "tablet-light", width: 768, height: 1000 },
  { name: "phone-light", width: 390, height: 844 },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark" },
];

const totals = { passed: 0, failed: 0 };

async function check(name, subject, findings) {
  if (values.only && values.only !== name) return;
  const found = await findings().catch((error) => [`the check broke off: ${error.message.split("\n")[0]}`]);
  totals[found.length ? "failed" : "passed"] += 1;
  console.log(`${found.length ? "FAILED" : "ok    "} ${name} ${subject}`);
  for (const finding of found.slice(0, 12)) console.log(`         ${finding}`);
  if (found.length > 12) console.log(`         and ${found.length - 12} more`);
}

async function photograph(run, page) {
  for (const { name, ...options } of LOOKS) {
    await withPage(run.browser, { home: run.origin, ...options }, `${run.origin}/${page.path}`, async (tab) => {
      const tall = await tab.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width: options.width, height: Math.min(tall, 6000) };
      await tab.screenshot({ path: join(values.screenshots, `${page.kind}-${name}.png`), fullPage: true, clip });
    });
  }
}

const server = await serve(folder);
const browser = await launch();
try {
  const pages = pagesOf(folder);
  const run = { browser, folder, origin: server.origin, pages, searchFor: values.search };
  const examples = onePageOfEachKind(pages);
  for (const page of examples) {
    await check("quiet-online", page.path, () => checks.quietOnline(run, page));
    await check("quiet-on-disk", page.path, () => checks.quietOnDisk(run, page));
    await check("accessible", page.path, () => checks.accessible(run, page));
    await check("well-structured", page.path, () => checks.wellStructured(run, page));
    await check("fits-its-width", page.path, () => checks.fitsItsWidth(run, page));
    await check("bears-text-spacing", page.path, () => checks.bearsTextSpacing(run, page));
    await check("focus-is-seen", page.path, () => checks.focusIsSeen(run, page));
    await check("complete-without-script", page.path, () => checks.completeWithoutScript(run, page));
    await check("printable", page.path, () => checks.printable(run, page));
    await check("deep-links-open", page.path, () => checks.deepLinksOpen(run, page));
    await check("facts-share-a-line", page.path, () => checks.factsShareALine(run, page));
    await check("code-stays-in-sight", page.path, () => checks.codeStaysInSight(run, page));
    await check("turns-with-its-text", page.path, () => checks.turnsWithItsText(run, page));
    await check("bears-long-words", page.path, () => checks.bearsLongWords(run, page));
  }
  const first = examples.find((page) => page.kind === "overview") ?? examples.find((page) => page.kind === "index");
  const operation = examples.find((page) => /^operations?$/.test(page.kind)) ?? first;
  await check("theme-switches", operation.path, () => checks.themeSwitches(run, operation));
  await check("search-finds", first.path, () => checks.searchFinds(run, first));
  await check("only-what-changed", first.path, () => checks.onlyWhatChanged(run));
  if (values.single) await check("one-file", values.single, () => checks.oneFile(run, resolve(values.single)));
  await check("old-addresses-lead", first.path, () => checks.oldAddressesLead(run));
  if (values.large) {
    const large = await serve(resolve(values.large));
    const site = { folder: resolve(values.large), origin: large.origin };
    await check("old-addresses-lead", values.large, () => checks.oldAddressesLead(run, site));
    large.close();
  }
  await check("samples-copy", operation.path, () => checks.samplesCopy(run, operation));
  await check("links-lead", `${pages.length} pages`, () => checks.linksLead(run));
  await check("everything-is-shown", `${pages.length} pages`, () => checks.everythingIsShown(run));
  await check("within-budget", `${pages.length} pages`, () => checks.withinBudget(run));
  if (!values.only) {
    mkdirSync(values.screenshots, { recursive: true });
    for (const page of examples) await photograph(run, page);
    console.log(`screenshots of ${examples.length} pages in ${values.screenshots}`);
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed ? 1 : 0;
