// The journeys that the house exists for, walked by a person with a browser: on a phone and at a
// desk, with script and without.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { accessibilityFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

/** A city whose first member has nothing left to mend but its website. */
const STAGE_SEED = "73";

let house, browser;
before(async () => {
  house = await openHouse(["--demo", "--members", "120", "--seed", "7"]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const press = (page, words) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: words, exact: true }).click()]);
const words = (page) => page.locator("main").innerText();

/** A domain of the made-up city, read off a member's own page. */
async function aDomainOfTheCity() {
  const page = await browser.newPage();
  await signInAs(page, house.origin, "member_contact");
  await page.goto(`${house.origin}/firm/domains`);
  const found = (await words(page)).match(/[a-z0-9.-]+\.(test|example)\b/g).find((name) => name !== "bakery.co.uk");
  await page.context().close();
  return found;
}

/** The newest letter to an address, as the demonstration shows it; returns the first link in it. */
async function linkInLetterTo(page, address) {
  await page.goto(`${house.origin}/demonstration/post`);
  const letter = page.locator("main").locator("tr, li, article, section, details").filter({ hasText: address }).last();
  assert.ok((await letter.count()) > 0, `no letter to ${address}`);
  const opens = await letter.locator("a").first().getAttribute("href");
  await page.goto(new URL(opens, house.origin).href);
  const links = await page.$$eval("main a", (all) => all.map((a) => a.href));
  return links.find((link) => /confirm|set-up/.test(link)) ?? (await words(page)).match(/http\S+/)[0];
}

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const script of [true, false]) {
    const how = `${width}, ${script ? "with" : "without"} script`;
    test(`a firm checks its name, joins, confirms by letter and sees its own page (${how})`, { timeout: 120_000 }, async () => {
      const domain = await aDomainOfTheCity();
      const context = await browser.newContext({ viewport: size, javaScriptEnabled: script });
      const page = await context.newPage();
      const look = async (name) => {
        await picture(page, `journey-${name}-${width}${script ? "" : "-noscript"}`);
        if (script) assert.deepEqual(await accessibilityFaults(page), [], name);
      };

      await page.goto(`${house.origin}/`);
      await page.locator("main").getByRole("link", { name: "Check my business" }).first().click();
      await page.fill("input[name=domain]", "not a name");
      await press(page, "Look now");
      await look("check-wrong");
      assert.equal(await page.inputValue("input[name=domain]"), "not a name", "what was typed is lost");
      assert.match(await words(page), /There is a problem/);
      await page.fill("input[name=domain]", `https://www.${domain}/shop?x=1`);
      await press(page, "Look now");
      await page.getByText("What we saw for").first().waitFor({ timeout: 20_000 });
      await look("check-result");
      const result = await words(page);
      assert.match(result, new RegExp(domain.replaceAll(".", "\\.")));
      for (const tile of ["Mail in your name is yours", "Your website is safe to visit", "Nothing risky is left open"]) {
        assert.ok(result.includes(tile), tile);
      }
      assert.match(result, /Could not check/, "what nobody looked at is shown as if it were good");

      await page.goto(`${house.origin}/join`);
      await press(page, "Join");
      await look("join-wrong");
      assert.match(await words(page), /There is a problem/);
      const email = `nadia.${width}.${script}@lanternbakery.example`;
      await page.fill("input[name=name]", "Lantern Bakery");
      await page.fill("input[name=postcode]", "e1 6an");
      await page.selectOption("select[name=sector]", { index: 3 });
      await page.check("input[name=size][value=micro]");
      await page.fill("input[name=domain]", domain);
      await page.fill("input[name=contact_name]", "Nadia Lantern");
      await page.fill("input[name=email]", email);
      await page.check("input[name=undertakings_accepted]");
      await press(page, "Join");
      await look("join-sent");
      if (await page.locator("select[name=borough], input[name=borough]").count()) {
        await page.locator("input[name=borough]").first().check();
        await press(page, "Join");
      }
      const link = await linkInLetterTo(page, email);
      await page.goto(link);
      await look("join-confirm");
      await Promise.all([page.waitForNavigation(), page.locator("main button").first().click()]);
      assert.equal(new URL(page.url()).pathname, "/firm");
      await look("firm");
      assert.match(await words(page), /Lantern Bakery/);
      await page.goto(`${house.origin}/firm/about-you`);
      assert.match(await words(page), /Nadia Lantern/);
      await page.goto(link);
      assert.doesNotMatch(await words(page), /broke on our side/, "a link that is followed twice breaks");
      await context.close();
    });

    test(`staff finds a member, writes a note, and takes the list out (${how})`, { timeout: 120_000 }, async () => {
      const context = await browser.newContext({ viewport: size, javaScriptEnabled: script, acceptDownloads: true });
      const page = await context.newPage();
      await signInAs(page, house.origin, "manager");
      await page.goto(`${house.origin}/desk/members`);
      const first = page.locator("main table a[href^='/desk/members/']").first();
      const name = (await first.innerText()).trim();
      await page.fill("input[name=words]", name.split(" ")[0].toLowerCase().slice(0, 4));
      await press(page, "Search");
      await picture(page, `journey-members-${width}`);
      await page.getByRole("link", { name, exact: true }).first().click();
      assert.ok((await page.textContent("h1")).includes(name));
      const note = `Rang about the shop's new till (${how}).`;
      await page.locator("main textarea").first().fill(note);
      const form = page.locator("main form:has(textarea)");
      await Promise.all([page.waitForNavigation(), form.getByRole("button").first().click()]);
      assert.ok((await words(page)).includes(note), "the note is not on the page");
      if (script) assert.deepEqual(await accessibilityFaults(page), []);
      await picture(page, `journey-member-${width}`);
      await page.goto(`${house.origin}/desk/members`);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("main a[href*='.csv']").first().click(),
      ]);
      const list = readFileSync(await download.path(), "utf8");
      assert.ok(list.includes(name.includes(",") ? `"${name}"` : name), "the member is not on the list");
      for (const cell of list.split(/[\n,]/)) assert.doesNotMatch(cell, /^"?[=+@-]/, "a cell could start a formula");
      await page.goto(`${house.origin}/desk/workings`);
      assert.match(await words(page), /list/i);
      await context.close();
    });
  }
}

