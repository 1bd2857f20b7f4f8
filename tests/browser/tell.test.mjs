// Telling us once, and coming back: on a phone and at a desk, with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, WIDTHS } from "./house.mjs";

/** The house says within this that it saved, in milliseconds: the script waits a moment for the next key. */
const SAVED_WITHIN = 10_000;

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
const press = (page, button) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: button }).first().click()]);
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const script of [true, false]) {
    const how = `${width}, ${script ? "with" : "without"} script`;
    const look = async (page, name) => {
      await picture(page, `tell-${name}-${width}${script ? "" : "-noscript"}`);
      if (script) assert.deepEqual(await accessibilityFaults(page), [], name);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${name} is ${wider} pixels wider than the screen`);
    };
    const open = async (more = {}) =>
      (await browser.newContext({ viewport: size, javaScriptEnabled: script, ...more })).newPage();

    test(`a screen that says pay, at 07:40, from the first tap to the tracker (${how})`, { timeout: 120_000 }, async () => {
      const page = await open();
      await page.goto(`${house.origin}/`);
      await tap(page, "Help now");
      await tap(page, "A computer is locked, or the screen says pay");
      await look(page, "card");
      await press(page, "Tell us what happened");
      await look(page, "form");
      await press(page, "Send");
      await look(page, "faults");
      assert.match(await words(page), /Tell us in a few words what happened/);
      await page.fill("textarea[name=happened]", "The till says pay.\nWe pulled the plug.");
      await page.fill("input[name=hit]", "The till");
      await page.check("input[name=details_seen][value=yes]");
      await page.fill("input[name=details_of]", "300");
      await page.check("input[name=wishes][value=work_again]");
      await page.fill("input[name=name]", "Ada Example");
      await page.fill("input[name=phone]", "020 7946 0123");
      if (script) await page.waitForFunction(() => document.querySelector("[data-tell-state]").textContent === "Saved.", null, { timeout: SAVED_WITHIN });
      await page.setInputFiles("input[name=files]", { name: "screen.png", mimeType: "image/png", buffer: pixel });
      await press(page, "Add these files");
      assert.match(await words(page), /screen\.png\s+a picture, \d+ bytes/);
      assert.equal(await page.inputValue("textarea[name=happened]"), "The till says pay.\nWe pulled the plug.");
      await look(page, "filled");
      await press(page, "Send");
      await look(page, "receipt");
      const said = await words(page);
      for (const part of ["We have it. Thank you.", "We cannot show them again", "A person of our team gets in touch", "at the latest"]) {
        assert.ok(said.includes(part), `${part}: ${said}`);
      }
      if (script && width === "desk") assert.deepEqual(await htmlFaults([["receipt", await page.content()]]), []);
      const receipt = await page.locator(".wh-receipt").innerText();
      assert.equal(receipt.trim().split(/\s+/).length, 11);
      await page.emulateMedia({ media: "print" });
      await picture(page, `tell-receipt-print-${width}${script ? "" : "-noscript"}`);
      assert.ok(await page.locator(".wh-receipt").isVisible());
      await page.context().close();

      const later = await open();
      const answer = await later.goto(`${house.origin}/report`);
      if (script && width === "desk") assert.deepEqual(await htmlFaults([["/report", await answer.text()]]), []);
      await look(later, "open");
      await later.fill("textarea[name=words]", receipt.toUpperCase().replaceAll(" ", "\n"));
      await press(later, "Open my page");
      await look(later, "tracker");
      assert.match(await words(later), /No one has read it yet/);
      await later.fill("textarea[name=message]", "It is back.");
      await press(later, "Send the message");
      assert.match(await words(later), /You wrote today[^]*It is back\./);
      await look(later, "mailbox");
      await press(later, "Close my page");
      assert.match(await words(later), /Type in the eleven words/);
      await later.context().close();
    });

    test(`hate, without a name, and back with the words (${how})`, { timeout: 120_000 }, async () => {
      const page = await open({ colorScheme: "dark" });
      const answer = await page.goto(`${house.origin}/help/hate/tell`);
      if (script && width === "desk") assert.deepEqual(await htmlFaults([["/help/hate/tell", await answer.text()]]), []);
      assert.doesNotMatch(await page.title(), /hate|tell/i);
      await look(page, "hate-form");
      await page.fill("textarea[name=happened]", "They post about our mosque.");
      await page.fill("input[name=platform]", "Chirper");
      await page.fill("textarea[name=places]", "https://chirper.example/p/1");
      await page.check("input[name=strands][value=religion]");
      await page.check("input[name=safe_now][value=yes]");
      await page.check("input[name=manner][value=anonymous]");
      await press(page, "Send");
      await look(page, "hate-receipt");
      const said = await words(page);
      assert.match(said, /Some people get it taken down/);
      assert.doesNotMatch(said, /a crime|illegal/i);
      const exit = page.locator("a.govuk-exit-this-page__button").first();
      assert.match(await exit.getAttribute("href"), /^https:/);
      const receipt = await page.locator(".wh-receipt").innerText();
      await page.context().close();
      const later = await open({ colorScheme: "dark" });
      await later.goto(`${house.origin}/report`);
      await later.fill("textarea[name=words]", `${receipt} more`);
      await press(later, "Open my page");
      assert.match(await words(later), /There must be eleven words\. We see 12/);
      await look(later, "slip");
      await later.fill("textarea[name=words]", receipt);
      await press(later, "Open my page");
      await look(later, "hate-tracker");
      await later.goto(`${house.origin}/report/forget`);
      await look(later, "forget");
      await press(later, "Yes, erase it");
      assert.match(await words(later), /It is erased/);
      await later.context().close();
    });
  }
}

test("the line breaks while somebody types, and no word is lost", { timeout: 60_000 }, async () => {
  const context = await browser.newContext({ viewport: WIDTHS.phone });
  const page = await context.newPage();
  await page.goto(`${house.origin}/help/locked/tell`);
  const state = () => page.locator("[data-tell-state]").innerText();
  const says = (text) => page.waitForFunction((t) => document.querySelector("[data-tell-state]").textContent.startsWith(t), text, { timeout: SAVED_WITHIN });
  await page.fill("textarea[name=happened]", "Before the tunnel.");
  await says("Saved.");
  await context.setOffline(true);
  await page.fill("textarea[name=happened]", "Before the tunnel. In the tunnel.");
  await says("Not saved yet");
  await picture(page, "tell-offline-phone");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  assert.match(await state(), /Not saved yet/);
  assert.equal(await page.inputValue("textarea[name=happened]"), "Before the tunnel. In the tunnel.");
  await context.setOffline(false);
  await says("Saved.");
  const other = await context.newPage();
  await other.goto(`${house.origin}/help/locked/tell`);
  assert.equal(await other.inputValue("textarea[name=happened]"), "Before the tunnel. In the tunnel.");
  await other.fill("textarea[name=happened]", "From the other window.");
  await other.waitForFunction(() => document.querySelector("[data-tell-state]").textContent === "Saved.", null, { timeout: SAVED_WITHIN });
  await page.fill("textarea[name=happened]", "From the first window.");
  await says("There is a newer copy");
  await press(page, "Send");
  assert.match(await words(page), /There is a newer copy of this/);
  await press(page, "Keep what is on this page");
  await press(page, "Send");
  assert.match(await words(page), /We have it/);
  await context.close();
});
