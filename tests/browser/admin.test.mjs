// What an administrator changes is what people see next: a sector's name, a text of the site, the terms of use.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signIn, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

async function enters(role, options) {
  const page = await person(browser, site, options)
  const { login, password } = site.account(role)
  await signIn(page, login, password)
  return page
}

test("a renamed sector stands in the form and in the filter", async () => {
  const dewi = await enters("admin", desktop)
  const trouble = await watch(dewi, site)
  await dewi.goto("/admin")
  await isFit(dewi)
  await dewi.getByRole("link", { name: "Sektor", exact: true }).click()
  await isFit(dewi)
  await dewi.getByRole("link", { name: "Ubah Pertanian" }).click()
  await dewi.getByLabel("Nama", { exact: true }).fill("umkm")
  await dewi.getByRole("button", { name: "Simpan" }).click()
  await dewi.getByRole("link", { name: "Sudah ada sektor “UMKM”." }).waitFor()
  await isFit(dewi)
  await dewi.getByLabel("Nama", { exact: true }).fill("Pertanian dan Perikanan")
  await dewi.getByRole("button", { name: "Simpan" }).click()
  await dewi.getByText("Perubahan disimpan dan langsung berlaku.").waitFor()
  await dewi.getByText("Nama: Pertanian → Pertanian dan Perikanan").waitFor()

  const visitor = await person(browser, site, phone)
  await visitor.goto("/sektor/pertanian")
  await visitor.getByRole("heading", { name: "Pertanian dan Perikanan" }).waitFor()
  await visitor.goto("/cari?sektor=pertanian")
  assert.match(await visitor.locator("main").innerText(), /Pertanian dan Perikanan/)
  const siti = await enters("camat", desktop)
  await siti.goto("/tulis/kerangka?bentuk=lengkap")
  assert.match(await siti.locator("main").innerText(), /Pertanian dan Perikanan/)
  assert.deepEqual(trouble, [])
  for (const page of [dewi, visitor, siti]) await page.context().close()
})

test("the privacy text is looked at, kept, read by a visitor and taken back", async () => {
  const dewi = await enters("admin", phone)
  await dewi.goto("/admin/situs/privasi")
  await isFit(dewi)
  await dewi.getByLabel("Isi", { exact: true }).fill("## Petugas\n\nTanya **Bu Rina** di kantor kami.")
  await dewi.getByRole("button", { name: "Pratinjau" }).click()
  await dewi.getByText("Pratinjau, belum disimpan").waitFor()
  await dewi.getByRole("heading", { name: "Petugas" }).waitFor()
  await isFit(dewi)
  await dewi.getByLabel("Catatan perubahan").fill("Nama petugas")
  await dewi.getByRole("button", { name: "Simpan" }).click()
  await dewi.getByText("Disimpan sebagai versi 2").waitFor()
  const visitor = await person(browser, site, phone)
  await visitor.goto("/privasi")
  await visitor.getByText("Bu Rina").waitFor()
  await dewi.getByRole("link", { name: "Riwayat versi" }).click()
  await dewi.getByRole("link", { name: "Lihat perubahannya di versi 2" }).click()
  assert.match(await dewi.locator(".diff ins").first().innerText(), /\S/)
  await isFit(dewi)
  await dewi.goto("/admin/situs/privasi")
  await dewi.getByRole("button", { name: "Kembali ke teks bawaan" }).click()
  await dewi.getByText("Teks bawaan tampil lagi.").waitFor()
  await visitor.goto("/privasi")
  await visitor.getByRole("heading", { name: "Hak Bapak/Ibu" }).waitFor()
  for (const page of [dewi, visitor]) await page.context().close()
})

test("new terms hold, and a camat agrees to them, also without scripts", async () => {
  const dewi = await enters("admin", desktop)
  await dewi.goto("/admin/situs/ketentuan")
  await dewi.getByLabel("Isi", { exact: true }).fill("Foto drone perlu izin tertulis.")
  await dewi.getByLabel("Catatan perubahan").fill("Foto drone")
  await dewi.getByLabel("Berlaku mulai").fill(new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10))
  await dewi.getByRole("button", { name: "Terbitkan versi baru" }).click()
  await dewi.getByText("Versi 2 diterbitkan").waitFor()
  await isFit(dewi)
  for (const javaScriptEnabled of [true, false]) {
    const role = javaScriptEnabled ? "camat" : "coordinator"
    const reader = await enters(role, { ...phone, javaScriptEnabled })
    await reader.goto("/tentang")
    await reader.getByText("Mohon setujui perubahan ketentuan penggunaan").waitFor()
    if (javaScriptEnabled) await isFit(reader)
    const strip = await reader.locator(".consent").boundingBox()
    assert.ok(strip.height <= 60, `the strip of the terms takes ${strip.height} px of a phone`)
    await reader.locator(".consent").getByRole("link", { name: "ketentuan penggunaan" }).click()
    await reader.getByText("Foto drone perlu izin tertulis.").waitFor()
    await reader.getByRole("button", { name: "Setuju", exact: true }).click()
    await reader.getByText("Persetujuan atas ketentuan penggunaan dicatat.").waitFor()
    await reader.goto("/akun")
    await reader.getByText("Bapak/Ibu menyetujui versi 2 pada").waitFor()
    assert.equal(await reader.getByText("Mohon setujui perubahan ketentuan penggunaan").count(), 0)
    await reader.context().close()
  }
  await dewi.context().close()
})
