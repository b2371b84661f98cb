// Personal data: a name that had to go from a study, a request about one's own data, and the end of an account.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { desk, enter, isFit, phone, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

test("a coordinator sees what would go, and then it is gone for every reader", async () => {
  const camat = await enter(browser, site, "camat", phone), hendra = await enter(browser, site, "coordinator", desk)
  await camat.goto("/draf")
  const url = new URL(await camat.locator('main a[href^="/praktik/"]').first().getAttribute("href"), camat.url()).pathname
  await camat.goto(url)
  await camat.locator("#komentar, textarea[name=body]").first().fill("Terima kasih kepada Pak Asep Sunandar, WA 0812-3456-7890.")
  await camat.getByRole("button", { name: /^Kirim/ }).first().click()
  await isFit(camat)
  await camat.getByLabel(/^Tetap tampilkan nomornya/).check()
  await camat.getByRole("button", { name: /^Kirim/ }).first().click()
  await camat.locator(".comment").getByText("Asep Sunandar").waitFor()

  await hendra.goto(url)
  await hendra.locator(".more-acts > summary").click()
  await hendra.getByRole("link", { name: "Hapus data pribadi" }).click()
  await isFit(hendra)
  await hendra.getByLabel("Bagian yang dihapus").fill("Asep Sunandar\n081234567890")
  await hendra.getByLabel("Alasan").fill("Atas permintaan yang bersangkutan.")
  await hendra.getByRole("button", { name: "Lihat yang akan dihapus" }).click()
  await hendra.getByRole("heading", { name: "Yang akan dihapus" }).waitFor()
  await hendra.getByText("Komentar", { exact: true }).first().waitFor()
  await isFit(hendra)
  await hendra.getByLabel(/^Daftar ini sudah diperiksa/).check()
  await hendra.getByRole("button", { name: "Hapus untuk selamanya" }).click()
  await hendra.getByText(/^Data pribadi dihapus dari /).waitFor()

  await camat.goto(url)
  await camat.getByText(/Terima kasih kepada Pak \[dihapus: data pribadi, /).waitFor()
  assert.equal(await camat.getByText("Sunandar").count(), 0)
  for (const page of [camat, hendra]) await page.context().close()
})

test("a request about one's own data is answered, and the account ends by its owner", async () => {
  const staf = await enter(browser, site, "staff", phone), hendra = await enter(browser, site, "coordinator", desk)
  await staf.goto("/akun")
  await staf.getByRole("link", { name: "Minta perbaikan" }).click()
  assert.ok(await staf.getByLabel(/^Minta perbaikan data/).isChecked())
  await staf.getByLabel("Data yang dimaksud").fill("Nama saya ditulis tanpa gelar.")
  await isFit(staf)
  await staf.getByRole("button", { name: "Kirim permintaan" }).click()
  await staf.getByText(/sudah diterima dan akan dijawab paling lama/).waitFor()
  await isFit(staf)

  await hendra.goto("/meja")
  await hendra.getByRole("link", { name: /1 permintaan data pribadi/ }).click()
  await hendra.getByRole("link", { name: /^Minta perbaikan data/ }).first().click()
  await hendra.getByLabel("Dipenuhi", { exact: true }).check()
  await hendra.getByLabel("Penjelasan").fill("Gelarnya sudah ditambahkan.")
  await isFit(hendra)
  await hendra.getByRole("button", { name: "Kirim jawaban" }).click()
  await hendra.getByText("Jawaban terkirim. Pemohon diberi tahu.").waitFor()

  await staf.goto("/akun/permintaan-data")
  await staf.getByText("Dipenuhi", { exact: true }).waitFor()
  await staf.goto("/akun")
  await staf.getByRole("link", { name: "Tarik persetujuan" }).click()
  await isFit(staf)
  const { login, password } = site.account("staff")
  await staf.getByLabel("Kata sandi").fill(password)
  await staf.getByLabel(/^Saya mengerti/).check()
  await staf.getByRole("button", { name: "Tarik persetujuan dan tutup akun" }).click()
  await staf.getByText("Akun Bapak/Ibu sudah ditutup.").waitFor()
  await staf.goto("/masuk")
  await staf.locator("#nomor").fill(login)
  await staf.locator("#sandi").fill(password)
  await staf.getByRole("button", { name: /^Masuk$/ }).click()
  await staf.getByText(/tidak cocok/).first().waitFor()
  for (const page of [staf, hendra]) await page.context().close()
})
