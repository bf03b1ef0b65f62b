// Puts the pages of preview beside other renderers on the same definitions, in one run: pictures in one sheet, and what
// each page costs a browser. Every script is served from here; nothing of another host can be reached.
//
//   cd benches/peers && npm ci && cd ../..      # the peers; the browser driver is that of the repository's package.json
//   cargo build --release
//   node benches/peers/compare.mjs OUT NAME=DEFINITION…  [--tools redoc,preview] [--looks desktop-light]
//     [--runs 3] [--limit SECONDS]
//
// PREVIEW names the binary (target/release/preview). OUT gets `sheet.html`, `shots/`, `results.json` and `results.md`;
// rows and pictures that an earlier run left there stay, but for those that are made anew.

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { launch } from "../../tests/browser/browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tools: { type: "string" }, runs: { type: "string", default: "3" }, limit: { type: "string", default: "90" }, looks: { type: "string" } },
});
const [out, ...named] = positionals;
if (!out || !named.length) {
  console.error("usage: node benches/peers/compare.mjs OUT NAME=DEFINITION… [--tools LIST] [--looks LIST] [--runs N] [--limit SECONDS]");
  process.exit(2);
}
const preview = resolve(process.env.PREVIEW ?? join(here, "../../target/release/preview"));
const site = resolve(out, "site");
const shots = resolve(out, "shots");
[site, shots, join(site, "_b"), join(site, "_s")].forEach((folder) => mkdirSync(folder, { recursive: true }));

const BUNDLES = {
  "redoc.js": "redoc/bundles/redoc.standalone.js",
  "scalar.js": "@scalar/api-reference/dist/browser/standalone.js",
  "swagger.js": "swagger-ui-dist/swagger-ui-bundle.js",
  "swagger.css": "swagger-ui-dist/swagger-ui.css",
  "rapidoc.js": "rapidoc/dist/rapidoc-min.js",
  "elements.js": "@stoplight/elements/web-components.min.js",
  "elements.css": "@stoplight/elements/styles.min.css",
};
for (const [name, path] of Object.entries(BUNDLES)) copyFileSync(join(here, "node_modules", path), join(site, "_b", name));
if (existsSync(join(here, "node_modules/@scalar/api-reference/dist/browser/chunks"))) {
  cpSync(join(here, "node_modules/@scalar/api-reference/dist/browser/chunks"), join(site, "_b/chunks"), { recursive: true });
}

