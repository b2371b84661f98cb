// A coordinator gathers three studies, a visitor reads them, and the booklet prints; all of it works without scripts too.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, noSidewaysScroll, person, signIn, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }
const clean = async (page) => { assert.ok(await noSidewaysScroll(page), page.url()); assert.deepEqual(await axe(page), []) }
const titles = (page) => page.locator(".edit-entry h3, .entry h3, .leaf-contents strong").allInnerTexts()
const note = "Mulai dari sini. ".repeat(35).trim()

test("three studies become a collection, a page and a booklet", async () => {
  const hendra = await person(browser, site, desktop)
  const trouble = await watch(hendra, site)
  const { login, password } = site.account("coordinator")
  await signIn(hendra, login, password)
  await hendra.goto("/praktik/1")
  await hendra.getByRole("link", { name: "Tambahkan ke kumpulan" }).click()
  await hendra.getByRole("link", { name: "Buat kumpulan baru dengan praktik ini" }).click()
  await hendra.getByLabel("Judul kumpulan").fill("Siaga kemarau 2027")
  await hendra.getByRole("button", { name: "Buat draf kumpulan" }).click()
  await hendra.getByText("Draf kumpulan dibuat.").waitFor()
  const first = (await titles(hendra))[0], form = hendra.url()

  const second = await person(browser, site, desktop)
  await second.goto("/cari?q=curug")
  const address = new URL(await second.locator('main a[href^="/praktik/"]').first().getAttribute("href"), site.origin).href
  await hendra.getByLabel("Tambah praktik").fill(address)
  await hendra.getByRole("textbox", { name: "Pengantar" }).fill("Untuk **rapat koordinasi** bulan April.")
  await hendra.getByRole("button", { name: "Tambahkan" }).first().click()
  await hendra.getByText("Praktik ditambahkan.").waitFor()
  await hendra.getByLabel("Tambah praktik").fill("3")
  await hendra.getByLabel("Tambah praktik").press("Enter")
  await hendra.locator(".edit-entry").nth(2).waitFor()
  const order = await titles(hendra)
  assert.equal(order.length, 3)
  assert.equal(order[0], first)

  await hendra.getByRole("textbox", { name: /Catatan kurator untuk praktik 3/ }).fill(note)
  await hendra.getByRole("button", { name: "Naikkan praktik 3" }).click()
  await hendra.getByText("Urutan tersimpan.").waitFor()
  assert.deepEqual(await titles(hendra), [order[0], order[2], order[1]])
  assert.equal(await hendra.getByRole("textbox", { name: /Catatan kurator untuk praktik 2/ }).inputValue(), note, "what was typed is kept by moving")
  await hendra.getByRole("button", { name: "Keluarkan praktik 1" }).click()
  await hendra.getByRole("button", { name: "Urungkan" }).click()
  await hendra.getByText("Praktik itu kembali ke tempatnya.").waitFor()
  assert.deepEqual(await titles(hendra), [order[0], order[2], order[1]])
  await hendra.locator(".cover-pick img").first().click()
  await hendra.getByLabel("Tambah kurator").selectOption({ label: "Fajar Nugrahaputra, Bapperida Kab. Bandung" })
  await clean(hendra)
  await hendra.getByRole("button", { name: "Terbitkan" }).click()
  await hendra.getByText("Kumpulan tayang untuk semua pembaca.").waitFor()
  await clean(hendra)

  const visitor = await person(browser, site, phone)
  await visitor.goto("/")
  await visitor.getByRole("contentinfo").getByRole("link", { name: "Kumpulan" }).click()
  await visitor.getByRole("link", { name: "Siaga kemarau 2027" }).click()
  await visitor.getByText("Disusun Bagian Tata Pemerintahan Kab. Garut bersama Bapperida Kab. Bandung").waitFor()
  assert.deepEqual(await titles(visitor), [order[0], order[2], order[1]])
  await visitor.getByText("Mulai dari sini.").waitFor()
  await visitor.locator(".cover-photo img").waitFor()
  await clean(visitor)

  await visitor.getByRole("link", { name: "Cetak buklet" }).click()
  await visitor.getByRole("heading", { name: "Daftar isi" }).waitFor()
  assert.deepEqual(await titles(visitor), [order[0], order[2], order[1]])
  assert.equal(await visitor.locator("svg.qr").count(), 4, "a code of the collection and one of each study")
  await clean(visitor)
  await visitor.evaluate(() => Promise.all([...document.images].map((image) => image.decode())))
  const pdf = (await visitor.pdf({ preferCSSPageSize: true })).toString("latin1")
  assert.equal(pdf.match(/\/Type \/Page\b/g).length, 5, "cover, contents, and a page for each study")

  // Another curator was faster: what is typed here stays, and the page says who.
  await hendra.goto(form)
  const fajar = await person(browser, site, { ...phone, storageState: await signedInState(browser, site, "colleague"), javaScriptEnabled: false })
  await fajar.goto(form)
  await fajar.getByRole("button", { name: "Turunkan praktik 1" }).click()
  assert.equal((await titles(fajar))[1], order[0], "it works without scripts")
  await hendra.getByLabel("Judul kumpulan").fill("Siaga kemarau bersama")
  await hendra.getByRole("button", { name: "Simpan" }).last().click()
  await hendra.getByText("Fajar Nugrahaputra mengubah kumpulan ini").waitFor()
  assert.equal(await hendra.getByLabel("Judul kumpulan").inputValue(), "Siaga kemarau bersama")
  await hendra.getByRole("button", { name: "Simpan" }).last().click()
  await hendra.getByText("Tersimpan.").waitFor()
  assert.equal((await titles(hendra))[1], order[0])
  assert.deepEqual(trouble, [])
  for (const page of [hendra, second, visitor, fajar]) await page.context().close()
})
