// Hand-overs, walked by a council, an officer and the police: on a phone and at a desk, with script and without.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessibilityFaults, htmlFaults, openBrowser, openHouse, picture, signInAs, WIDTHS } from "./house.mjs";

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
const press = (page, button) =>
  Promise.all([page.waitForNavigation(), page.locator("main").getByRole("button", { name: button, exact: true }).click()]);

/** The case of a report: by the queue, or by the records where the queue is not built yet. */
async function caseOf(page, reference) {
  await page.goto(`${house.origin}/desk/queue`);
  const link = page.locator("main a[href^='/desk/cases/']").filter({ hasText: reference }).first();
  if ((await link.count()) > 0) return (await link.getAttribute("href")).split("/")[3].split("?")[0];
  const ask = `import sqlite3,sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("select lower(hex(case_id)) from reports where reference = ?", (sys.argv[2],)).fetchone()[0])`;
  const found = spawnSync("python3", ["-c", ask, join(house.data, "watchhouse.db"), reference], { encoding: "utf8" });
  return found.stdout.trim();
}

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const script of [true, false]) {
    const how = `${width}, ${script ? "with" : "without"} script`;
    const seen = [];
    const look = async (page, name) => {
      await picture(page, `hand-over-${name}-${width}${script ? "" : "-noscript"}`);
      if (script) assert.deepEqual(await accessibilityFaults(page), [], name);
      seen.push([name, await page.content()]);
    };
    const open = async (role) => {
      const context = await browser.newContext({ viewport: size, javaScriptEnabled: script, acceptDownloads: true });
      const page = await context.newPage();
      return { page, at: await signInAs(page, house.origin, role) };
    };

    test(`told to a council once, handed over twice, and answered (${how})`, { timeout: 120_000 }, async () => {
      // Somebody of a council writes down what a person told them.
      const { page: council, at } = await open("council_partner");
      assert.equal(at, "/partner");
      await look(council, "partner-empty");
      await council.goto(`${house.origin}/partner/report`);
      await look(council, "bring-form");
      await press(council, "Send it");
      await look(council, "bring-faults");
      await council.check("input[name=safe][value=no]");
      await council.fill("textarea[name=happened]", "Somebody wrote slurs under our shop's pictures, every night for a week.");
      await council.fill("textarea[name=places]", "https://social.example/posts/1");
      await council.check("input[name=strands][value=race]");
      await council.check("input[name=wishes][value=taken_down]");
      await council.check("input[name=named][value=yes]");
      await council.fill("input[name=name]", "Mina Example");
      await council.fill("input[name=safe_contact]", "Ring after six, never write");
      await press(council, "Send it");
      await look(council, "brought");
      const reference = (await words(council)).match(/WH-[0-9A-Z]{4}-[0-9A-Z]{2}/)[0];
      await council.goto(`${house.origin}/partner/reports`);
      await look(council, "brought-list");
      assert.match(await words(council), new RegExp(reference));
      assert.doesNotMatch(await words(council), /slurs/);

      // An officer sees what each body would get before anything is asked.
      const { page: officer } = await open("contact_officer");
      const own = `${house.origin}/desk/cases/${await caseOf(officer, reference)}/packs`;
      await officer.goto(own);
      await look(officer, "desk-empty");
      await officer.selectOption("select[name=to]", "platform:platform");
      await press(officer, "See what it would get");
      assert.doesNotMatch(await words(officer), /Mina Example/);
      for (const [to, name] of [["police:metropolitan-police", "police"], ["support:council-hackney", "support"]]) {
        await officer.goto(`${own}/new?to=${to}`);
        await look(officer, `desk-new-${name}`);
        assert.match(await words(officer), /Ring after six, never write/);
        await press(officer, "Decide this hand-over");
        await look(officer, `desk-decided-${name}`);
        await press(officer, "They said yes to me");
        await press(officer, "Send it now");
        assert.match(await words(officer), /It is sent/);
      }
      await look(officer, "desk-sent");
      await officer.goto(own);
      await look(officer, "desk-list");
      await officer.goto(`${house.origin}/desk/packs/waiting`);
      await look(officer, "desk-waiting");

      // The police check the package and take it on.
      const { page: police } = await open("police_partner");
      await look(police, "partner-list");
      await Promise.all([police.waitForNavigation(), police.locator("main").getByRole("link", { name: reference }).click()]);
      await look(police, "partner-one");
      const download = police.waitForEvent("download");
      await police.locator("main").getByRole("link", { name: "The package as a file" }).click();
      const file = await (await download).path();
      const program = process.env.WATCHHOUSE ?? "target/debug/watchhouse";
      const key = spawnSync(program, ["package-key", "--data", house.data], { encoding: "utf8" }).stdout.split("\n")[0];
      const verdict = spawnSync(program, ["verify-package", file, "--key", key], { encoding: "utf8" });
      assert.equal(verdict.status, 0, verdict.stdout);
      assert.match(verdict.stdout, /The package is whole: 2 files/);
      assert.ok(createHash("sha256").update(readFileSync(file)).digest("hex"));
      if (script) {
        await police.check("input[name=answer][value=decline]");
        await look(police, "partner-declining");
      }
      await police.check("input[name=answer][value=accept]");
      await press(police, "Send our answer");
      await look(police, "partner-accepted");

      // The council tells what became of it; the desk has both answers.
      await council.goto(`${house.origin}/partner`);
      await Promise.all([council.waitForNavigation(), council.locator("main").getByRole("link", { name: reference }).click()]);
      await council.check("input[name=answer][value=return]");
      await council.selectOption("select[name=outcome]", "hate_supported");
      await press(council, "Send our answer");
      assert.match(await words(council), /you told what became of it/);
      await officer.goto(own);
      const list = await words(officer);
      assert.match(list, /taken on/);
      assert.match(list, /came back: The person has support/);
      if (script) assert.deepEqual(await htmlFaults(seen), []);
      await Promise.all([council, officer, police].map((page) => page.context().close()));
    });
  }
}
