// The roster of a whole province, an invitation from it, and the first sign-in; then a mutasi with its handover.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signIn, startBrowser, startSite } from "./support.mjs"

const password = "gayung tebing onde kelambu"
let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

test("a table of officials is looked at, recorded, and somebody joins by the link", async () => {
  const hendra = await person(browser, site, desktop)
  const { login, password: own } = site.account("coordinator")
  await signIn(hendra, login, own)
  await hendra.goto("/meja")
  await hendra.getByRole("link", { name: "Pejabat", exact: true }).click()
  await hendra.getByRole("link", { name: "Impor daftar pejabat" }).click()
  const lines = Array.from({ length: 20 }, (_, at) => `Pejabat ${at};0813777${String(at).padStart(5, "0")};sekcam;32.05.${at + 1}`)
  const table = ["nama;no hp;peran;kode", ...lines.map((line) => line.replace(/\.(\d)$/, ".0$1"))].join("\r\n")
  await hendra.setInputFiles("#file", { name: "pejabat.csv", mimeType: "text/csv", buffer: Buffer.from(table) })
  await hendra.getByRole("button", { name: "Periksa daftar" }).click()
  await hendra.getByText("Belum ada yang tercatat.").waitFor()
  await isFit(hendra)
  await hendra.getByRole("button", { name: "Catat 20 perubahan" }).click()
  await hendra.getByText("20 perubahan tercatat").waitFor()
  await isFit(hendra)
  const pages = (await hendra.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type \/Page\b/g).length
  assert.ok(pages <= 5, `${pages} pages of invitations for twenty people`)

  const link = await hendra.locator(".invitation-url").first().innerText()
  const siti = await person(browser, site, phone)
  await siti.goto(link)
  await siti.getByLabel("Kata sandi", { exact: true }).fill(password)
  await siti.locator('[name="password_again"]').fill(password)
  await siti.locator('[name="setuju"]').check()
  await siti.getByRole("button").filter({ hasText: /Buat|Simpan|Bergabung/ }).first().click()
  await siti.getByText("Selamat datang, Pejabat 0.").waitFor()
  await hendra.goto("/meja/pejabat?tampil=belum-bergabung")
  await hendra.getByText("19 orang belum bergabung.").waitFor()
  await siti.context().close()
  await hendra.context().close()
})

test("mutasi: the successor comes, both confirm one sheet, and it prints", async () => {
  const hendra = await person(browser, site, desktop), dadan = await person(browser, site, phone), yuli = await person(browser, site, phone)
  const coordinator = site.account("coordinator"), camat = site.account("camat")
  await signIn(hendra, coordinator.login, coordinator.password)
  await signIn(dadan, camat.login, camat.password)
  await hendra.goto("/kecamatan/32.05.22/pejabat")
  await hendra.getByRole("link", { name: "Serah terima jabatan" }).click()
  await hendra.getByLabel("Nama camat baru").fill("Yuliani Kartikasari")
  await hendra.getByLabel("Nomor ponsel").fill("0813 9999 0001")
  await hendra.getByRole("button", { name: "Catat mutasi" }).click()
  await hendra.getByText("Isi nomor SK pengangkatannya.").first().waitFor()
  await hendra.getByLabel("Nomor SK").fill("SK 821.2/117")
  await hendra.getByRole("button", { name: "Catat mutasi" }).click()
  const link = await hendra.locator("#tautan").inputValue()

  await yuli.goto(link)
  await yuli.getByLabel("Kata sandi", { exact: true }).fill(password)
  await yuli.locator('[name="password_again"]').fill(password)
  await yuli.locator('[name="setuju"]').check()
  await yuli.getByRole("button").filter({ hasText: /Buat|Simpan|Bergabung/ }).first().click()
  await yuli.getByText("Selamat datang, Yuliani Kartikasari.").waitFor()
  for (const page of [dadan, yuli]) {
    await page.goto("/kabar")
    await page.getByRole("link", { name: /Serah terima jabatan/ }).first().click()
    await page.getByRole("heading", { name: "Lampiran memori serah terima jabatan" }).waitFor()
    await isFit(page)
    await page.getByRole("button", { name: "Sahkan serah terima" }).click()
    await page.getByText("Serah terima disahkan atas nama Bapak/Ibu.").waitFor()
  }
  await yuli.goto("/draf")
  await yuli.getByText("Menunggu Bapak/Ibu").waitFor()
  await hendra.goto("/serah-terima/1/cetak")
  await hendra.getByText("ketika disahkan keduanya").waitFor()
  for (const page of [hendra, dadan, yuli]) await page.context().close()
})
