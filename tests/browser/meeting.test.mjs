// A camat saves a shortlist as a meeting, compares, decides on the projector, takes the minutes home and begins the next
// meeting; deciding works without scripts too.
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { after, before, test } from "node:test"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

test("from the shortlist to the minutes and the next meeting", async () => {
  const state = await signedInState(browser, site, "camat")
  const camat = await person(browser, site, { ...desktop, storageState: state })
  const trouble = await watch(camat, site)
  await camat.goto("/rapat?praktik=2,3,5")
  await camat.getByRole("link", { name: "Simpan sebagai rapat" }).click()
  assert.equal(await camat.getByLabel("Nama rapat").inputValue(), "Rapat koordinasi Kec. Cikajang")
  await camat.getByLabel("Nama rapat").fill("Rapat persiapan kemarau")
  await isFit(camat)
  await camat.getByRole("button", { name: "Simpan rapat" }).click()
  await camat.getByRole("heading", { name: "Rapat persiapan kemarau" }).waitFor()
  const meeting = new URL(camat.url()).pathname
  await isFit(camat)

  await camat.getByRole("link", { name: "Bandingkan" }).click()
  assert.equal(await camat.locator(".compare thead th a").count(), 3, "three side by side")
  await isFit(camat)
  const onPhone = await person(browser, site, { ...phone, storageState: state })
  await onPhone.goto(`${meeting}/banding`)
  assert.equal(await onPhone.locator(".compare-one:visible").count(), 3, "one after the other on a phone")
  await isFit(onPhone)

  await camat.goto(`${meeting}/layar`)
  await camat.getByText("1 dari 3").waitFor()
  const press = async (key, shown) => {
    await camat.waitForLoadState("networkidle")
    await camat.keyboard.press(key)
    await camat.getByText(shown).waitFor()
  }
  await press("3", "3 dari 3")
  await press("ArrowLeft", "2 dari 3")
  await press("ArrowRight", "3 dari 3")
  await press("ArrowUp", "3 dari 3")
  await press("ArrowUp", "3 dari 3")
  await press("Enter", "2 dari 3")
  await press("1", "1 dari 3")
  const note = camat.getByLabel(/^Catatan/)
  await note.fill("Airnya cukup.\n".repeat(30))
  assert.ok((await note.boundingBox()).height < 320, "a long note scrolls by itself")
  await camat.keyboard.press("Escape")
  await press("2", "1 dari 3")
  assert.equal(await camat.evaluate(() => document.activeElement.textContent), "Simpan", "no key leaves behind what was typed")
  await note.fill("")
  await camat.getByLabel("Penanggung jawab").fill("Kasi Ekbang")
  await camat.getByLabel("Tenggat").fill("2027-01-15")
  await camat.getByRole("button", { name: "Replikasi", exact: true }).click()
  await camat.getByRole("status").filter({ hasText: "Tersimpan." }).waitFor()
  assert.equal(await camat.getByRole("button", { name: "Replikasi", exact: true }).getAttribute("aria-pressed"), "true")
  assert.match(await camat.locator("#daftar li").first().innerText(), /Replikasi · Kasi Ekbang/)
  await isFit(camat)

  // Somebody else decides about the second on a phone without scripts; the projector does not overwrite it unseen.
  await camat.getByRole("link", { name: "Berikutnya" }).click()
  await camat.getByText("2 dari 3").waitFor()
  const other = await person(browser, site, { ...phone, storageState: state, javaScriptEnabled: false })
  await other.goto(`${meeting}/layar?ke=2`)
  await other.getByRole("button", { name: "Pelajari", exact: true }).click()
  assert.match(await other.locator("#daftar li").nth(1).innerText(), /Pelajari/)
  await camat.getByRole("button", { name: "Tidak cocok", exact: true }).click()
  await camat.getByText("Belum tersimpan.").waitFor()
  await camat.getByRole("link", { name: "pakai yang tersimpan" }).click()
  await camat.getByText("2 dari 3").waitFor()
  assert.equal(await camat.getByRole("button", { name: "Pelajari", exact: true }).getAttribute("aria-pressed"), "true")

  await camat.goto(`${meeting}/notulen`)
  await camat.getByRole("heading", { name: "Putusan" }).waitFor()
  await isFit(camat)
  const [download] = await Promise.all([camat.waitForEvent("download"), camat.getByRole("link", { name: "Unduh Word (DOCX)" }).click()])
  assert.match(download.suggestedFilename(), /^notulen-rapat-\d+\.docx$/)
  assert.equal((await readFile(await download.path())).subarray(0, 2).toString(), "PK")

  await camat.goto(meeting)
  await camat.getByRole("link", { name: "Catatan replikasi" }).waitFor()
  await camat.getByRole("button", { name: "Tutup rapat" }).click()
  await camat.getByText("Rapat ditutup. Notulennya tetap.").waitFor()
  await camat.getByRole("button", { name: "Rapat berikutnya" }).click()
  await camat.getByText("Rapat berikutnya dimulai dengan 2 tindak lanjut yang belum selesai.").waitFor()
  assert.equal(await camat.locator(".agenda-item").count(), 2)
  await camat.getByRole("button", { name: /Tandai selesai/ }).first().click()
  await camat.getByText("Tindak lanjut ditandai selesai.").waitFor()
  await isFit(camat)
  assert.deepEqual(trouble.filter((one) => !/status of 409/.test(one)), [], "only the clash was refused")
  for (const page of [camat, onPhone, other]) await page.context().close()
})
