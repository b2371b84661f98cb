// A conversation on a phone: at one section, with a mention by the keyboard, a reaction, a change and what stood before.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

test("a comment at a section, with a mention, a reaction and a history", async () => {
  const camat = await person(browser, site, { ...phone, storageState: await signedInState(browser, site, "camat") })
  const trouble = await watch(camat, site)
  await camat.goto("/cari")
  await camat.goto(await camat.locator('main a[href^="/praktik/"]').first().getAttribute("href"))
  const study = new URL(camat.url()).pathname
  await camat.getByRole("link", { name: /^Komentari bagian ini/ }).first().click()
  assert.notEqual(await camat.getByLabel("Tentang", { exact: true }).inputValue(), "", "the section is chosen")
  await isFit(camat)

  const field = camat.getByRole("textbox", { name: "Komentar" })
  await field.pressSequentially("Apakah ini jalan di musim hujan? @ciko")
  await field.press("Backspace")
  await camat.getByRole("listbox").getByRole("option").first().waitFor()
  await isFit(camat)
  await field.press("ArrowDown")
  const chosen = await camat.locator('[role="option"][aria-selected="true"]').innerText()
  await field.press("Enter")
  assert.equal(await field.inputValue(), `Apakah ini jalan di musim hujan? @[${chosen}] `)
  await camat.getByRole("button", { name: "Kirim komentar" }).click()
  await camat.getByText("Komentar sudah tampil.").waitFor()
  const mine = camat.locator(".comment", { hasText: "Apakah ini jalan di musim hujan?" })
  await mine.getByText(`@${chosen}`).waitFor()
  await mine.getByText("tentang bagian").waitFor()
  await isFit(camat)

  await mine.getByRole("link", { name: "Ubah" }).click()
  await camat.getByRole("textbox", { name: "Komentar" }).fill("Apakah ini jalan di musim kemarau juga?")
  await camat.getByRole("button", { name: "Simpan perubahan" }).click()
  await camat.getByRole("link", { name: /^diubah / }).click()
  await camat.getByText("Apakah ini jalan di musim hujan?").waitFor()
  await isFit(camat)

  // A colleague presses, with a script and without; the count follows, and pressing again takes it back.
  for (const javaScriptEnabled of [true, false]) {
    const state = await signedInState(browser, site, "colleague")
    const colleague = await person(browser, site, { ...phone, storageState: state, javaScriptEnabled })
    await colleague.goto(study)
    const comment = colleague.locator(".comment", { hasText: "musim kemarau juga?" })
    const button = comment.getByRole("button", { name: /^Bermanfaat/ })
    assert.equal(await button.getAttribute("aria-pressed"), "false")
    await button.click()
    await comment.locator('button[aria-pressed="true"]', { hasText: "Bermanfaat 1" }).waitFor()
    await button.click()
    await comment.locator('button[aria-pressed="false"]', { hasText: "Bermanfaat" }).first().waitFor()
    await colleague.context().close()
  }
  assert.deepEqual(trouble, [])
  await camat.context().close()
})
