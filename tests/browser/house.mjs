// Starts the real program with a small demonstration city, and a real browser in front of it.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** The two widths at which every journey is walked. */
export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };

/** Where pictures of the journeys are put for people to look at, when asked for. */
const pictures = process.env.WATCHHOUSE_PICTURES;

/** Starts `watchhouse serve` on a free port with a folder of its own; resolves when it answers. */
export async function openHouse(args = ["--demo", "--members", "300"]) {
  const data = mkdtempSync(join(tmpdir(), "watchhouse-browser-"));
  const program = process.env.WATCHHOUSE ?? "target/debug/watchhouse";
  const child = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--data", data, ...args], {
    env: { ...process.env, WATCHHOUSE_LOG_FORMAT: "json" },
  });
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the centre did not open in 60 s:\n${said}`)), 60_000);
    const listen = (chunk) => {
      said += chunk;
      const found = said.match(/http:\/\/(localhost|127\.0\.0\.1):\d+/);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", (code) => reject(new Error(`the centre stopped with ${code}:\n${said}`)));
  });
  return {
    origin,
    data,
    said: () => said,
    async close() {
      child.removeAllListeners("exit");
      const gone = new Promise((resolve) => child.on("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Headless Chromium that dials nobody but the page's own server. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Every WCAG 2.2 A and AA fault that axe finds on the page as it stands, in words. */
export async function accessibilityFaults(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.target.join(" ")}`));
}

/** Keeps a picture of the page when pictures were asked for. */
export async function picture(page, name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** Runs the validator of the W3C's HTML checker over pages; returns its errors in words. */
export async function htmlFaults(pages) {
  const vnu = join(dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  const folder = mkdtempSync(join(tmpdir(), "watchhouse-html-"));
  const named = pages.map(([address, html], i) => {
    const file = join(folder, `${i}.html`);
    writeFileSync(file, html);
    return [file, address];
  });
  const run = spawnSync("java", ["-jar", vnu, "--errors-only", "--format", "json", ...named.map(([f]) => f)], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  rmSync(folder, { recursive: true, force: true });
  const report = JSON.parse(run.stderr || '{"messages":[]}');
  const address = new Map(named.map(([f, a]) => [`file:${f}`, a]));
  return report.messages.map((m) => `${address.get(m.url) ?? m.url}:${m.lastLine}: ${m.message}`);
}

/** Signs in with one click, which only a demonstration has; returns the page where the role starts. */
export async function signInAs(page, origin, role) {
  await page.goto(`${origin}/demonstration`);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/demonstration"), page.click(`form:has(input[value="${role}"]) button`)]);
  return new URL(page.url()).pathname;
}