// `ready`: the list of operations, or the page of one, is in the DOM. `$$` looks into shadow roots too.
const TOOLS = {
  preview: { ready: "$$('.nav, h1').length > 0" },
  redoc: {
    body: (url) => `<redoc spec-url="${url}"></redoc><script type="module" src="/_b/redoc.js"></script>`,
    ready: "$$('a[href^=\"#/\"]').length > 0",
    address: ({ tags, tag, operationId }) => tags && `#/${tag.toLowerCase().replace(/\s+/g, "-")}/${operationId.toLowerCase()}`,
  },
  scalar: {
    body: (url) => `<div id="app"></div><script src="/_b/scalar.js"></script><script>Scalar.createApiReference("#app", {url: "${url}", telemetry: false, withDefaultFonts: false})</script>`,
    ready: "$$('a.endpoint, .operation-layout, .section-header').length > 0",
    address: ({ tag, method, route }) => `#tag/${tag.toLowerCase().replace(/\s+/g, "-")}/${method.toUpperCase()}${route}`,
  },
  "swagger-ui": {
    head: '<link rel="stylesheet" href="/_b/swagger.css">',
    body: (url) => `<div id="app"></div><script src="/_b/swagger.js"></script><script>SwaggerUIBundle({url: "${url}", dom_id: "#app", deepLinking: true})</script>`,
    ready: "$$('.opblock').length > 0",
    address: ({ tag, operationId }) => `#/${encodeURIComponent(tag)}/${operationId}`,
  },
  elements: {
    head: '<link rel="stylesheet" href="/_b/elements.css"><script src="/_b/elements.js"></script>',
    body: (url) => `<elements-api apiDescriptionUrl="${url}" router="hash" layout="responsive"></elements-api>`,
    ready: "$$('.sl-elements-api a, .sl-elements-api [id]').length > 3",
    address: ({ operationId }) => `#/operations/${operationId}`,
  },
  rapidoc: {
    head: '<script type="module" src="/_b/rapidoc.js"></script>',
    body: (url) => `<rapi-doc spec-url="${url}" load-fonts="false" render-style="focused" show-header="false"></rapi-doc>`,
    ready: "$$('.nav-bar-path').length > 0",
  },
};
const wanted = (values.tools ?? Object.keys(TOOLS).join(",")).split(",");

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const cache = new Map();
const server = createServer((request, response) => {
  let file = join(site, decodeURIComponent(new URL(request.url, "http://x").pathname));
  if (!file.startsWith(site)) return response.writeHead(404).end();
  if (file.endsWith("/")) file += "index.html";
  if (!cache.has(file)) cache.set(file, existsSync(file) ? gzipSync(readFileSync(file)) : null);
  const body = cache.get(file);
  if (!body) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-encoding": "gzip", "content-length": body.length }).end(body);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

/** Runs in the page before its own scripts. */
const probe = (ready) => `
  window.__m = { ready: null, last: 0 };
  window.$$ = (query, root = document) => [...root.querySelectorAll(query), ...[...root.querySelectorAll("*")].flatMap((e) => e.shadowRoot ? $$(query, e.shadowRoot) : [])];
  new PerformanceObserver((list) => { for (const e of list.getEntries()) __m.last = e.startTime + e.duration }).observe({ type: "longtask", buffered: true });
  (function poll() { let ok = false; try { ok = document.body && (${ready}) } catch {} if (ok) __m.ready = performance.now(); else setTimeout(poll, 20) })();`;

/** Opens a page and waits until it has settled. One that does not is an error, unless its picture is wanted as it is. */
async function open(tool, path, look, isPicture = false) {
  const browser = await launch();
  const isPhone = look.width < 500;
  const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, colorScheme: look.scheme, isMobile: isPhone, hasTouch: isPhone });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const net = { bytes: 0, requests: 0, outside: new Set() };
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await cdp.send("Network.enable");
  cdp.on("Network.requestWillBeSent", ({ request }) => (request.url.startsWith(origin) ? (net.requests += 1) : /^http/.test(request.url) && net.outside.add(new URL(request.url).host)));
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => { net.bytes += encodedDataLength });
  await page.addInitScript(probe(TOOLS[tool].ready));
  const begun = Date.now();
  await page.goto(origin + path, { waitUntil: "commit" });
  for (;;) {
    await new Promise((ok) => setTimeout(ok, 250));
    if (Date.now() - begun > Number(values.limit) * 1000) {
      if (isPicture) break;
      await browser.close();
      throw new Error(`gave up after ${values.limit} s`);
    }
    const state = await page.evaluate(() => ({ ready: __m.ready, idle: performance.now() - Math.max(__m.last, __m.ready ?? 0), done: document.readyState === "complete" }));
    if (state.ready !== null && state.done && state.idle > 1500) break;
  }
  return { browser, page, cdp, net };
}

/** Gives up on a page that never answers. */
function bounded(work, close) {
  const limit = (Number(values.limit) + 30) * 1000;
  let timer;
  const late = new Promise((_, no) => { timer = setTimeout(() => no(new Error(`gave up after ${values.limit} s`)), limit) });
  return Promise.race([work, late]).finally(() => { clearTimeout(timer); close?.() });
}

async function measure(tool, path) {
  const { browser, page, cdp, net } = await open(tool, path, { width: 1440, height: 900, scheme: "light" });
  try {
    const dom = await page.evaluate(() => ({ paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null, nodes: $$("*").length }));
    const { metrics } = await cdp.send("Performance.getMetrics");
    const metric = (name) => metrics.find((one) => one.name === name).value * 1000;
    return { ...dom, script: metric("ScriptDuration"), work: metric("TaskDuration"), bytes: net.bytes, requests: net.requests, outside: [...net.outside] };
  } finally {
    await browser.close();
  }
}

