// A camat asks another office for a studi tiru on the phone; who is asked finds what is agreed, and an entry for the calendar.
// It works without scripts too.
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { after, before, test } from "node:test"
import { enter, isFit, person, phone, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

/** A day from now, as the field of a form holds it. */
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

for (const [study, javaScriptEnabled] of [[3, true], [4, false]]) {
  test(`an office asks another ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const camat = await enter(browser, site, "camat", phone, { javaScriptEnabled })
    await camat.goto(`/praktik/${study}`)
    await camat.locator(".more-acts > summary").click()
    await camat.getByRole("link", { name: "Ajukan studi tiru" }).click()
    await camat.getByLabel(/^Daring/).check()
    await camat.getByLabel("Yang ingin dilihat atau ditanyakan").fill("Cara memulai dan biayanya")
    await camat.getByLabel("Tanggal pertama").fill(day(10))
    await camat.getByLabel("Jumlah orang").fill("4")
    await camat.getByLabel("Narahubung").fill("Sekretaris kecamatan, telepon kantor 0262-000000")
    if (javaScriptEnabled) await isFit(camat, "ajukan")
    await camat.getByRole("button", { name: "Kirim permohonan" }).click()
    await camat.getByText(/Permohonan (terkirim|tercatat)\./).waitFor()
    await camat.getByText("menunggu jawaban tuan rumah").waitFor()
    if (javaScriptEnabled) await isFit(camat, "permohonan")
    await camat.getByLabel("Pesan", { exact: true }).fill("Kami membawa peta lahan.")
    await camat.getByRole("button", { name: "Kirim pesan" }).click()
    await camat.getByText("Kami membawa peta lahan.").waitFor()
    await camat.goto(`/praktik/${study}`)
    await camat.getByRole("link", { name: "Studi tiru kantor ini: Diminta" }).click()
    await camat.locator("summary", { hasText: "Batalkan dengan alasan" }).click()
    await camat.getByLabel("Alasan membatalkan").fill("Jadwal penuh.")
    await camat.getByRole("button", { name: "Batalkan studi tiru" }).click()
    await camat.getByText("Studi tiru dibatalkan.").waitFor()
    await camat.context().close()
  })
}

test("who is asked finds the schedule, takes it into the calendar, and readers find the report", async () => {
  const camat = await enter(browser, site, "camat", phone, { acceptDownloads: true })
  const trouble = await watch(camat, site)
  await camat.goto("/studi-tiru")
  await isFit(camat, "masuk")
  // What waits for this office comes first; another day alone is offered, and a proposed one beside it is asked about.
  await camat.getByText("menunggu jawaban kantor ini").waitFor()
  const agreed = await camat.locator('main a[href^="/studi-tiru/"]').nth(1).getAttribute("href")
  await camat.locator('main a[href^="/studi-tiru/"]').first().click()
  assert.equal(await camat.locator('input[name="pick"]:checked').count(), 0)
  await camat.locator('input[name="pick"]').first().check()
  await camat.getByLabel(/^Tanggal lain \(/).fill(day(20))
  await camat.getByLabel("Jam (WIB)").fill("10:00")
  await camat.getByRole("button", { name: "Kirim jawaban" }).click()
  await camat.getByText(/^Ada dua tanggal:/).first().waitFor()
  await isFit(camat, "dua tanggal")
  await camat.getByLabel("Tanggal lain Isi di bawah; pemohon yang menyetujuinya.").check()
  await camat.getByLabel(/^Tanggal lain \(/).fill(day(20))
  await camat.getByRole("button", { name: "Kirim jawaban" }).click()
  await camat.getByText("Usul waktu terkirim").waitFor()
  await camat.goto(agreed)
  await camat.getByText("Aula Kec. Cikajang, dilanjutkan ke kebun").first().waitFor()
  await isFit(camat, "dijadwalkan")
  const [download] = await Promise.all([
    camat.waitForEvent("download"), camat.getByRole("link", { name: "Simpan ke kalender" }).click(),
  ])
  const entry = (await readFile(await download.path())).toString("utf8")
  assert.match(entry, /^BEGIN:VCALENDAR\r\n/)
  assert.match(entry, /DTSTART:\d{8}T\d{6}Z\r\n/)
  const visitor = await person(browser, site, { viewport: phone, reducedMotion: "reduce" })
  await visitor.goto("/praktik/2")
  await visitor.locator("summary", { hasText: "Laporan Kec. Cikajang" }).click()
  await visitor.getByText("Kalender untuk empat kelompok tani").waitFor()
  await isFit(visitor, "laporan")
  assert.equal(await visitor.getByRole("link", { name: "Ajukan studi tiru" }).count(), 0)
  assert.deepEqual(trouble, [])
})
