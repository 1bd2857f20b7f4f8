// Is this real? From a pasted text to the answer, to Help now, to the desk, on a phone and at a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

const TEXT =
  "Royal Mail: your parcel 7731 is held. Pay the fee of 1.99 today at https://royalmail-redelivery.example/pay or it goes back. Enter your card details to confirm.";
/** An answer comes within this, in milliseconds: a process is started for each message. */
const ANSWERED_WITHIN = 30_000;

let house, browser;
const pages = [];
before(async () => {
  house = await openHouse(["--demo", "--members", "20", "--seed", "7"]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const words = (page) => page.locator("main").innerText();
const press = (page, button) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: button }).first().click()]);
/** Without script the page asks again by itself; with script an event leads on. */
const answered = (page) => page.locator("#already").waitFor({ timeout: ANSWERED_WITHIN });

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const script of [true, false]) {
    const how = `${width}, ${script ? "with" : "without"} script`;
    const open = async () => (await browser.newContext({ viewport: size, javaScriptEnabled: script })).newPage();
    const look = async (page, name) => {
      await picture(page, `real-${name}-${width}${script ? "" : "-noscript"}`);
      pages.push([`${name} (${how})`, await page.content()]);
      if (script) assert.deepEqual(await accessibilityFaults(page), [], name);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${name} is ${wider} pixels wider than the screen`);
    };

    test(`a text is pasted, answered, and leads to Help now (${how})`, { timeout: 120_000 }, async () => {
      const page = await open();
      await page.goto(`${house.origin}/real`);
      await look(page, "ask");
      await press(page, "Ask us");
      assert.match(await words(page), /Paste the message, or choose a file/);
      await look(page, "nothing");
      await page.fill("textarea[name=words]", TEXT);
      await press(page, "Ask us");
      await answered(page);
      const said = await words(page);
      assert.match(said, /We think this is a scam|We are not sure/);
      assert.match(said, /Why we think so/);
      assert.ok(!said.includes("royalmail-redelivery.example"), "no address stands there whole");
      const pressable = await page.locator("main a").evaluateAll((all) => all.map((a) => a.href).filter((href) => href.includes("redelivery")));
      assert.deepEqual(pressable, [], "nothing of the message can be pressed");
      await look(page, "answer");
      await page.locator("main details summary").click();
      await look(page, "more");
      await Promise.all([page.waitForNavigation(), page.locator("main").getByText("I already paid").click()]);
      assert.match(page.url(), /\/help\/false-bill\?money=yes/);
      await look(page, "help");
    });
  }

  test(`a saved mail is sent as a file, and an officer corrects the answer (${width})`, { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    await page.goto(`${house.origin}/real`);
    const mail = "From: Accounts <billing@supplier.example>\r\nSubject: New bank details\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nPlease pay our next bill to the new account, sort code 12-34-56, account 12345678.\r\n";
    await page.setInputFiles("#files", { name: "mail.eml", mimeType: "message/rfc822", buffer: Buffer.from(mail) });
    await press(page, "Ask us");
    await answered(page);
    const at = page.url();
    const reference = await page.locator(".wh-reference").first().innerText();
    const desk = await (await browser.newContext({ viewport: size })).newPage();
    await signInAs(desk, house.origin, "contact_officer");
    await desk.goto(`${house.origin}/desk/messages`);
    await picture(desk, `real-desk-${width}`);
    assert.deepEqual(await accessibilityFaults(desk), []);
    await Promise.all([desk.waitForNavigation(), desk.getByRole("link", { name: reference }).first().click()]);
    await picture(desk, `real-one-${width}`);
    assert.deepEqual(await accessibilityFaults(desk), []);
    pages.push([`one (${width})`, await desk.content()]);
    await desk.fill("#why", "We rang the supplier.");
    await press(desk, "It is: scam");
    await page.goto(at);
    assert.match(await words(page), /One of our people looked at it and says: We think this is a scam\. We rang the supplier\./);
    await desk.goto(`${house.origin}/desk/campaigns`);
    pages.push([`campaigns (${width})`, await desk.content()]);
    assert.deepEqual(await accessibilityFaults(desk), []);
    const row = desk.locator("main table a").first();
    if (await row.count()) {
      await Promise.all([desk.waitForNavigation(), row.click()]);
      await picture(desk, `real-campaign-${width}`);
      assert.deepEqual(await accessibilityFaults(desk), []);
      pages.push([`campaign (${width})`, await desk.content()]);
    }
    for (const path of ["/desk/advisories", "/desk/warnings", "/warnings", "/real/back"]) {
      await desk.goto(`${house.origin}${path}`);
      pages.push([`${path} (${width})`, await desk.content()]);
      assert.deepEqual(await accessibilityFaults(desk), [], path);
    }
  });
}

test("the pages of the journey are sound HTML", { timeout: 120_000 }, async () => {
  assert.deepEqual(await htmlFaults(pages), []);
});
