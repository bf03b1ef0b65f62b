// Photographs for the README: node tests/browser/readme.mjs SITE COMMENT.md FOLDER
//
// The page is a page of the site. The comment is its Markdown, turned to HTML and set in a plain frame, since a pull
// request to show it in is not at hand.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { marked } from "marked";
import { launch, withPage } from "./browser.mjs";
import { pagesOf, serve } from "./site.mjs";

const [folder, comment, images] = process.argv.slice(2).map((path) => resolve(path));

const FRAME = `
  body { margin: 0; padding: 24px; background: #f4f5f7; font: 15px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif; color: #1b1f24 }
  article { background: #fff; border: 1px solid #d5dae1; border-radius: 6px; padding: 20px 24px }
  header { display: flex; gap: 12px; align-items: center; margin-bottom: 12px; color: #57606a; font-size: 13px }
  header i { width: 32px; height: 32px; border-radius: 50%; background: #0b5cad; color: #fff; font-weight: 600; line-height: 32px; text-align: center; font-style: normal }
  header b { color: #1b1f24; font-size: 14px }
  h1, h2, h3 { font-size: 19px; margin: 0 0 12px } p, ul { margin: 0 0 12px } ul { padding-left: 22px }
  a { color: #0b5cad; text-decoration: none } summary { cursor: default }
  code { font: 13px "Liberation Mono", monospace; background: #eef0f3; border-radius: 4px; padding: 1px 4px }
  table { border-collapse: collapse; margin: 0 0 12px } th, td { border: 1px solid #d5dae1; padding: 4px 10px; text-align: left }
`;

function framed(markdown) {
  const body = marked.parse(markdown, { gfm: true });
  return `<!doctype html><meta charset="utf-8"><style>${FRAME}</style><article><header><i>PB</i>
    <span><b>Print Build Service</b><br>commented on the pull request</span></header>${body}</article>`;
}

/** The page that shows most: the one with the most marks of changes. */
function bestPage() {
  const operations = pagesOf(folder).filter((page) => page.kind === "operations");
  const marks = (page) => readFileSync(join(folder, page.path), "utf8").split(/\b(?:breaking|changed|added|removed)\b/).length;
  return operations.sort((a, b) => marks(b) - marks(a) || a.path.localeCompare(b.path))[0];
}

const browser = await launch();
const server = await serve(folder);
try {
  const sharp = { home: server.origin, deviceScaleFactor: 2 };
  const page = bestPage();
  for (const scheme of ["light", "dark"]) {
    await withPage(browser, { ...sharp, scheme, width: 1360, height: 860 }, `${server.origin}/${page.path}`, (tab) =>
      tab.screenshot({ path: join(images, `page-${scheme}.png`) }),
    );
  }
  await withPage(browser, { ...sharp, width: 900, height: 100 }, "about:blank", async (tab) => {
    await tab.setContent(framed(readFileSync(comment, "utf8")));
    await tab.screenshot({ path: join(images, "comment.png"), fullPage: true });
  });
  console.log(`${page.path} and the comment are in ${images}`);
} finally {
  await browser.close();
  server.close();
}
