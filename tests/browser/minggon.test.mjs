// A coordinator sets the bahan minggon of next month on a phone: each study is looked for and chosen by its title, with and
// without scripts; all that is missing is said at once.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

for (const javaScriptEnabled of [true, false]) {
  test(`three studies by their titles, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const storageState = await signedInState(browser, site, "coordinator")
    const ratna = await person(browser, site, { ...phone, storageState, javaScriptEnabled })
    const trouble = await watch(ratna, site)
    await ratna.goto("/meja/minggon")
    const months = ratna.getByRole("navigation", { name: "Bulan lain" }).getByRole("link")
    await months.nth(javaScriptEnabled ? 1 : 2).click()
    await ratna.getByRole("button", { name: "Simpan dan terbitkan" }).click()
    await ratna.getByRole("heading", { name: "Belum tersimpan" }).waitFor()
    assert.equal(await ratna.locator(".errors li").count(), 4, "the theme and three studies")
    if (javaScriptEnabled) await isFit(ratna)

    await ratna.getByLabel("Tema", { exact: true }).fill("Kemarau tanpa gagal panen")
    for (const [at, word] of ["air", "sampah", "stunting"].entries()) {
      const place = ratna.locator(`#praktik-${at + 1}`)
      await place.getByLabel("Cari praktiknya").fill(word)
      await place.getByRole("button", { name: /^Cari/ }).click()
      const first = place.getByRole("button", { name: /^Pilih/ }).first()
      await first.click()
      await place.getByRole("button", { name: "Ganti" }).waitFor()
    }
    assert.equal(await ratna.getByLabel("Tema", { exact: true }).inputValue(), "Kemarau tanpa gagal panen", "what is typed stays")
    await ratna.locator("#praktik-1").getByLabel("Pertanyaan untuk dibahas").fill("Siapa yang memulai?\nKapan?")
    if (javaScriptEnabled) await isFit(ratna)
    await ratna.getByRole("button", { name: "Simpan dan terbitkan" }).click()
    await ratna.getByText("Bahan minggon tersimpan dan terbit pada").waitFor()
    assert.equal(await ratna.getByRole("button", { name: "Ganti" }).count(), 3)
    assert.deepEqual(trouble.filter((one) => !/status of 422/.test(one)), [], "only the empty form was refused")
    await ratna.context().close()
  })
}
