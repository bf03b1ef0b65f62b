// Pictures of comments: node tests/browser/comments.mjs FOLDER [FILE.md…]
//
// Each Markdown file, by default those of tests/comments/, is turned to HTML and set in the frame of a pull request's
// discussion; FOLDER gets a picture of it, light and dark, wide and narrow. To look at, not to compare: the words are
// compared by the tests.

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { marked } from "marked";
import { launch, withPage } from "./browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [folder, ...named] = process.argv.slice(2).map((path) => resolve(path));
const comments = join(here, "..", "comments");
const files = named.length ? named : readdirSync(comments).sort().map((name) => join(comments, name));

const FRAME = `
  :root { color-scheme: light dark; --text: light-dark(#1f2328, #e6e8eb); --quiet: light-dark(#59636e, #9198a1); --link: light-dark(#0969da, #4493f8);
    --line: light-dark(#d1d9e0, #3d444d); --code: light-dark(#818b981f, #656c7633); --page: light-dark(#f6f8fa, #010409); --sheet: light-dark(#fff, #0d1117) }
  body { margin: 0; padding: 20px; background: var(--page); color: var(--text); font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif; overflow-wrap: anywhere }
  article { max-width: 900px; box-sizing: border-box; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 16px 20px }
  header { color: var(--quiet); margin-bottom: 12px } header b { color: var(--text) }
  h3 { font-size: 18px; line-height: 1.25; margin: 0 0 14px } p, ul, ol, table, details { margin: 0 0 14px } ul { padding-left: 24px } li + li { margin-top: 4px }
  a { color: var(--link); text-decoration: none } summary { cursor: default }
  code { font: 85% "Liberation Mono", monospace; background: var(--code); border-radius: 6px; padding: 2px 5px }
  table { border-collapse: collapse } th, td { border: 1px solid var(--line); padding: 5px 12px }
`;

function framed(markdown) {
  const body = marked.parse(markdown, { gfm: true, breaks: true });
  return `<!doctype html><meta charset="utf-8"><style>${FRAME}</style>
    <article><header><b>Harbour Build Service</b> commented</header>${body}</article>`;
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  for (const file of files) {
    const name = basename(file, ".md");
    for (const [suffix, scheme, width, open] of [["", "light", 960, false], ["-open", "dark", 960, true], ["-narrow", "light", 390, false]]) {
      await withPage(browser, { home: "about:blank", scheme, width, height: 100 }, "about:blank", async (tab) => {
        await tab.setContent(framed(readFileSync(file, "utf8")));
        if (open) await tab.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
        await tab.screenshot({ path: join(folder, `${name}${suffix}.png`), fullPage: true });
      });
    }
  }
  console.log(`${files.length} comments are in ${folder}`);
} finally {
  await browser.close();
}
