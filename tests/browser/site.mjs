// What a built site consists of, and a server for it: static files under the strictest policy that pages must bear.

import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, relative, sep } from "node:path";

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".yaml": "application/yaml",
};

/** Every file of a folder, as paths with `/`, sorted. */
export function filesOf(folder) {
  const found = [];
  const walk = (inner) => {
    for (const entry of readdirSync(inner, { withFileTypes: true })) {
      const path = join(inner, entry.name);
      if (entry.isDirectory()) walk(path);
      else found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  walk(folder);
  return found.sort();
}

/**
 * A page's kind: the folder that pages of its kind share (`operations`, `schemas`), else its own name (`changes`).
 * An API's first page is `overview`; the page of all APIs is `index`.
 */
export function kindOf(path) {
  const parts = path.split("/");
  const name = parts.at(-1).replace(/\.html$/, "");
  if (parts.length >= 3) return parts.at(-2);
  if (parts.length === 2) return name === "index" ? "overview" : name;
  return name;
}

/** The pages of a site: `{path, kind, bytes}`, sorted by path. */
export function pagesOf(folder) {
  return filesOf(folder)
    .filter((path) => path.endsWith(".html"))
    .map((path) => ({ path, kind: kindOf(path), bytes: statSync(join(folder, path)).size }));
}

/** For each kind its largest page: what is wrong anywhere is most likely wrong there. */
export function onePageOfEachKind(pages) {
  const largest = new Map();
  for (const page of pages) {
    if (!largest.has(page.kind) || page.bytes > largest.get(page.kind).bytes) largest.set(page.kind, page);
  }
  return [...largest.values()];
}

/** The bundled definitions of a site: `{folder, definition}` for each API. */
export function definitionsOf(folder) {
  return filesOf(folder)
    .filter((path) => /^[^/]+\/openapi\.json$/.test(path))
    .map((path) => ({ folder: path.split("/")[0], definition: JSON.parse(readFileSync(join(folder, path), "utf8")) }));
}

/** Serves a folder on a free port of loopback; answers what is missing with `404.html`, as static websites do. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://loopback").pathname);
    // Browsers ask for it on their own; that is not the page's doing.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    let file = join(folder, normalize(path));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file.startsWith(folder) && existsSync(file);
    const fallback = join(folder, "404.html");
    const headers = {
      "Content-Security-Policy": "default-src 'self'",
      "Content-Type": CONTENT_TYPES[extname(found ? file : fallback)] ?? "application/octet-stream",
      "X-Content-Type-Options": "nosniff",
    };
    response.writeHead(found ? 200 : 404, headers);
    if (found) createReadStream(file).pipe(response);
    else response.end(existsSync(fallback) ? readFileSync(fallback) : "not found");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, close: () => server.close() };
}
