// The officer's desk, walked by two officers with browsers: on a phone and at a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

let house, browser;
before(async () => {
  house = await openHouse(["--demo", "--members", "40", "--seed", "7"]);
  browser = await openBrowser();
  // The reports of the city come while its pages are open already.
  const page = await browser.newPage();
  await signInAs(page, house.origin, "manager");
  for (let tries = 0; tries < 120 && !/reports are made/.test(house.said()); tries += 1) await page.waitForTimeout(500);
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const press = (page, name) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name, exact: true }).first().click()]);
const words = (page) => page.locator("main").innerText();
const open = (page, title) => page.locator("summary").filter({ hasText: title }).first().click();

for (const [width, size] of Object.entries(WIDTHS)) {
  test(`an officer takes, triages, corrects, writes, hands over, and a case ends with an outcome (${width})`, { timeout: 180_000 }, async () => {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    const pages = [];
    const look = async (name) => {
      await picture(page, `desk-${name}-${width}`);
      assert.deepEqual(await accessibilityFaults(page), [], name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`);
      pages.push([`${name}-${width}`, await page.content()]);
    };

    await signInAs(page, house.origin, "contact_officer");
    await page.goto(`${house.origin}/desk`);
    assert.match(await words(page), /in the queue/);
    await look("landing");
    await page.goto(`${house.origin}/desk/queue`);
    assert.match(await words(page), /\d+ cases in the queue/);
    assert.match(await words(page), /call back|tell the reporter|finish|ask how/);
    await look("queue");

    await press(page, "Take the next one");
    assert.match(await words(page), /This case is yours now/);
    await look("case");
    await open(page, "how bad and how soon");
    await page.selectOption("select[name=severity]", "p4");
    await page.selectOption("select[name=urgency]", "can_wait");
    await page.selectOption("select[name=class]", "standard");
    await press(page, "Keep how bad and how soon");
    await page.waitForLoadState();
    if (/Say why/.test(await words(page))) {
      await look("mend");
      assert.equal(await page.inputValue("select[name=severity]"), "p4", "what was chosen is lost");
      await page.fill("input[name=triage_because]", "Nothing was pressed");
      await press(page, "Keep how bad and how soon");
    }
    assert.match(await words(page), /How bad and how soon is kept/);

    await page.selectOption("select[name=category]", "fraud/phishing");
    await press(page, "Keep what it is");
    assert.match(await words(page), /An officer says: Phishing/);

    await page.locator("main a", { hasText: "We have read it" }).first().click();
    await page.waitForLoadState();
    assert.match(await page.inputValue("textarea[name=message]"), /never ask for a password/);
    await press(page, "Send to the reporter");
    assert.match(await words(page), /The message is in the reporter's mailbox/);
    await look("message");

    await open(page, "Hand over to a colleague");
    const colleague = await page.locator("select[name=to] option", { hasText: "contact officer" }).first().getAttribute("value");
    await page.selectOption("select[name=to]", colleague);
    await press(page, "Hand over");
    assert.match(await words(page), /Write a note for whoever takes it on/);
    await page.fill("textarea[name=hand_over_note]", "Read; ring on Monday.");
    await press(page, "Hand over");
    assert.match(await words(page), /The case was handed over/);
    const address = new URL(page.url()).pathname;

    // The manager ends what the colleague cannot today.
    const second = await (await browser.newContext({ viewport: size })).newPage();
    await signInAs(second, house.origin, "manager");
    await second.goto(`${house.origin}${address}`);
    await press(second, "Resolve: the work is done");
    assert.match(await words(second), /No outcome is noted/);
    await open(second, "Note what came of it");
    await second.selectOption("select[name=outcome]", { index: 0 });
    const chosen = await second.inputValue("select[name=outcome]");
    if (chosen.startsWith("money")) await second.fill("input[name=pounds]", "1250");
    await press(second, "Note this outcome");
    assert.match(await words(second), /The outcome is noted/);
    await press(second, "Resolve: the work is done");
    assert.match(await words(second), /The case is resolved/);
    await second.context().close();

    for (const [path, name] of [["/desk/report?problem=false-bill", "report"], ["/desk/shift", "shift"], ["/desk/rota", "rota"]]) {
      await page.goto(`${house.origin}${path}`);
      await look(name);
    }
    assert.deepEqual(await htmlFaults(pages), []);
    await context.close();
  });
}