test("a firm checks, proves its name, asks its IT person, sees its promise kept and shows a badge", { timeout: 300_000 }, async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    const stage = await openHouse(["--demo", "--members", "120", "--seed", STAGE_SEED]);
    try {
      const page = await (await browser.newContext({ viewport: size })).newPage();
      const look = async (name, at = page) => {
        await picture(at, `it-person-${name}-${width}`);
        assert.deepEqual(await accessibilityFaults(at), [], name);
      };
      await signInAs(page, stage.origin, "member_contact");
      await page.goto(`${stage.origin}/firm/domains`);
      const own = page.locator("main a[href^='/firm/domains/']").first();
      const name = (await own.innerText()).match(/[a-z0-9.-]+\.(test|example)/)[0];
      await own.click();
      const domainPage = page.url();

      // Check: as anybody can, without an account.
      const stranger = await (await browser.newContext({ viewport: size })).newPage();
      await stranger.goto(`${stage.origin}/check`);
      await stranger.fill("input[name=domain]", name);
      await Promise.all([stranger.waitForNavigation(), stranger.locator("main button[type=submit]").first().click()]);
      await stranger.getByText("Your website is safe to visit").first().waitFor({ timeout: 30_000 });
      await look("checked", stranger);
      await look("domain-before");
      assert.match(await promise(page, "Your website is safe to visit"), /^(Not|Partly) kept/, "the invented firm has nothing to mend");

      // Prove control: the line that the centre gives is pasted at the company that keeps the name's records.
      await page.goto(`${domainPage}/prove`);
      await look("prove");
      const line = (await words(page)).match(/watchhouse-check=[0-9a-f]{32}/)[0];
      await press(page, "We have done it, look now");
      assert.doesNotMatch(await words(page), /Thank you. We saw it/, "proved before anything was pasted");
      await page.getByRole("link", { name: "Play the IT person" }).click();
      const panel = page.url().split(/[?#]/)[0];
      await look("panel");
      await page.selectOption("select[name=kind]", "TXT");
      await page.fill("input[name=name]", "_watchhouse-check");
      await press(page, "Add the record");
      assert.match(await words(page), /There is a problem/);
      assert.equal(await page.inputValue("input[name=name]"), "_watchhouse-check", "what was typed is lost");
      await look("panel-wrong");
      await page.fill("textarea[name=value]", line);
      await press(page, "Add the record");
      await look("panel-pasted");
      assert.ok((await words(page)).includes(line), "the record is not on the page");
      await page.goto(`${domainPage}/prove`);
      await press(page, "We have done it, look now");
      await look("proved");
      assert.match(await words(page), /Thank you. We saw it. The name is yours/);

      // The letter to whoever looks after the website.
      await page.goto(`${stage.origin}/firm/errands`);
      const section = page.locator("section").filter({ hasText: "For the person who looks after your website" });
      await Promise.all([page.waitForNavigation(), section.getByRole("button", { name: "Write the letter" }).click()]);
      const letter = page.url();
      await look("letter");
      const link = (await words(page)).match(/http\S+\/errand\/[a-z2-7]{26}/)[0];

      // The IT person puts the website right, and answers by the link without an account.
      await page.goto(panel);
      for (const box of await page.locator("main input[type=checkbox]").all()) await box.check();
      await press(page, "Save");
      await look("panel-put-right");
      await stranger.goto(new URL(new URL(link).pathname, stage.origin).href);
      await look("reply", stranger);
      for (const done of await stranger.locator("input[name^='answer-'][value=done]").all()) await done.check();
      await press(stranger, "Send my answers");
      await stranger.getByText(/this is in order now|All of this is in order/).first().waitFor({ timeout: 60_000 });
      await look("replied", stranger);

      // The look that the answer began has seen it: the promise is kept.
      await page.goto(letter);
      await look("letter-answered");
      assert.match(await words(page), /All of it is in order. We saw that./);
      await page.goto(domainPage);
      await look("domain-after");
      assert.match(await promise(page, "Your website is safe to visit"), /^Kept/);
      await page.goto(`${stage.origin}/firm`);
      await look("firm-after");
      assert.match(await promise(page, "Your website is safe to visit"), /^Kept/);

      // A name that looks like the firm's turns out to be its own: the firm says so.
      await page.goto(`${stage.origin}/firm/lookalikes`);
      const mine = page.getByRole("button", { name: /^It is mine/ });
      while (await mine.count()) await Promise.all([page.waitForNavigation(), mine.first().click()]);
      await page.goto(domainPage);
      await press(page, "Look now");
      await page.waitForURL(domainPage, { timeout: 20_000 });
      await look("said-mine");

      // The badge, and what whoever follows it reads.
      await page.goto(`${stage.origin}/firm/badge`);
      await press(page, "Switch the badge on");
      await look("badge");
      assert.match(await words(page), /It is switched on. It counts until/);
      const badge = await page.locator("main a[href^='/badge/']").first().getAttribute("href");
      await stranger.goto(stage.origin + badge);
      await look("badge-page", stranger);
      assert.match(await words(stranger), /This counts until/);
      await Promise.all([page.context().close(), stranger.context().close()]);
    } finally {
      await stage.close();
    }
  }
});

