// Coordinators decide what a province looks at: the calendar, the way from a gap to a kecamatan, and a report.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { desk, enter, isFit, person, phone, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

test("a week gets a theme, a suggestion becomes its plan, and the plan is taken back", async () => {
  const page = await enter(browser, site, "coordinator", desk)
  await page.goto("/meja")
  await page.getByRole("navigation", { name: "Bagian ruang kerja" }).getByRole("link", { name: "Kalender pilihan" }).click()
  const next = page.locator(".week").nth(1)
  await next.getByText("Beri tema").click()
  await next.getByLabel("Tema", { exact: true }).fill("Pekan pariwisata desa")
  await next.getByRole("button", { name: "Simpan tema" }).click()
  await page.getByText("Tema disimpan.").waitFor()
  await page.getByText("Sesuai tema minggu ini: sektor Pariwisata.").waitFor()
  await isFit(page)
  await page.getByRole("link", { name: /^Pilih praktik ini/ }).first().click()
  assert.equal(await page.getByLabel(/^Tema/).inputValue(), "Pekan pariwisata desa")
  await page.getByLabel("Mengapa praktik ini dipilih?").fill("Tiga desa sudah menirunya.")
  await isFit(page)
  await page.getByRole("button", { name: "Jadikan praktik pilihan" }).click()
  await page.getByText(/^Direncanakan tampil /).waitFor()
  await page.locator(".week").nth(1).getByText("direncanakan").waitFor()
  await page.getByRole("button", { name: "Urungkan" }).click()
  await page.getByText("Diurungkan: praktik itu tidak menjadi pilihan.").waitFor()
  assert.equal(await page.locator(".week").nth(1).getByText("direncanakan").count(), 0)
  await page.context().close()
})

test("by the keyboard a line of the desk is picked, marked as seen, and brought back", async () => {
  const page = await enter(browser, site, "coordinator", desk)
  await page.goto("/meja")
  const title = await page.locator("#antrean").locator("xpath=ancestor::section").locator(".line-title a").first().innerText()
  const rows = await page.locator("[data-row]").count()
  for (let row = 0; row < rows; row++) {
    await page.keyboard.press("j")
    if (await page.evaluate(() => document.activeElement.textContent) === title) break
  }
  await page.keyboard.press("x")
  assert.equal(await page.locator(".pick:checked").count(), 1)
  await page.getByRole("button", { name: "Tandai yang dipilih sudah dilihat" }).click()
  await page.getByText("1 praktik ditandai sudah dilihat.").waitFor()
  assert.equal(await page.getByRole("link", { name: title, exact: true }).count(), 0)
  await page.getByRole("button", { name: "Urungkan" }).click()
  await page.getByRole("link", { name: title, exact: true }).waitFor()
  await page.context().close()
})

test("from a gap on the map to the kecamatan concerned, on a phone", async () => {
  const page = await enter(browser, site, "coordinator", phone)
  await page.goto("/cakupan?indikator=kemiskinan")
  await page.getByText("salinan, belum dicocokkan").first().waitFor()
  await isFit(page)
  // Every area of the map is reached by the keyboard.
  await page.locator("svg.map a").first().focus()
  const gap = page.locator('section[aria-labelledby="celah"] a').first()
  const name = (await gap.innerText()).split(":")[0]
  await gap.click()
  await page.getByRole("heading", { level: 1, name: new RegExp(name) }).waitFor()
  await isFit(page)
  await page.locator('main a[href^="/kecamatan/"]').first().click()
  await page.getByRole("heading", { level: 1 }).waitFor()
  assert.match(page.url(), /\/kecamatan\/\d\d\.\d\d\.\d\d/)
  await page.context().close()
})

test("reported by a reader, hidden by the coordinator, answered by the office, shown again", async () => {
  const camat = await enter(browser, site, "camat", phone), hendra = await enter(browser, site, "coordinator", desk)
  const reader = await person(browser, site, { viewport: phone, reducedMotion: "reduce" })
  await camat.goto("/draf")
  const url = new URL(await camat.locator('main a[href^="/praktik/"]').first().getAttribute("href"), camat.url()).pathname
  await reader.goto(url)
  await reader.getByRole("link", { name: "Laporkan tulisan ini" }).click()
  await isFit(reader)
  await reader.getByLabel(/^Memuat data pribadi/).check()
  await reader.getByLabel("Apa yang perlu diperbaiki?").fill("Nomor telepon kader tertulis di bagian tindakan.")
  await reader.getByLabel("Nama Bapak/Ibu").fill("Ibu Imas")
  await reader.getByLabel("Nomor WhatsApp atau surel").fill("imas@contoh.id")
  await reader.getByRole("button", { name: "Kirim laporan" }).click()
  await reader.getByText(/terkirim kepada pembina\. Dijawab paling lambat/).waitFor()

  await hendra.goto("/meja")
  await hendra.getByRole("link", { name: /^1 laporan menunggu jawaban/ }).waitFor()
  await hendra.getByRole("link", { name: /^Praktik: Memuat data pribadi/ }).click()
  await hendra.getByText("Ibu Imas, imas@contoh.id").waitFor()
  await isFit(hendra)
  await hendra.getByLabel("Sembunyikan sekarang").check()
  await hendra.getByLabel("Alasan").fill("Nomor telepon pribadi perlu dihapus dulu.")
  await hendra.getByRole("button", { name: "Kirim jawaban" }).click()
  await hendra.getByText("Dijawab. Sampaikan jawabannya kepada pelapor lewat kontaknya.").waitFor()
  assert.equal((await reader.goto(url)).status(), 404)

  const report = hendra.url()
  await camat.goto(new URL(report).pathname)
  await camat.getByText("Nomor telepon pribadi perlu dihapus dulu.").waitFor()
  assert.equal(await camat.getByText("Ibu Imas").count(), 0, "who reported is for coordinators")
  await isFit(camat)
  await camat.getByLabel("Tanggapan").fill("Nomornya sudah kami hapus.")
  await camat.getByRole("button", { name: "Kirim tanggapan" }).click()
  await camat.getByText("Tanggapan terkirim kepada pembina.").waitFor()

  await hendra.goto(report)
  await hendra.getByText("Nomornya sudah kami hapus.").waitFor()
  await hendra.getByLabel("Tampilkan kembali").check()
  await hendra.getByLabel("Alasan").fill("Terima kasih, sudah bersih.")
  await hendra.getByRole("button", { name: "Kirim jawaban" }).click()
  await hendra.getByText("Dijawab. Sampaikan jawabannya kepada pelapor lewat kontaknya.").waitFor()
  assert.equal((await reader.goto(url)).status(), 200)
  for (const page of [camat, hendra, reader]) await page.context().close()
})
