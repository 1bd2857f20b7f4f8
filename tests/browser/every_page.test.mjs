// Every page that anybody can reach, in light and dark, on a phone and on a desk: no accessibility
// fault, no sideways scrolling at 320 pixels, nothing refused by the content security policy, no
// request to anybody else, valid HTML.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

/** One address of each kind is looked at: ids and names in it are put out of sight. */
const kindOf = (path) =>
  path.replace(/[#?].*$/, "").replace(/[0-9a-f]{32}/g, "ID").replace(/names\/[^/?]+/, "names/NAME").replace(/\/desk\/playbooks\/[a-z-]+/, "/desk/playbooks/NAME").replace(/\/errand\/[a-z2-7]{26}/, "/errand/LINK").replace(/^\/help\/(?!bank-letter|not-here|child$|followed$)[a-z-]+/, "/help/PROBLEM").replace(/\?.*$/, "");
/** Pages that are downloads or that end the session. */
const isNoPage = (path) => /\.(csv|json|txt|svg|pdf)$|\/export$|\/original$|^\/static\/|^\/healthz|^\/readyz|\/live$/.test(path.split("?")[0]);
/** So many pages are looked at for one role; more kinds than that means that the site has changed shape. */
const MOST_PAGES = 80;

let house, browser;
before(async () => {
  house = await openHouse();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

/** Makes what a member has only when it wanted it; returns the pages that everybody can see of it. */
async function writesALetterAndShowsABadge(page) {
  await page.goto(`${house.origin}/firm/errands`);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Write the letter" }).first().click()]);
  const link = (await page.content()).match(/\/errand\/[a-z2-7]{26}/)[0];
  await page.goto(`${house.origin}/firm/badge`);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Switch the badge on" }).click()]);
  const badge = await page.locator("main a[href^='/badge/']").getAttribute("href");
  return [link, badge];
}

for (const role of ["visitor", "member_contact", "manager", "contact_officer", "analyst", "council_partner", "funder"]) {
  test(`every page that a ${role} reaches is right`, { timeout: 400_000 }, async () => {
    const context = await browser.newContext({ viewport: WIDTHS.desk });
    const page = await context.newPage();
    const faults = [];
    page.on("console", (m) => m.type() === "error" && faults.push(`${page.url()}: console: ${m.text()}`));
    page.on("request", (r) => r.url().startsWith(house.origin) || faults.push(`${page.url()}: dials ${r.url()}`));
    const start = role === "visitor" ? "/" : await signInAs(page, house.origin, role);
    const seen = new Map();
    const made = role === "member_contact" ? await writesALetterAndShowsABadge(page) : [];
    const waiting = [start, ...made, "/", "/nothing-here", ...(role === "visitor" ? ["/styleguide", "/sign-in", "/demonstration"] : ["/account"])];
    const sources = [];
    while (waiting.length && seen.size < MOST_PAGES) {
      const path = waiting.shift();
      if (seen.has(kindOf(path)) || isNoPage(path)) continue;
      seen.set(kindOf(path), path);
      const before = faults.length;
      const answer = await page.goto(house.origin + path, { waitUntil: "load" });
      if (answer.status() >= 400) faults.splice(before); // the browser reports the status of a problem page as an error
      assert.ok(answer.status() < 500, `${path} answers ${answer.status()}`);
      sources.push([`${role} ${path}`, await answer.text()]);
      for (const [name, size] of Object.entries(WIDTHS)) {
        await page.setViewportSize(size);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          for (const fault of await accessibilityFaults(page)) faults.push(`${path} (${name}, ${colorScheme}): ${fault}`);
        }
        await page.emulateMedia({ colorScheme: "light" });
        await picture(page, `${role}${kindOf(path).replaceAll("/", "_")}-${name}`);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) faults.push(`${path}: scrolls ${sideways} pixels sideways at 320`);
      const links = await page.$$eval("a[href]", (all) => all.map((a) => a.getAttribute("href")));
      for (const link of links) {
        const url = new URL(link, house.origin + path);
        if (url.origin === house.origin && !seen.has(kindOf(url.pathname))) waiting.push(url.pathname + url.search);
      }
    }
    assert.ok(seen.size < MOST_PAGES, `more than ${MOST_PAGES} kinds of pages`);
    assert.ok(seen.size >= 4, `only ${seen.size} pages reached`);
    faults.push(...(await htmlFaults(sources)));
    console.log(`${role}: ${seen.size} pages, ${seen.size * 4} scans`);
    await context.close();
    assert.deepEqual(faults, []);
  });
}
