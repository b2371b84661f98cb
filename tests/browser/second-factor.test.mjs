// A coordinator turns on the second step, signs in with it on another device, and keeps the recovery codes.
import assert from "node:assert/strict"
import { createHmac } from "node:crypto"
import { after, before, test } from "node:test"
import { isFit, person, signIn, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

/** What the app on the phone shows (RFC 6238). */
function codeOf(secret, ahead = 0) {
  const bits = [...secret.replace(/ /g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("")
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead))
  const mac = createHmac("sha1", key).update(step).digest(), at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0")
}


test("the second step: turned on, asked for on a phone, and a code on paper opens it too", async () => {
  const { login, password } = site.account("coordinator")
  const desk = await person(browser, site, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" })
  await signIn(desk, login, password)
  await desk.goto("/akun")
  await desk.getByRole("link", { name: "Aktifkan" }).click()
  await isFit(desk)
  const secret = await desk.locator(".secret").innerText()
  await desk.getByLabel("Ketik enam angka yang tampil").fill(codeOf(secret, -1))
  await desk.getByRole("button", { name: "Aktifkan" }).click()
  await desk.getByText("Hanya tampil sekali ini.").waitFor()
  await isFit(desk)
  const codes = await desk.locator(".codes code").allInnerTexts()
  assert.equal(codes.length, 10)

  for (const code of [() => codeOf(secret), () => codes[0]]) {
    const phone = await person(browser, site, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" })
    await phone.goto("/masuk?kembali=/meja")
    await phone.locator("#nomor").fill(login)
    await phone.locator("#sandi").fill(password)
    await phone.getByRole("button", { name: /^Masuk$/ }).click()
    await phone.getByRole("heading", { name: "Kode verifikasi" }).waitFor()
    await isFit(phone)
    await phone.getByLabel("Kode").fill("000000")
    await phone.getByRole("button", { name: "Masuk" }).click()
    await phone.getByText("Kode ini tidak cocok").waitFor()
    await phone.getByLabel("Kode").fill(code())
    await phone.getByRole("button", { name: "Masuk" }).click()
    await phone.getByRole("heading", { name: "Ruang Kerja" }).waitFor()
    await phone.context().close()
  }
  await desk.goto("/akun/dua-langkah")
  await desk.getByText("Kode cadangan tersisa: 9 dari 10.").waitFor()
  await desk.context().close()
})
