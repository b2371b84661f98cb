// A camat takes up a practice of another kecamatan on a phone: interest, plan, trial, a mistake that is taken back, running with
// figures. Without scripts too.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

for (const javaScriptEnabled of [true, false]) {
  test(`from interest to running with figures, with a mistake taken back, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const storageState = await signedInState(browser, site, "camat")
    const dadan = await person(browser, site, { ...phone, storageState, javaScriptEnabled })
    const trouble = javaScriptEnabled ? await watch(dadan, site) : []
    // Two practices of other kecamatan which the sample camat has not taken up.
    await dadan.goto(javaScriptEnabled ? "/cari?q=mina+padi" : "/cari?q=burung+hantu")
    await dadan.locator('main a[href^="/praktik/"]').first().click()
    const study = dadan.url()
    await dadan.getByRole("button", { name: "Kami berminat mereplikasi" }).click()
    await dadan.getByText("Tercatat. Kantor penulis dan pembina kecamatan diberi tahu.").waitFor()
    if (javaScriptEnabled) await isFit(dadan)
    const entry = dadan.url()

    const steps = [["Direncanakan", "Disepakati di rapat dengan tiga desa."], ["Uji coba", "Dimulai di satu kelompok."]]
    for (const [stage, note] of steps) {
      await dadan.getByRole("radio", { name: new RegExp(`^${stage}`) }).check()
      await dadan.getByLabel("Catatan (bila ada)").fill(note)
      await dadan.getByRole("button", { name: "Simpan langkah" }).click()
      await dadan.getByText("Langkah tersimpan.").waitFor()
      await dadan.getByText(note).waitFor()
    }
    // "Berjalan" by mistake: taken back from the notice, and the trial is the last step again.
    await dadan.getByRole("radio", { name: /^Berjalan/ }).check()
    await dadan.getByLabel("Catatan (bila ada)").fill("Salah pilih.")
    await dadan.getByRole("button", { name: "Simpan langkah" }).click()
    await dadan.getByText("Langkah tersimpan.").waitFor()
    await dadan.getByRole("button", { name: "Urungkan langkah ini" }).waitFor()
    if (javaScriptEnabled) await isFit(dadan)
    await dadan.getByRole("button", { name: "Urungkan", exact: true }).click()
    await dadan.getByText("Langkah diurungkan. Tahapnya kembali: uji coba.").waitFor()
    assert.equal(await dadan.getByText("Salah pilih.").count(), 0)

    await dadan.getByRole("radio", { name: /^Berjalan/ }).check()
    await dadan.getByText("Angka sebelum dan sesudah (bila ada)").click()
    const first = dadan.locator("#figures-0")
    await first.getByLabel("Yang diukur").fill("Panen per musim")
    await first.getByLabel("Satuan").fill("ton")
    await first.getByLabel("Sebelum").fill("2,8")
    await dadan.getByRole("button", { name: "Simpan langkah" }).click()
    await dadan.getByText("Isi angka sebelum dan sesudah, misalnya 3,1 dan 4,9.").first().waitFor()
    if (javaScriptEnabled) await isFit(dadan)
    await dadan.locator("#figures-0").getByLabel("Sesudah").fill("4,1")
    await dadan.getByRole("button", { name: "Simpan langkah" }).click()
    await dadan.getByText("Langkah tersimpan.").waitFor()

    const visitor = await person(browser, site, phone)
    await visitor.goto(study)
    await visitor.getByText("Direplikasi di 1 kecamatan").first().waitFor()
    await visitor.getByText("Direplikasi dengan hasil").first().waitFor()
    await isFit(visitor)
    await visitor.goto(entry)
    await visitor.getByText("Dimulai di satu kelompok.").waitFor()
    await isFit(visitor)
    await dadan.goto("/replikasi?tahap=berjalan")
    await dadan.getByText("dengan angka").first().waitFor()
    if (javaScriptEnabled) await isFit(dadan)
    assert.deepEqual(trouble, [])
  })
}
