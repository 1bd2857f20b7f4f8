// Help now, walked by somebody in trouble: on a phone and at a desk, with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, WIDTHS } from "./house.mjs";

/** From the first tap to the card: the promise of the house, in milliseconds. */
const CARD_WITHIN = 3_000;

let house, browser;
before(async () => {
  house = await openHouse(["--demo", "--members", "20", "--seed", "7"]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const words = (page) => page.locator("main").innerText();
const tap = (page, link) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("link", { name: link, exact: true }).first().click()]);

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const script of [true, false]) {
    const how = `${width}, ${script ? "with" : "without"} script`;
    const look = async (page, name) => {
      await picture(page, `help-${name}-${width}${script ? "" : "-noscript"}`);
      if (script) assert.deepEqual(await accessibilityFaults(page), [], name);
    };
    const open = async () => (await browser.newContext({ viewport: size, javaScriptEnabled: script })).newPage();

    test(`a screen that says pay, at 07:40, without an account (${how})`, { timeout: 60_000 }, async () => {
      const page = await open();
      await page.goto(`${house.origin}/`);
      const began = Date.now();
      await tap(page, "Help now");
      await look(page, "choose");
      const looked = Date.now();
      await tap(page, "A computer is locked, or the screen says pay");
      const took = Date.now() - looked;
      await look(page, "card");
      assert.ok(took < CARD_WITHIN, `the card came after ${took} ms`);
      const said = await words(page);
      assert.match(said, /Do this now, in this order/);
      assert.match(said, /Cut it off from the network/);
      assert.match(said, /0300 123 2040/);
      assert.equal(await page.locator("main form").count(), 0);
      console.log(`${how}: card ${took} ms after the tap, ${looked - began} ms spent on the list`);
      await page.context().close();
    });

    test(`a false bill was paid yesterday: the letter to the bank (${how})`, { timeout: 60_000 }, async () => {
      const page = await open();
      await page.goto(`${house.origin}/help`);
      await Promise.all([page.waitForNavigation(), page.locator("[aria-labelledby=money]").getByRole("link", { name: "Yes" }).click()]);
      assert.match(await words(page), /Ring your bank before you read on/);
      await tap(page, "I paid a bill, and it was a trick");
      assert.match(await words(page), /Ring your bank now/);
      await look(page, "money-card");
      await tap(page, "A letter to your bank, in a few minutes");
      await look(page, "letter-form");
      const write = () => Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Write the letter" }).click()]);
      await write();
      await look(page, "letter-faults");
      assert.match(await words(page), /Write your name/);
      await page.check("input[name=happened][value=tricked]");
      await page.check("input[name=claimant][value=micro_firm]");
      await page.check("input[name=way][value=transfer]");
      const yesterday = new Date(Date.now() - 24 * 3600_000);
      await page.fill("input[name=p1_amount]", "4,200.50");
      await page.fill("input[name=p1_day-day]", String(yesterday.getUTCDate()));
      await page.fill("input[name=p1_day-month]", String(yesterday.getUTCMonth() + 1));
      await page.fill("input[name=p1_day-year]", String(yesterday.getUTCFullYear()));
      await page.fill("input[name=name]", "Ada Example");
      await page.fill("textarea[name=story]", "A bill came by e-mail.\nI paid it.");
      await write();
      await look(page, "letter-ready");
      const said = await words(page);
      for (const part of ["We think you may claim", "£4,200.50", "£85,000", "Statement of facts", "Ada Example"]) {
        assert.ok(said.includes(part), `${part}: ${said}`);
      }
      await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Change something" }).click()]);
      assert.equal(await page.inputValue("input[name=name]"), "Ada Example");
      assert.equal(await page.inputValue("textarea[name=story]"), "A bill came by e-mail.\nI paid it.");
      await write();
      await page.emulateMedia({ media: "print" });
      await picture(page, `help-letter-print-${width}${script ? "" : "-noscript"}`);
      await page.context().close();
    });

    test(`somebody who is followed sees safety first and can leave fast (${how})`, { timeout: 60_000 }, async () => {
      const page = await open();
      await page.goto(`${house.origin}/help?known=yes`);
      await page.fill("input[name=words]", "my ex follows me");
      await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Find" }).click()]);
      await tap(page, "Someone does not leave me or us alone");
      await look(page, "followed");
      const said = await words(page);
      assert.match(said, /Your safety comes first/);
      assert.match(said, /Do not just block them/);
      assert.doesNotMatch(await page.title(), /follow|stalk|alone/i);
      const exit = page.locator(".govuk-exit-this-page a, a.govuk-exit-this-page__button").first();
      assert.match(await exit.getAttribute("href"), /^https:/);
      await page.context().close();
    });

    test(`what touches a child is signposted and asks nothing (${how})`, { timeout: 60_000 }, async () => {
      const page = await open();
      const answer = await page.goto(`${house.origin}/help/child`);
      await look(page, "child");
      assert.equal(await page.locator("input, textarea, select, form").count(), 0);
      if (script && width === "desk") assert.deepEqual(await htmlFaults([["/help/child", await answer.text()]]), []);
      await page.context().close();
    });
  }
}