/** Goes to an operation as a reader does: by a link to it, by its entry in the menu, or by opening it in the list. */
const GO = ({ title, operationId }) => `(() => {
  const link = $$("a[href]").find((e) => e.getAttribute("href").toLowerCase().endsWith("/" + ${JSON.stringify((operationId ?? "?").toLowerCase())}));
  if (link) { link.click(); return true }
  const text = (e) => e.textContent.replace(/[\\u200b\\s]+/g, " ").trim();
  const own = ${JSON.stringify(title)};
  const found = $$("a, [role=menuitem], [role=treeitem], .nav-bar-path, .opblock-summary").filter((e) => text(e).includes(own)).sort((a, b) => text(a).length - text(b).length)[0];
  if (!found) return false;
  found.scrollIntoView(); found.click();
  const block = found.closest(".opblock"); if (block) setTimeout(() => block.scrollIntoView(), 300);
  return true;
})()`;

const ALL_LOOKS = [
  { name: "desktop-light", width: 1440, height: 900, scheme: "light" },
  { name: "desktop-dark", width: 1440, height: 900, scheme: "dark" },
  { name: "phone-light", width: 390, height: 844, scheme: "light" },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark" },
];
const LOOKS = ALL_LOOKS.filter(({ name }) => !values.looks || values.looks.split(",").includes(name));

async function photograph(tool, definition, look) {
  const file = (view) => `${definition.name}-${tool}-${look.name}-${view}.png`;
  const { browser, page } = await open(tool, definition.paths[tool], look, true);
  try {
    await page.screenshot({ path: join(shots, file("first")) });
    const address = TOOLS[tool].address?.(definition.picked);
    if (tool === "preview") await page.goto(origin + definition.operationPage);
    else if (address) {
      await page.goto(origin + definition.paths[tool] + address);
      await page.reload();
      await page.waitForFunction(() => __m.ready !== null, null, { timeout: Number(values.limit) * 1000 });
      await new Promise((ok) => setTimeout(ok, 2500));
    } else await page.evaluate(GO({ title: definition.title, operationId: definition.picked.operationId })).catch(() => false);
    await new Promise((ok) => setTimeout(ok, 1500));
    await page.screenshot({ path: join(shots, file("operation")) });
    return [file("first"), file("operation")];
  } finally {
    await browser.close();
  }
}

/** Builds the pages of every tool for a definition. */
function prepare(text) {
  const [name, path] = [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
  const root = dirname(resolve(path));
  const quiet = { stdio: ["ignore", "ignore", "ignore"] };
  const json = join(site, "_s", `${name}.json`);
  execFileSync(preview, ["bundle", resolve(path), "-o", json, "--root", root, "--quiet"], quiet);
  const definition = JSON.parse(readFileSync(json, "utf8"));
  const folder = join(site, `preview-${name}`);
  execFileSync(preview, ["build", resolve(path), "-o", folder, "--root", root, "--fail-on", "never", "--quiet"], quiet);
  // An operation with a body shows the most.
  const operations = Object.entries(definition.paths).flatMap(([route, item]) => Object.entries(item).filter(([, one]) => one?.responses).map(([method, one]) => ({ route, method, ...one })));
  const picked = operations.find((one) => one.requestBody && one.summary) ?? operations.find((one) => one.summary) ?? operations[0];
  const record = JSON.parse(readFileSync(join(folder, "preview.json"), "utf8"));
  const api = record.apis[0].page.split("/")[0];
  const title = picked.summary ?? picked.operationId;
  const listed = readFileSync(join(folder, api, "llms.txt"), "utf8").split("\n").find((line) => line.includes(`[${picked.method.toUpperCase()} ${picked.route}](`));
  const page = /\((operations\/[^)]+)\.md\)/.exec(listed ?? "")?.[1];
  const paths = { preview: `/preview-${name}/index.html` };
  for (const [tool, { head = "", body }] of Object.entries(TOOLS).filter(([, tool]) => tool.body)) {
    const own = join(site, `${tool}-${name}`);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "index.html"), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API</title><meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body(`/_s/${name}.json`)}</body></html>`);
    paths[tool] = `/${tool}-${name}/`;
  }
  return { name, title, picked: { tag: picked.tags?.[0] ?? "default", ...picked }, paths, operations: operations.length, operationPage: `/preview-${name}/${api}/${page ?? "index"}.html` };
}

const median = (list) => list.filter((one) => typeof one === "number").sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? null;
const number = (value, divide = 1) => (Number.isFinite(value) ? Math.round(value / divide).toLocaleString("en") : "–");

/** Writes what there is so far. */
function write() {
  const order = ["preview", "preview, an operation", ...Object.keys(TOOLS)];
  const definitions = [...new Set(results.map((row) => row.definition))];
  results.sort((a, b) => definitions.indexOf(a.definition) - definitions.indexOf(b.definition) || order.indexOf(a.label) - order.indexOf(b.label));
  const table = ["| definition | page | kB over the wire | script, ms | main thread, ms | first paint, ms | nodes |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"];
  for (const row of results) table.push(`| ${row.definition} (${row.operations}) | ${row.label}${row.error ? `, ${row.error}` : ""} | ${number(row.bytes, 1000)} | ${number(row.script)} | ${number(row.work)} | ${number(row.paint)} | ${number(row.nodes)} |`);
  writeFileSync(resolve(out, "results.json"), JSON.stringify(results, null, 1));
  writeFileSync(resolve(out, "pictures.json"), JSON.stringify(pictures, null, 1));
  writeFileSync(resolve(out, "results.md"), `${table.join("\n")}\n`);
  const figures = ALL_LOOKS.flatMap(({ name: look }) => ["first", "operation"].flatMap((view) => [...new Set(pictures.map((one) => one.definition))].map((definition) => {
    const row = Object.keys(TOOLS).flatMap((tool) => pictures.filter((one) => one.look === look && one.definition === definition && one.tool === tool));
    const figure = (one) => `<figure><figcaption>${one.tool}${one.error ? `: ${one.error}` : ""}</figcaption>${one.files.filter((file) => file.endsWith(`${view}.png`)).map((file) => `<a href="shots/${file}"><img src="shots/${file}" alt="${one.tool}, ${definition}, ${look}" loading="lazy"></a>`).join("")}</figure>`;
    return `<section><h2>${definition}, ${look}, ${view === "first" ? "first view" : "an operation"}</h2><div class="${look.split("-")[0]}">${row.map(figure).join("")}</div></section>`;
  })));
  writeFileSync(resolve(out, "sheet.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Side by side</title><style>body{font:14px system-ui;margin:1rem}div{display:grid;gap:.75rem}.desktop{grid-template-columns:repeat(3,1fr)}.phone{grid-template-columns:repeat(6,1fr)}figure{margin:0}img{width:100%;border:1px solid #ccc}h2{font-size:1rem}</style>${figures.join("")}</html>`);
}

