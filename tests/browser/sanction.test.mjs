// Somebody is suspended, signs in, reads why and answers; the coordinator reads the answer and lifts it.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, noSidewaysScroll, person, signIn, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { width: 390, height: 844 }, desk = { width: 1280, height: 900 }
const folder = process.env.SHOTS

async function enter(role, viewport, options = {}) {
  const page = await person(browser, site, { viewport, reducedMotion: "reduce", ...options })
  const { login, password } = site.account(role)
  await signIn(page, login, password)
  return page
}

async function isFit(page, name) {
  if (folder) {
    for (const size of [phone, desk]) {
      const before = page.viewportSize()
      await page.setViewportSize(size)
      await page.screenshot({ path: `${folder}/${name}-${size.width}.png`, fullPage: true })
      await page.setViewportSize(before)
    }
  }
  assert.ok(await noSidewaysScroll(page), page.url())
  assert.deepEqual(await axe(page), [], page.url())
}

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const why = "Menyebut nama warga dalam tiga komentar, juga setelah diminta berhenti. Mohon dihapus dulu, lalu tanggapi di sini. (contoh)"

test("suspended, read, answered, lifted, and back at work", async () => {
  const camat = await enter("camat", phone), hendra = await enter("coordinator", desk)
  await camat.goto("/akun")
  const name = await camat.getByRole("heading", { level: 1 }).innerText()
  const officials = await camat.locator('main a[href^="/kecamatan/"][href$="/pejabat"]').first().getAttribute("href")
  await hendra.goto(officials)
  await isFit(hendra, "pejabat")
  await hendra.getByRole("link", { name: `Tegur atau tangguhkan ${name}` }).click()
  await isFit(hendra, "isian")
  await hendra.getByLabel(/^Penangguhan/).check()
  await hendra.getByLabel("Alasan", { exact: true }).fill(why)
  await hendra.getByRole("button", { name: "Simpan dan beri tahu" }).click()
  await hendra.getByRole("link", { name: "Isi hari terakhirnya." }).waitFor()
  assert.equal(await hendra.getByLabel("Alasan", { exact: true }).inputValue(), why, "what was typed stays")
  await isFit(hendra, "isian-salah")
  await hendra.getByLabel("Ditangguhkan sampai dengan").fill(inDays(10))
  await hendra.getByRole("button", { name: "Simpan dan beri tahu" }).click()
  await hendra.getByText("Tersimpan. Yang bersangkutan diberi tahu dan bisa menanggapi.").waitFor()
  const decided = new URL(hendra.url()).pathname

  // The open session may do nothing; signing in anew, also without scripts, leads to the reason.
  assert.equal((await camat.goto("/tulis")).status(), 403)
  await camat.getByText("Akun sedang ditangguhkan").waitFor()
  await isFit(camat, "ditolak")
  await camat.getByRole("link", { name: "Baca alasan dan tanggapi" }).click()
  await camat.getByText(why).waitFor()
  const plain = await enter("camat", phone, { javaScriptEnabled: false })
  await plain.goto("/")
  await plain.getByRole("link", { name: "Baca alasannya dan tanggapi" }).click()
  assert.equal(new URL(plain.url()).pathname, decided)
  await camat.goto("/")
  await isFit(camat, "beranda")
  await camat.goto("/akun")
  await isFit(camat, "akun")
  await plain.getByLabel("Tanggapan").fill("Ketiganya sudah saya hapus. Mohon ditinjau lagi.")
  await plain.getByRole("button", { name: "Kirim tanggapan" }).click()
  await plain.getByText("Tanggapan terkirim kepada yang memutuskan.").waitFor()
  await camat.goto(decided)
  await isFit(camat, "tanggapan")

  await hendra.goto("/meja")
  await hendra.getByRole("link", { name: /^1 tanggapan atas teguran belum dibaca/ }).waitFor()
  await isFit(hendra, "meja")
  await hendra.goto("/meja/teguran")
  await isFit(hendra, "daftar")
  await hendra.getByRole("link", { name, exact: true }).click()
  await hendra.getByText("Ketiganya sudah saya hapus. Mohon ditinjau lagi.").waitFor()
  await hendra.getByText("Cabut penangguhan", { exact: true }).first().click()
  await hendra.getByText("Perpendek penangguhan", { exact: true }).click()
  await isFit(hendra, "keputusan")
  await hendra.getByLabel("Alasan mencabut").fill("Terima kasih, sudah kami periksa.")
  await hendra.getByRole("button", { name: "Cabut penangguhan" }).click()
  await hendra.getByText("Dicabut. Yang bersangkutan diberi tahu.").waitFor()

  await camat.goto("/praktik/1/komentar")
  await camat.locator('textarea[name="body"]').fill("Terima kasih, Pak. (contoh)")
  await camat.getByRole("button", { name: "Kirim komentar" }).click()
  await camat.getByText("Komentar sudah tampil.").waitFor()
  await camat.goto(decided)
  await camat.getByText("Terima kasih, sudah kami periksa.").waitFor()
  for (const page of [camat, hendra, plain]) await page.context().close()
})

test("a study that is hidden from its page leads its office to the reason", async () => {
  const camat = await enter("camat", phone), hendra = await enter("coordinator", desk)
  await camat.goto("/draf")
  const url = new URL(await camat.locator('main a[href^="/praktik/"]').first().getAttribute("href"), camat.url()).pathname
  const number = /praktik\/(\d+)/.exec(url)[1]
  await hendra.goto(`/praktik/${number}/sembunyikan`)
  await hendra.locator('[name="reason"]').fill("Fotonya memuat wajah anak tanpa izin orang tuanya. (contoh)")
  await hendra.getByRole("button", { name: "Sembunyikan", exact: true }).click()
  await hendra.getByText("Praktik disembunyikan dari pembaca.").waitFor()
  await camat.goto(url)
  await isFit(camat, "praktik-tersembunyi")
  await camat.getByRole("link", { name: "Baca selengkapnya dan tanggapi" }).click()
  await camat.getByText(/^Disembunyikan langsung oleh /).waitFor()
  await isFit(camat, "kasus")
  await camat.getByLabel("Tanggapan").fill("Fotonya sudah kami ganti.")
  await camat.getByRole("button", { name: "Kirim tanggapan" }).click()
  await camat.getByText("Tanggapan terkirim kepada pembina.").waitFor()
  await hendra.goto(camat.url())
  await hendra.getByText("Fotonya sudah kami ganti.").waitFor()
  await isFit(hendra, "kasus-pembina")
  await hendra.getByLabel("Tampilkan kembali").check()
  await hendra.getByLabel("Alasan", { exact: true }).fill("Terima kasih.")
  await hendra.getByRole("button", { name: "Kirim jawaban" }).click()
  await hendra.getByText("Dijawab. Penulisnya diberi tahu.").waitFor()
  for (const page of [camat, hendra]) await page.context().close()
})
