// A camat asks another office for its practice, certifies who contributed to an own one, and takes an evidence pack home; a
// visitor checks the certificate. The request works without scripts too.
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { after, before, test } from "node:test"
import { isFit, person, signIn, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

async function camat(options = {}) {
  const page = await person(browser, site, { ...phone, ...options })
  const { login, password } = site.account("camat")
  await signIn(page, login, password)
  return page
}

/** Presses what answers with a file; its name and its first bytes. */
async function taken(page, control) {
  const [download] = await Promise.all([page.waitForEvent("download"), control.click()])
  const bytes = await readFile(await download.path())
  assert.equal(bytes.subarray(0, 2).toString("latin1"), "PK", "a container")
  return { name: download.suggestedFilename(), bytes }
}

for (const javaScriptEnabled of [true, false]) {
  test(`a letter is chosen, read and taken home ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const page = await camat({ javaScriptEnabled, acceptDownloads: true })
    await page.goto("/praktik/2")
    await page.locator("summary", { hasText: "Surat dan berkas" }).click()
    await page.getByRole("link", { name: "Buat surat permohonan replikasi" }).click()
    await page.getByText("Permohonan Replikasi Praktik Baik").waitFor()
    await page.getByLabel(/^Studi tiru/).check()
    await page.getByLabel("Narahubung").fill("Wawan, 0262-123456")
    await page.getByRole("button", { name: "Perbarui pratinjau" }).click()
    await page.getByText("Permohonan Studi Tiru Praktik Baik").waitFor()
    assert.ok(await page.getByText("menghubungi Wawan, 0262-123456").isVisible())
    if (javaScriptEnabled) await isFit(page)
    const { name } = await taken(page, page.getByRole("button", { name: "Unduh untuk Word" }))
    assert.equal(name, "surat-permohonan-studi-tiru-praktik-2.docx")
    await page.context().close()
  })
}

test("who contributed is certified, checked by a visitor, and taken back", async () => {
  const page = await camat({ acceptDownloads: true })
  const trouble = await watch(page, site)
  await page.goto("/praktik/1/keterangan-kontribusi")
  await isFit(page)
  const free = page.locator("fieldset", { has: page.locator("input[name$='.name'][value='']") }).first()
  await free.getByLabel("Nama", { exact: true }).fill("Ujang Rahmat")
  await free.getByLabel(/^Jabatan/).fill("Kasi Ekbang")
  await free.getByLabel("Peran", { exact: true }).selectOption("penggagas")
  await free.getByLabel(/^Bersedia disebut/).check()
  await page.getByRole("button", { name: "Buat surat keterangan" }).click()
  await page.getByRole("heading", { name: "SURAT KETERANGAN KONTRIBUSI", exact: true }).waitFor()
  await page.getByText("Ujang Rahmat, Kasi Ekbang").first().waitFor()
  await isFit(page)
  const { name } = await taken(page, page.getByRole("link", { name: "Unduh untuk Word" }))
  assert.match(name, /^keterangan-kontribusi-praktik-1-\d+\.docx$/)
  const check = await page.getByRole("link", { name: "Halaman pemeriksaan" }).getAttribute("href")
  const visitor = await person(browser, site, phone)
  await visitor.goto(check)
  await visitor.getByText("Berlaku.", { exact: true }).waitFor()
  await visitor.getByText("Ujang Rahmat, Kasi Ekbang").first().waitFor()
  await isFit(visitor)
  await page.getByLabel("Alasan").fill("Nama seorang penulis tertinggal.")
  await page.getByRole("button", { name: "Cabut surat keterangan" }).click()
  await page.getByText("Alasan: Nama seorang penulis tertinggal.").waitFor()
  await visitor.reload()
  await visitor.getByText("Tidak berlaku.", { exact: true }).waitFor()
  assert.deepEqual(trouble, [])
})

test("what a contest asks is listed, missing first, and comes home as one ZIP", async () => {
  const page = await camat({ acceptDownloads: true })
  await page.goto("/praktik/1")
  await page.locator("summary", { hasText: "Surat dan berkas" }).click()
  await page.getByRole("link", { name: "Berkas bukti IGA dan KIPP" }).click()
  await page.getByLabel(/^KIPP \(/).check()
  await page.getByRole("button", { name: "Tampilkan kriterianya" }).click()
  await page.getByRole("heading", { level: 1, name: /^Berkas bukti KIPP/ }).waitFor()
  await isFit(page)
  const { name, bytes } = await taken(page, page.getByRole("link", { name: /^Unduh berkas bukti/ }))
  assert.match(name, /^berkas-bukti-kipp-\d{4}-praktik-1\.zip$/)
  for (const part of ["00-daftar-isi.txt", "01-naskah/naskah-kipp-", "02-angka/angka.xlsx"]) {
    assert.ok(bytes.includes(part), part)
  }
  const lacking = page.getByRole("button", { name: /^Lengkapi/ }).first()
  if (await lacking.count()) {
    await lacking.click()
    await page.waitForURL(/\/tulis\/[0-9a-f-]{36}\?bentuk=lengkap#/)
  }
})