const kept = (file) => (existsSync(resolve(out, file)) ? JSON.parse(readFileSync(resolve(out, file), "utf8")) : []);
const results = kept("results.json");
const pictures = kept("pictures.json");
/** Puts a row in the place of the one that an earlier run left, or at the end of its definition's. */
const put = (list, row, isSame) => {
  const at = list.findIndex(isSame);
  if (at >= 0) list[at] = row;
  else list.push(row);
};
for (const text of named) {
  const definition = prepare(text);
  const pages = wanted.map((tool) => [tool, tool, definition.paths[tool]]);
  if (wanted.includes("preview")) pages.splice(1, 0, ["preview, an operation", "preview", definition.operationPage]);
  // With `--runs 0` there are pictures only.
  for (const [label, tool, path] of Number(values.runs) > 0 ? pages : []) {
    const runs = [];
    for (let run = 0; run < Number(values.runs); run += 1) {
      try { runs.push(await bounded(measure(tool, path))) } catch (error) { runs.push({ error: error.message.split("\n")[0] }) }
      if (runs.at(-1).error) break;
    }
    const row = { definition: definition.name, operations: definition.operations, label, error: runs.find((run) => run.error)?.error };
    for (const key of ["bytes", "script", "work", "paint", "nodes", "requests"]) row[key] = Math.round(median(runs.map((run) => run[key])) ?? NaN);
    row.outside = runs[0]?.outside ?? [];
    put(results, row, (one) => one.definition === row.definition && one.label === label);
    console.log(JSON.stringify(row));
  }
  for (const look of LOOKS) {
    for (const tool of wanted) {
      const picture = { definition: definition.name, tool, look: look.name, files: [] };
      try { picture.files = await bounded(photograph(tool, definition, look)) }
      catch (error) { picture.error = error.message.split("\n")[0] }
      put(pictures, picture, (one) => one.definition === picture.definition && one.tool === tool && one.look === look.name);
    }
  }
  write();
}
server.close();
console.log(`sheet and figures in ${resolve(out)}`);
// A page that never answers keeps its browser, and that would keep this.
process.exit();