/** The state of a promise on the page, in words. */
async function promise(page, title) {
  const text = (await words(page)).replace(/\s+/g, " ");
  const at = text.indexOf(title);
  assert.ok(at >= 0, `no promise "${title}" on the page`);
  return text.slice(at + title.length).trim().slice(0, 40);
}

for (const [width, size] of Object.entries(WIDTHS)) {
  test(`a member sees names that look like its own, has its say, and looks for more (${width})`, { timeout: 240_000 }, async () => {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    const look = async (name) => {
      await picture(page, `lookalikes-${name}-${width}`);
      assert.deepEqual(await accessibilityFaults(page), [], name);
    };
    await signInAs(page, house.origin, "member_contact");
    await page.locator("main").getByRole("link", { name: "Names that look like yours" }).first().click();
    // The work looks at them soon after the house opened.
    for (let tries = 0; tries < 60 && !/can send or get mail/.test(await words(page)); tries++) {
      await page.waitForTimeout(1_000);
      await page.reload();
    }
    assert.match(await words(page), /We think someone could use it to write in your name\./);
    await look("list");
    await page.locator("main").getByRole("link", { name: /^Text for a report/ }).first().click();
    assert.match(await page.inputValue("#report"), /^Subject: \S+ looks like our name/);
    await look("report");
    await page.goBack();
    const before = await page.locator("article").count();
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /^It is mine/ }).first().click()]);
    assert.equal(await page.locator("article").count(), before - 1);
    assert.match(await words(page), /that it is yours/);
    await look("said");
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /^Take this back/ }).first().click()]);
    if (await page.getByRole("button", { name: "Look for names like mine now" }).count()) {
      await press(page, "Look for names like mine now");
      assert.match(await words(page), /We tried \d+ of \d+ names/);
      await look("searching");
    }
    await context.close();
  });
}

