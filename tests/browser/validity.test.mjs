// A browser that was installed in English speaks Indonesian of an empty or wrong field, and is silent once it is right.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { aPhoto, desk, enter, person, phone, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const english = { locale: "en-US" }
const said = (page, selector) => page.locator(selector).first().evaluate((field) => field.validationMessage)
// The script comes after the page; until then the browser speaks by itself.
const says = (page, selector, sentence) => assert.doesNotReject(page.waitForFunction(
  ([selector, sentence]) => document.querySelector(selector).validationMessage === sentence, [selector, sentence],
), `${selector}: ${sentence}`)

test("a report without anything in it", async () => {
  const visitor = await person(browser, site, { ...english, viewport: phone })
  const trouble = await watch(visitor, site)
  await visitor.goto("/praktik/1/laporkan", { waitUntil: "networkidle" })
  await visitor.getByRole("button", { name: "Kirim laporan" }).click()
  await says(visitor, "input[name=ground]", "Pilih salah satu.")
  await says(visitor, "#body", "Isian ini belum diisi.")
  await visitor.locator("input[name=ground]").last().check()
  assert.equal(await said(visitor, "input[name=ground]"), "", "another of the group was chosen")
  await visitor.locator("#body").fill("Angkanya keliru.")
  assert.equal(await said(visitor, "#body"), "", "silent as soon as it is right")
  await visitor.locator("#name").press("Enter")
  await says(visitor, "#name", "Isian ini belum diisi.")
  await visitor.locator("#name").fill("Ujang")
  await visitor.locator("#contact").fill("0812-3456-7890")
  await visitor.locator("#contact").press("Enter")
  await visitor.waitForURL((url) => !url.pathname.endsWith("/laporkan"))
  assert.deepEqual(trouble, [])
})

test("dates, a mail address, a file, a box and a password", async () => {
  const dadan = await enter(browser, site, "camat", desk, english)
  await dadan.goto("/praktik/3/studi-tiru", { waitUntil: "networkidle" })
  await dadan.locator("#day-1").fill("2026-01-05")
  await dadan.getByRole("button", { name: "Kirim permohonan" }).click()
  const first = await dadan.locator("#day-1").getAttribute("min")
  const spoken = new Date(`${first}T00:00Z`).toLocaleDateString("id", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
  await says(dadan, "#day-1", `Tanggal paling awal ${spoken}.`)
  await dadan.locator("#day-1").fill(first)
  assert.equal(await said(dadan, "#day-1"), "")

  const contact = await dadan.context().newPage()
  await contact.goto("/produk/1/ubah", { waitUntil: "networkidle" })
  await contact.locator("#maker").fill("")
  await contact.getByRole("button", { name: "Simpan kontak" }).click()
  await says(contact, "#maker", "Isian ini belum diisi.")
  await says(contact, "#agreed", "Centang kotak ini untuk melanjutkan.")
  await contact.locator("#agreed").check()
  assert.equal(await said(contact, "#agreed"), "")
  await contact.locator("#study").selectOption("")
  await contact.getByRole("button", { name: "Simpan produk" }).click()
  await says(contact, "#study", "Pilih salah satu.")
  await contact.getByRole("button", { name: "Unggah foto" }).click()
  await says(contact, "#photo", "Pilih fotonya dahulu.")
  await contact.locator("#photo").setInputFiles(aPhoto())
  assert.equal(await said(contact, "#photo"), "")

  const account = await dadan.context().newPage()
  await account.goto("/akun", { waitUntil: "networkidle" })
  await account.locator("#surel-baru").fill("dadan")
  await account.locator("#surel-baru").press("Enter")
  await says(account, "#surel-baru", "Tulis alamat surel yang lengkap, misalnya nama@contoh.go.id.")
  await account.locator("#sandi").pressSequentially("pendek")
  await account.locator("#sandi").press("Enter")
  await says(account, "#sandi", "Paling sedikit 10 karakter; baru 6.")
})
