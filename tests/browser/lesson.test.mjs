// A camat writes what did not work yet without a name; a colleague of another kecamatan reads it and answers; the office
// sees who wrote. The writing works without scripts, and a visitor is asked to sign in.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { desk, enter, isFit, person, phone, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

test("what did not work yet is written without a name, read by members and by nobody else", async () => {
  const writer = await enter(browser, site, "camat", phone)
  const trouble = await watch(writer, site)
  await writer.goto("/")
  await writer.getByRole("link", { name: "Ruang Pembelajaran" }).click()
  await writer.getByRole("heading", { level: 1, name: "Ruang Pembelajaran" }).waitFor()
  await isFit(writer, "pembelajaran-semua")
  await writer.getByRole("link", { name: "Tulis catatan" }).first().click()
  await writer.getByText("Nama Bapak/Ibu tidak terlihat anggota lain, tetapi tercatat pada pengelola.").waitFor()
  await isFit(writer, "pembelajaran-tulis")
  await writer.getByLabel("Judul").fill("Kebun bersama yang mengering")
  await writer.getByLabel("Yang dicoba").fill("Menanam sayur di tanah kas desa.")
  await writer.getByLabel("Yang terjadi").fill("Kering pada bulan kedua di Cikajang.")
  await writer.getByRole("button", { name: "Kirim kepada anggota" }).click()
  await writer.getByRole("heading", { name: "Belum bisa disimpan" }).waitFor()
  await isFit(writer, "pembelajaran-salah")
  await writer.getByLabel("Yang terjadi").fill("Kering pada bulan kedua.")
  await writer.getByRole("button", { name: "Kirim kepada anggota" }).click()
  await writer.getByRole("heading", { level: 1, name: "Kebun bersama yang mengering" }).waitFor()
  await writer.getByText("Baris ini hanya terlihat kantor penulisnya").waitFor()
  await isFit(writer, "pembelajaran")
  const address = new URL(writer.url()).pathname
  assert.match(address, /^\/pembelajaran\/[0-9a-f]{32}$/)

  const colleague = await enter(browser, site, "colleague", desk)
  await colleague.goto(address)
  assert.equal(await colleague.locator("main").getByText("Cikajang").count(), 0, "nothing says where it was")
  await colleague.getByText("Tanpa nama").waitFor()
  await colleague.getByLabel("Tulis tanggapan").fill("Kami menyiram dengan tetesan botol.")
  await colleague.getByRole("button", { name: "Kirim tanggapan" }).click()
  await colleague.getByText("Tanggapan sudah tampil.").waitFor()
  await isFit(colleague, "pembelajaran-ditanggapi")

  await writer.goto(address)
  await writer.getByLabel("Tulis tanggapan").fill("Terima kasih.")
  await writer.getByRole("button", { name: "Kirim tanggapan" }).click()
  await colleague.reload()
  await colleague.locator(".comment").getByText("Penulis").waitFor()
  assert.deepEqual(trouble, [])

  const visitor = await person(browser, site, { viewport: phone })
  await visitor.goto(address)
  assert.equal(new URL(visitor.url()).pathname, "/masuk")
  assert.equal(await visitor.getByText("Kebun bersama").count(), 0)
})