for (const [width, size] of Object.entries(WIDTHS)) {
  test(`a member asks its IT person by letter, who answers without an account (${width})`, { timeout: 120_000 }, async () => {
    const member = await (await browser.newContext({ viewport: size, acceptDownloads: true })).newPage();
    const look = async (page, name) => {
      await picture(page, `journey-${name}-${width}`);
      assert.deepEqual(await accessibilityFaults(page), [], name);
    };
    await signInAs(member, house.origin, "member_contact");
    await member.goto(`${house.origin}/firm/errands`);
    await look(member, "errands");
    await Promise.all([member.waitForNavigation(), member.getByRole("button", { name: "Write the letter" }).first().click()]);
    const letter = member.url();
    await look(member, "errand");
    const link = (await words(member)).match(/http\S+\/errand\/[a-z2-7]{26}/)[0];
    const [download] = await Promise.all([member.waitForEvent("download"), member.getByRole("link", { name: "Save it as a PDF" }).click()]);
    assert.equal(readFileSync(await download.path()).subarray(0, 5).toString(), "%PDF-");
    await member.fill("input[name=to]", `it.${width}@helper.example`);
    await press(member, "Send the letter");
    assert.match(await words(member), /The letter is on its way/);

    const helper = await (await browser.newContext({ viewport: size })).newPage();
    await helper.goto(new URL(new URL(link).pathname, house.origin).href);
    await look(helper, "reply");
    await helper.locator("input[name^='answer-'][value=done]").first().check();
    await press(helper, "Send my answers");
    await helper.getByText(/We looked again|We could not look again yet/).first().waitFor({ timeout: 30_000 });
    await look(helper, "replied");
    assert.match(await words(helper), /Thank you/);
    await member.goto(letter);
    assert.match(await words(member), /They say that it is done/);
    await member.goto(`${house.origin}/firm`);
    await look(member, "firm-with-letter");
    assert.match(await words(member), /told us that these points are done|We saw that these points are done/);

    await member.goto(`${house.origin}/firm/badge`);
    const off = member.getByRole("button", { name: "Switch the badge off" });
    if (await off.count()) await Promise.all([member.waitForNavigation(), off.click()]);
    await press(member, "Switch the badge on");
    await look(member, "badge");
    const badge = await member.locator("main a[href^='/badge/']").getAttribute("href");
    await helper.goto(house.origin + badge);
    await look(helper, "badge-page");
    assert.match(await words(helper), /current check|checked by/);
    await Promise.all([helper.context().close(), member.context().close()]);
  });
}

test("a look is followed live, without asking again and again", { timeout: 60_000 }, async () => {
  const domain = await aDomainOfTheCity();
  const page = await browser.newPage();
  const streams = [];
  page.on("request", (request) => request.url().endsWith("/live") && streams.push(request.url()));
  await page.goto(`${house.origin}/check`);
  await page.fill("input[name=domain]", domain);
  await page.locator("main").getByRole("button", { name: "Look now" }).click();
  await page.getByText("What we saw for").first().waitFor({ timeout: 20_000 });
  assert.ok(streams.length <= 1, `${streams.length} streams`);
  await page.context().close();
});

test("somebody of the centre sets a password and an app up, signs in with both, and adds a passkey", { timeout: 120_000 }, async () => {
  const manager = await (await browser.newContext()).newPage();
  await signInAs(manager, house.origin, "manager");
  await manager.goto(`${house.origin}/staff`);
  await manager.fill("input[name=name]", "Odile Newcomer");
  await manager.fill("input[name=email]", "odile@centre.example");
  await manager.selectOption("select[name=role]", "contact_officer");
  await press(manager, "Add");
  const link = (await manager.content()).match(/http[^"<\s]+\/set-up\/[^"<\s]+/)[0];

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  assert.deepEqual(await accessibilityFaults(page), []);
  await picture(page, "journey-set-up");
  await press(page, "Start");
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.getByRole("link", { name: "Set a password and an app" }).click();
  await page.locator("main input[type=password]").first().fill("seven lamps along the quay");
  await picture(page, "journey-app");
  const secret = (await words(page)).replace(/\s/g, "").match(/[A-Z2-7]{32,}/)[0];
  await page.locator("main input[name=code]").fill(oneTimeCode(secret));
  await press(page, "Save");
  await picture(page, "journey-recovery-codes");
  assert.match(await words(page), /Write these down now/);

  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto(`${house.origin}/account`);
  await page.locator("form[action='/account/passkeys'] input[name=name]").fill("My laptop");
  await page.locator("form[action='/account/passkeys'] button").click();
  await page.getByText("My laptop").first().waitFor({ timeout: 10_000 });
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Sign out", exact: true }).first().click()]);
  await page.goto(`${house.origin}/desk`);
  assert.match(page.url(), /sign-in/, "signed out, and still inside");
  await page.goto(`${house.origin}/sign-in`);
  await page.getByRole("button", { name: /passkey/i }).click();
  await page.waitForURL((url) => url.pathname === "/desk", { timeout: 10_000 });
  await context.close();
});

/** A time-based one-time code of six digits (RFC 6238), as an app on a phone makes it. */
function oneTimeCode(secret) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
