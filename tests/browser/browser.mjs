// The browser: Debian's Chromium, cut off from everything but the site, and pages that note what they should not do.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Any name but loopback fails at once instead of waiting for a network.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export async function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}: install Debian's chromium or set CHROMIUM`);
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/**
 * Opens one page in a fresh profile, hands it to `use`, and returns what `use` returned together with everything
 * that the page should not have done: console messages, script errors, requests that failed or left `home`.
 */
export async function withPage(browser, options, url, use) {
  const { home, width = 1440, height = 900, scheme = "light", script = true, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
    ...rest,
  });
  const misdeeds = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => misdeeds.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => misdeeds.push(`script error: ${error.message}`));
    page.on("requestfailed", (request) => misdeeds.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(home)) misdeeds.push(`outside request: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) misdeeds.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(url, { waitUntil: "load" });
    return { result: await use(page), misdeeds };
  } finally {
    await context.close();
  }
}

/** Opens every fold that is not one of an exclusive group. */
export function openFolds(page) {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll("details:not([name])")) fold.open = true;
  });
}
