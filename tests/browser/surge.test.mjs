// A wave of reports, from the desk and from outside: grouped, merged, answered with one text, told to everybody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

const REPORTS = 12;
const LINE = "Very many people tell us about a false bill. ";

let house, browser;
/** The case to which the wave is merged on the way: the demonstration has waves of its own, so it is named from then on. */
let worst;
const pages = [];
before(async () => {
  house = await openHouse(["--demo", "--members", "20", "--seed", "7", "--wave", String(REPORTS)]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const words = (page) => page.locator("main").innerText();
const press = (page, button) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: button }).first().click()]);

for (const [width, size] of Object.entries(WIDTHS)) {
  const open = async (script = true) =>
    (await browser.newContext({ viewport: size, javaScriptEnabled: script })).newPage();
  const look = async (page, name) => {
    await picture(page, `surge-${name}-${width}`);
    pages.push([`${name} (${width})`, await page.content()]);
    assert.deepEqual(await accessibilityFaults(page), [], name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.ok(!wide, `${name} is wider than the window at ${width}`);
  };

  test(`a wave is seen, told to everybody, answered and merged (${width})`, { timeout: 120_000 }, async () => {
    const desk = await open();
    await signInAs(desk, house.origin, "contact_officer");
    await desk.goto(`${house.origin}/desk/waves`);
    if (width === "phone") {
      assert.match(await words(desk), /because all 12 name the same bank account/);
      assert.match(await words(desk), /It is the most urgent of them \(P1/);
    }
    await look(desk, "waves");

    await desk.goto(`${house.origin}/desk/surge`);
    await look(desk, "off");
    await press(desk, "Switch surge mode on");
    assert.match(await words(desk), /Type why, in one line/);
    await desk.fill("input[name=reason]", "One account on many bills");
    await desk.fill("input[name=says]", "Very many people tell us about a false bill");
    await desk.fill("input[name=expected]", "about 4 hours");
    await press(desk, "Switch surge mode on");
    assert.match(await words(desk), /Surge mode is on/);
    await desk.fill("input[name=title]", "A false bill with a new account");
    await desk.fill("textarea[name=text]", "Do not pay it. Ring your supplier on a number that you know.");
    await press(desk, "Put it on the public page");
    await look(desk, "on");

    // Whoever is in trouble sees one line, without script too.
    const visitor = await open(false);
    await visitor.goto(`${house.origin}/help/false-bill`);
    assert.ok((await words(visitor)).includes(LINE), await words(visitor));
    const outside = await open();
    await outside.goto(`${house.origin}/status`);
    assert.ok((await words(outside)).includes(LINE));
    assert.match(await words(outside), /Do not pay it\. Ring your supplier/);
    await look(outside, "status");

    await desk.goto(`${house.origin}/desk/surge`);
    await Promise.all([
      desk.waitForNavigation(),
      desk.locator("main").getByRole("link", { name: worst ?? new RegExp(`^${REPORTS} cases around`) }).first().click(),
    ]);
    worst ??= /The wave around (WH-[A-Z0-9-]+):/.exec(await words(desk))?.[1];
    assert.match(await words(desk), /: 12 people/);
    await desk.fill("textarea[name=text]", "We know of this bill. Do not pay again. We ring each of you by tomorrow at 17:00.");
    await look(desk, "reply");
    await press(desk, "Send it to all of them");
    const sent = await desk.locator("#replies-caption ~ tbody tr").first().innerText();
    assert.match(sent.replace(/\s+/g, " "), /We know of this bill.* 12 0 0 finished/);
    await look(desk, "sent");

    if (width === "phone") {
      await desk.goto(`${house.origin}/desk/waves`);
      await press(desk, /^Merge all 11 into/);
      assert.match(await words(desk), /11 cases are merged/);
      await look(desk, "merged");
    }
    await desk.goto(`${house.origin}/desk/surge`);
    await desk.locator("main").getByRole("button", { name: /End this/ }).first().click();
    await desk.waitForLoadState();
    await desk.goto(`${house.origin}/desk/surge`);
    await press(desk, "Switch surge mode off");
    await outside.goto(`${house.origin}/status`);
    assert.ok(!(await words(outside)).includes(LINE));
    for (const page of [desk, visitor, outside]) await page.context().close();
  });

  test(`figures and playbooks (${width})`, { timeout: 120_000 }, async () => {
    const manager = await open();
    await signInAs(manager, house.origin, "manager");
    await manager.goto(`${house.origin}/desk/figures`);
    assert.match((await words(manager)).replace(/\s+/g, " "), /[A-Z][a-z]+ 20\d\d (1[2-9]|[2-9]\d) /);
    await look(manager, "figures");
    await manager.goto(`${house.origin}/desk/playbooks`);
    await look(manager, "playbooks");
    await manager.goto(`${house.origin}/desk/playbooks/false-order`);
    await look(manager, "playbook");
    await press(manager, "Check it and show the card");
    assert.match(await words(manager), /How the reporter would see it/);
    await look(manager, "playbook-card");
    await manager.fill("textarea[name=text]", "{ nothing");
    await press(manager, "Put it into force");
    assert.match(await words(manager), /Line 1: this cannot be read as JSON/);
    await look(manager, "playbook-faults");
    const visitor = await open();
    await visitor.goto(`${house.origin}/city/reports`);
    await look(visitor, "city-reports");
    for (const page of [manager, visitor]) await page.context().close();
  });
}

test("every page is right by the HTML checker", { timeout: 120_000 }, async () => {
  assert.deepEqual(await htmlFaults(pages), []);
});
