// What a camat took up with figures becomes a study of its own; its family and the page of what came of it show it.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { study, write } from "./site.mjs"
import { desk, enter, isFit, person, phone, startBrowser, startSite, watch } from "./support.mjs"
import { ready } from "./writer.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

test("from the ledger to a study of one's own, its family, and Capaian", async () => {
  const dadan = await enter(browser, site, "camat", phone)
  const trouble = await watch(dadan, site)
  await dadan.goto("/cari?q=tungku+gas+keramik")
  await dadan.locator('main a[href^="/praktik/"]').first().click()
  const title = await dadan.locator("h1").innerText()
  const original = new URL(dadan.url()).pathname
  await dadan.locator(".more-acts > summary").click()
  await dadan.getByText("Sudah lebih jauh dari berminat?").waitFor()
  await dadan.getByRole("radio", { name: /^Berjalan/ }).check()
  await dadan.getByRole("button", { name: "Catat replikasi" }).click()
  await dadan.getByText("Angka sebelum dan sesudah (bila ada)").click()
  const first = dadan.locator("#figures-0")
  await first.getByLabel("Sebelum").fill("30")
  await first.getByLabel("Sesudah").fill("12")
  await dadan.getByRole("button", { name: "Simpan langkah" }).click()
  await dadan.getByText("Langkah tersimpan.").waitFor()
  await isFit(dadan, "replikasi dengan tombol menulis")

  await dadan.getByRole("button", { name: "Tulis sebagai praktik sendiri" }).click()
  await ready(dadan)
  assert.match(await dadan.locator(write.title).inputValue(), /di Kecamatan Cikajang$/)
  await dadan.locator("#kept").waitFor()
  await dadan.evaluate(() => document.querySelectorAll("details.form-part").forEach((part) => { part.open = true }))
  await dadan.locator("#kept").fill("Jadwal bakar bergilir dan iuran gas tetap sama.")
  await dadan.locator("#changed").fill("Tungkunya lebih kecil, karena tanah liat di sini sedikit.")
  await dadan.locator("#dropped").fill("Pinjaman bank tidak dipakai.")
  await dadan.locator(write.summary).fill("Tungku bersama dipakai perajin gerabah secara bergilir.")
  await dadan.locator(write.problem).fill("Barang pecah karena bakaran kayu tidak merata.")
  await dadan.locator(write.action).fill("Kelompok membeli satu tungku kecil bersama.")
  await dadan.locator(write.outcome).fill("Barang pecah berkurang lebih dari separuh.")
  await dadan.getByRole("button", { name: write.publish }).click()
  await dadan.waitForURL(study.address)
  await dadan.getByText("Diadaptasi dari").first().waitFor()
  await dadan.getByText("Pinjaman bank tidak dipakai.").waitFor()

  for (const viewport of [phone, desk]) {
    const visitor = await person(browser, site, { viewport })
    await visitor.goto(new URL(dadan.url()).pathname)
    await visitor.getByRole("link", { name: "Keluarga praktik", exact: true }).first().click()
    await visitor.getByRole("heading", { name: "Keluarga praktik" }).waitFor()
    await visitor.getByRole("link", { name: title, exact: true }).first().waitFor()
    await visitor.getByText("Perubahan dari").waitFor()
    await isFit(visitor, "keluarga praktik")
    await visitor.getByRole("link", { name: title, exact: true }).last().click()
    assert.equal(new URL(visitor.url()).pathname, original)
    await visitor.goto("/dampak")
    await isFit(visitor, "capaian")
    await visitor.getByRole("link", { name: /replikasi berjalan/ }).click()
    await visitor.getByRole("link", { name: title }).first().waitFor()
    await isFit(visitor, "baris capaian")
  }
  assert.deepEqual(trouble, [])
})
