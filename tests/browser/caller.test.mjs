// Is this caller really you? An officer and a firm on the telephone, each with a screen: on a phone and at a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

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
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: button, exact: true }).click()]);
const codeOn = async (page) => (await page.locator(".wh-code").innerText()).match(/[\d ]{9,}/)[0].trim();

for (const [width, size] of Object.entries(WIDTHS)) {
  const open = async (script = true) => (await browser.newContext({ viewport: size, javaScriptEnabled: script })).newPage();
  const look = async (page, name) => {
    await picture(page, `caller-${name}-${width}`);
    pages.push([`${name} (${width})`, await page.content()]);
    assert.deepEqual(await accessibilityFaults(page), [], name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.ok(!wide, `${name} is wider than the window at ${width}`);
  };
  /** Types a code at /verify, as whoever is rung does. */
  const types = async (page, code) => {
    await page.goto(`${house.origin}/verify`);
    await page.fill("input[name=code]", code);
    await press(page, "Check the code");
  };

  test(`each side sees who the other is (${width})`, { timeout: 120_000 }, async () => {
    const member = await open();
    assert.equal(await signInAs(member, house.origin, "cyber_warden"), "/firm");
    const firm = await member.locator("main .govuk-caption-xl").innerText();

    // The officer finds the firm and begins a call with it.
    const officer = await open();
    await signInAs(officer, house.origin, "contact_officer");
    await officer.goto(`${house.origin}/desk/members?words=${encodeURIComponent(firm)}`);
    await officer.locator("main a[href^='/desk/members/']").filter({ hasText: firm }).first().click();
    await officer.waitForURL(/\/desk\/members\/[0-9a-f]{32}/);
    const record = officer.url();
    await look(officer, "member");
    await officer.selectOption("#call_reason", "visit");
    await press(officer, "Get a code for this call");
    const code = await codeOn(officer);
    assert.match(code, /^\d{3} \d{3} \d{3}$/);
    assert.match(await words(officer), /only in a call that you made yourself/);
    await look(officer, "code");

    // Whoever is rung types it, with no account and no script.
    const rung = await open(false);
    await rung.goto(`${house.origin}/verify`);
    await picture(rung, `caller-form-${width}`);
    await types(rung, code.replaceAll(" ", "-").replace("0", "o"));
    const yes = (await words(rung)).replace(/\s+/g, " ");
    assert.match(yes, /Yes, this call is ours/);
    assert.match(yes, /A contact officer of/);
    assert.match(yes, /The call began today at \d\d:\d\d/);
    assert.ok(yes.includes(`Whom we ring ${firm}`), yes);
    assert.match(yes, /find a day to come and see you/);
    assert.match(yes, /never ask for a password/);
    await picture(rung, `caller-yes-${width}`);
    pages.push([`yes (${width})`, await rung.content()]);

    // The officer's page says so by itself.
    await officer.locator("main").getByText(/Confirmed at \d\d:\d\d/).waitFor({ timeout: 15_000 });
    await look(officer, "confirmed");
    await officer.goto(record);
    assert.match(await words(officer), /Contact officer rang .*; confirmed at \d\d:\d\d/);

    // The same code again, and one that nobody made: one and the same answer.
    const typist = await open();
    await types(typist, code);
    const again = await words(typist);
    assert.match(again, /We do not know this code/);
    assert.match(again, /Put the phone down/);
    await look(typist, "unknown");
    await types(typist, "123 456 789");
    assert.equal(await words(typist), again, "never says which");

    // The other way round: the firm rings, and shows the desk that it is the firm.
    await member.goto(`${house.origin}/firm/call-code`);
    assert.match(await words(member), /Someone rang you and wants a code\? Do not tell it/);
    await press(member, "Make a code");
    const theirs = await codeOn(member);
    await look(member, "firm-code");
    await officer.goto(record);
    await officer.fill("#call_code", "987654321");
    await press(officer, "Check their code");
    assert.match(await words(officer), /This code does not show who they are/);
    await look(officer, "desk-unknown");
    await officer.fill("#call_code", theirs);
    await press(officer, "Check their code");
    const known = await words(officer);
    assert.match(known, /They are who they say/);
    assert.ok(known.includes(firm), known);
    await look(officer, "known");
    await member.goto(`${house.origin}/firm/call-code`);
    assert.match(await words(member), /We know that it is you\. The code came in today at/);
    assert.match(await words(member), /We rang you\. We want to find a day to come and see you\. Checked today at/);
    await look(member, "firm-known");

    // Every letter ends with a code that the same page knows.
    await member.goto(`${house.origin}/demonstration/post`);
    await member.locator("main a[href^='/demonstration/post/']").first().click();
    await member.waitForURL(/\/demonstration\/post\/[0-9a-f]{32}/);
    const letter = (await words(member)).match(/Letter code: (M[0-9A-Z-]{13})/)[1];
    await types(typist, letter.toLowerCase());
    assert.match(await words(typist), /Yes, this letter is from us/);
    await look(typist, "letter");
    for (const page of [member, officer, rung, typist]) await page.context().close();
  });

  test(`a call to somebody who is no member, and about a case (${width})`, { timeout: 60_000 }, async () => {
    const officer = await open();
    await signInAs(officer, house.origin, "contact_officer");
    await officer.goto(`${house.origin}/desk/calls`);
    await look(officer, "calls");
    await press(officer, "Get a code for this call");
    const code = await codeOn(officer);
    await officer.goto(`${house.origin}/desk/queue`);
    await officer.locator("main a[href^='/desk/cases/']").first().click();
    await officer.waitForURL(/\/desk\/cases\/[0-9a-f]{32}/);
    await look(officer, "case");
    await press(officer, "Get a code for this call");
    assert.notEqual(await codeOn(officer), code);
    const page = await open();
    await types(page, code);
    assert.match(await words(page), /We do not know this code/, "the officer is in another call by now");
    for (const one of [officer, page]) await one.context().close();
  });
}

test("every page is right by the HTML checker", { timeout: 120_000 }, async () => {
  assert.deepEqual(await htmlFaults(pages), []);
});
