// Writing never loses a word: on a phone with a weak signal, without any, on two devices, in two tabs, after the session.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { invitation, write } from "./site.mjs"
import { aDocx, aPhoto, axe, noSidewaysScroll, person, signIn, signedInState, startBrowser, startSite } from "./support.mjs"
import { answers, at, begin, fillShort, isKept, on, publish, ready } from "./writer.mjs"

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" }
let site, browser, camat
before(async () => {
  site = await startSite({ env: { FORUM_RATES__DRAFTS_PER_MINUTE: "0", FORUM_RATES__WRITES_PER_MINUTE: "0", FORUM_RATES__PHOTOS_PER_MINUTE: "0" } })
  browser = await startBrowser()
  camat = await signedInState(browser, site, "camat")
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const siti = (options = {}) => person(browser, site, { ...phone, storageState: camat, ...options })
const offlineReady = (page) => page.locator("html[data-offline-ready]").waitFor()
const notice = (page) => page.locator("[data-notice]").innerText()
const title = (page) => page.locator(write.title).inputValue()

test("a study from sign-in to published on a slow network takes at most 25 taps beside the typing", async () => {
  const page = await person(browser, site, phone)
  await page.goto("/masuk")
  const line = await page.context().newCDPSession(page)
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 300, downloadThroughput: 30_000, uploadThroughput: 15_000 })
  let taps = 0
  const tap = async (target) => { taps += 1; await target.tap({ timeout: 60_000 }) }
  const type = async (target, text) => { await tap(target); await target.fill(text) }
  const { login, password } = site.account("camat")
  await type(page.locator("#nomor"), login)
  await type(page.locator("#sandi"), password)
  await tap(page.getByRole("button", { name: /^Masuk$/ }))
  await page.waitForURL((url) => url.pathname !== "/masuk", { timeout: 60_000 })
  await tap(page.getByRole("link", { name: "Tulis", exact: true }))
  await tap(page.getByRole("link", { name: write.begin }))
  await page.waitForURL(write.draft, { timeout: 60_000 })
  await page.locator("form[data-ready]").waitFor({ timeout: 60_000 })
  const next = page.getByRole("button", { name: "Lanjut" })
  for (const field of ["title", "problem", "action", "outcome"]) {
    await type(page.locator(write[field]), answers[field])
    await tap(next)
  }
  await tap(page.locator(`${write.sector}[value="pertanian"]`))
  await tap(page.locator(`${write.indicator}[value="ekonomi-lokal"]`))
  await tap(next)
  await tap(next)
  await tap(page.getByRole("button", { name: "Susun dari jawaban di atas" }))
  assert.match(await page.locator(write.summary).inputValue(), /Gabah membusuk .* Balai desa dibuka .* Gabah yang rusak/)
  await tap(page.getByRole("button", { name: write.publish }))
  await page.waitForURL(/\/praktik\/\d+/, { timeout: 60_000 })
  assert.ok(taps <= 25, `${taps} taps`)
  await page.context().close()
})

test("without a signal: begun, reloaded, closed, opened again, and sent by itself when the signal returns", async () => {
  const page = await siti(), context = page.context()
  await begin(page)
  await offlineReady(page)
  await context.setOffline(true)
  await page.goto("/tulis")
  await page.locator("[data-begin][href*='#baru']").click()
  await ready(page)
  await page.locator(write.title).fill("Ditulis di lembah tanpa sinyal")
  await on(page)
  await page.locator(write.problem).fill("Tidak ada sinyal di tiga dusun. 🌾 لا توجد إشارة")
  await isKept(page, "device")
  assert.match(await page.locator("[data-saved]").innerText(), /^Tersimpan di (ponsel|komputer) ini$/)
  const address = page.url().replace(/#.*/, "")
  await page.reload()
  await ready(page)
  assert.equal(await title(page), "Ditulis di lembah tanpa sinyal")
  await page.close()

  const again = await context.newPage()
  await again.goto("/tulis")
  await again.getByRole("link", { name: "Ditulis di lembah tanpa sinyal" }).click()
  await ready(again)
  assert.match(await again.locator(write.problem).inputValue(), /🌾 لا توجد إشارة/)
  await context.setOffline(false)
  await isKept(again, "server")
  await context.close()

  const desktop = await siti()
  await desktop.goto(address)
  assert.equal(await title(desktop), "Ditulis di lembah tanpa sinyal")
  assert.match(await desktop.locator(write.problem).inputValue(), /🌾 لا توجد إشارة/)
  await desktop.context().close()
})

test("a draft that was never opened on this device says so without a signal, and shows no empty form", async () => {
  const page = await siti()
  await begin(page)
  await offlineReady(page)
  await page.context().setOffline(true)
  await page.goto("/tulis/01890000-0000-7000-8000-00000000000a")
  await page.getByText("belum pernah dibuka di perangkat ini").waitFor()
  assert.ok(!(await page.locator(write.title).isVisible()))
  await page.context().close()
})

test("two devices: the later one sees at once that the other has newer text, and both are compared", async () => {
  const first = await siti(), second = await siti()
  await begin(first)
  await first.locator(write.title).fill("Judul dari ponsel")
  await isKept(first, "server")
  await second.goto(first.url())
  await ready(second)
  await first.locator(write.title).fill("Judul dari ponsel, diperpanjang")
  await isKept(first, "server")
  await second.getByRole("button", { name: "Muat yang terbaru" }).waitFor()
  assert.match(await notice(second), /Ada tulisan lebih baru dari .*, \d\d\.\d\d/)
  await second.locator(write.title).fill("Judul dari komputer")
  await second.getByText("bandingkan keduanya").waitFor()
  await isKept(second, "device")
  await second.getByRole("button", { name: "Bandingkan" }).click()
  await second.getByRole("heading", { name: "Ada dua tulisan untuk naskah ini" }).waitFor()
  await second.getByText("Pakai tulisan yang tersimpan").click()
  await second.getByRole("button", { name: "Simpan pilihan" }).click()
  await ready(second)
  assert.equal(await title(second), "Judul dari ponsel, diperpanjang")
  await second.locator(write.title).fill("Judul yang disepakati")
  await isKept(second, "server")
  await first.context().close()
  await second.context().close()
})

test("a device whose answer got lost goes on from its own text, without a conflict with itself", async () => {
  const page = await siti()
  await begin(page)
  await page.locator(write.title).fill("Satu")
  await isKept(page, "server")
  let lost = 0
  await page.route(/\/tulis\/[0-9a-f-]{36}$/, async (route) => {
    if (route.request().method() !== "PUT" || lost) return route.fallback()
    lost += 1
    await route.fetch() // The server stores it; the answer never arrives.
    await route.abort()
  })
  await page.locator(write.title).fill("Satu dua")
  await page.getByText("Tidak ada sinyal. Tulisan disimpan").waitFor()
  await page.locator(write.title).fill("Satu dua tiga")
  await isKept(page, "server")
  assert.equal(lost, 1)
  await page.reload()
  assert.equal(await title(page), "Satu dua tiga")
  await page.context().close()
})

test("a page that the server drew just before the last words arrived shows them all the same", async () => {
  const page = await siti({ serviceWorkers: "block" })
  await begin(page)
  await page.locator(write.title).fill("Satu")
  await isKept(page, "server")
  const drawn = await page.context().request.get(page.url())
  await page.locator(write.title).fill("Satu dua")
  await isKept(page, "server")
  const address = /\/tulis\/[0-9a-f-]{36}$/
  await page.route(address, (route) => route.request().isNavigationRequest() ? route.fulfill({ response: drawn }) : route.fallback())
  await page.reload()
  await ready(page)
  assert.equal(await title(page), "Satu dua")
  await page.unroute(address)
  await page.locator(write.title).fill("Satu dua tiga")
  await isKept(page, "server")
  await page.reload()
  assert.equal(await title(page), "Satu dua tiga")
  await page.context().close()
})

test("what was typed before the scripts arrived is saved too", async () => {
  const page = await siti({ serviceWorkers: "block" })
  await page.goto(write.path)
  const address = await page.getByRole("link", { name: write.begin }).getAttribute("href")
  let release
  const held = new Promise((done) => { release = done })
  await page.route(/\/scripts\/draft\.js$/, async (route) => { await held; await route.continue() })
  await page.goto(address, { waitUntil: "commit" })
  await page.locator(write.title).fill("Ditik sebelum skrip tiba")
  release()
  await isKept(page, "server")
  await page.reload()
  assert.equal(await title(page), "Ditik sebelum skrip tiba")
  await page.context().close()
})

test("figures typed in the full form without a signal come back in the full form", async () => {
  const page = await siti(), context = page.context()
  await begin(page, { full: true })
  await offlineReady(page)
  await page.locator(write.title).fill("Angka di isian lengkap")
  await isKept(page, "server")
  const address = page.url().replace(/[?#].*/, "")
  await context.setOffline(true)
  await page.locator("#outcome").evaluate((field) => { field.closest("details").open = true })
  await page.locator('[name="results.0.name"]').fill("Panen")
  await page.locator('[name="results.0.values.0.value"]').fill("3,1")
  await isKept(page, "device")
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(address)
  await again.waitForURL(/bentuk=lengkap/)
  await isKept(again, "server")
  await again.reload()
  assert.equal(await again.locator('[name="results.0.name"]').inputValue(), "Panen")
  assert.equal(await again.locator('[name="results.0.values.0.value"]').inputValue(), "3,1")
  await context.close()
})

test("two tabs: one writes, the other says where; taken over, it has every word", async () => {
  const page = await siti()
  await begin(page)
  await page.locator(write.title).fill("Di tab pertama")
  await isKept(page, "server")
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByText("sedang terbuka di tab lain").waitFor()
  await page.locator(write.title).fill("Di tab pertama, lalu pindah")
  await other.getByRole("button", { name: "Tulis di tab ini" }).click()
  await ready(other)
  assert.equal(await title(other), "Di tab pertama, lalu pindah")
  await page.getByText("dilanjutkan di tab lain").waitFor()
  await other.close()
  await page.context().close()
})

test("the session ends while somebody writes: after signing in the text is still there", async () => {
  const page = await person(browser, site, phone)
  const { login, password } = site.account("camat")
  await signIn(page, login, password)
  await begin(page)
  await page.context().clearCookies()
  await page.locator(write.title).fill("Ditulis sesudah sesi berakhir")
  await page.getByText("Sesi berakhir. Silakan masuk kembali; tulisan masih ada.").waitFor()
  await page.locator("[data-notice]").getByRole("link", { name: "Masuk" }).click()
  await page.locator("#nomor").fill(login)
  await page.locator("#sandi").fill(password)
  await page.getByRole("button", { name: /^Masuk$/ }).click()
  await ready(page)
  assert.equal(await title(page), "Ditulis sesudah sesi berakhir")
  await isKept(page, "server")
  await page.context().close()
})

test("a full device is told, and the server still keeps every word", async () => {
  const page = await siti()
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") }
  })
  await begin(page)
  await page.locator(write.title).fill("Ponsel penuh")
  await page.getByText("Penyimpanan perangkat penuh").waitFor()
  await isKept(page, "server")
  await page.context().close()
})

test("a clock that is wrong by a day changes nothing", async () => {
  const page = await siti()
  await page.addInitScript(() => { const now = Date.now.bind(Date); Date.now = () => now() - 86_400_000 })
  await begin(page)
  await page.locator(write.title).fill("Jam ponsel mundur sehari")
  await isKept(page, "server")
  const shown = /(\d\d)\.(\d\d)/.exec(await page.locator("[data-saved]").innerText())
  const minutes = (new Date(Date.now() + 7 * 3600_000).getUTCHours() * 60 + new Date().getUTCMinutes() - (Number(shown[1]) * 60 + Number(shown[2])) + 1440) % 1440
  assert.ok(minutes <= 2, "the time is the server's")
  await page.context().close()
})

test("publishing without a signal, or whose answer got lost, is repeated safely: one study", async () => {
  // A service worker's own requests can't be lost on the way by this test.
  const page = await siti({ serviceWorkers: "block" })
  await begin(page)
  await fillShort(page, { title: "Terbit sekali saja" })
  await page.context().setOffline(true)
  await page.getByRole("button", { name: write.publish }).click()
  await page.getByText("Belum terkirim karena tidak ada sinyal").waitFor()
  assert.equal(await title(page), "Terbit sekali saja")
  await page.context().setOffline(false)
  await isKept(page, "server")
  const draft = page.url()
  let lost = 0
  await page.route(/terbitkan$/, async (route) => {
    lost += 1
    await route.fetch({ maxRedirects: 0 })
    await route.abort()
  })
  await page.getByRole("button", { name: write.publish }).click()
  await page.waitForTimeout(1000)
  assert.equal(lost, 1)
  await page.unroute(/terbitkan$/)
  await page.goto(draft.replace(/#.*/, ""))
  await page.waitForURL(/\/praktik\/\d+/)
  await page.goto("/draf")
  assert.equal(await page.getByRole("link", { name: "Terbit sekali saja", exact: true }).count(), 1)
  await page.context().close()
})

/** Pastes as another program would. */
const paste = (page, field, html, text) => page.locator(field).evaluate((field, [html, text]) => {
  field.focus()
  const data = new DataTransfer()
  if (html) data.setData("text/html", html)
  data.setData("text/plain", text)
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}, [html, text])

const settled = async (page, field) => {
  await page.waitForFunction((field) => document.querySelector(field).value, field)
  return page.locator(field).inputValue()
}

test("what is pasted from Word, Docs, Sheets and WhatsApp comes out clean, and undo takes it back", async () => {
  const page = await siti({ viewport: { width: 1280, height: 900 }, isMobile: false })
  const refused = []
  page.on("console", (message) => { if (message.type() === "error") refused.push(message.text()) })
  await begin(page, { full: true })
  const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->
    <p class=MsoNormal><b><span style='font-size:11.0pt'>Keadaan awal</span></b><o:p></o:p></p>
    <p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Air kurang</p>
    <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Jalan rusak</p>
    <table><tr><td><p>Tahun</p></td><td><p>Panen</p></td></tr><tr><td><p>2023</p></td><td><p>3,1</p></td></tr></table>
    <a href="javascript:alert(1)">klik</a><script>window.hacked = true</script><img src=x onerror="window.hacked = true"><!--EndFragment--></body></html>`
  await paste(page, "#problem", word, "x")
  assert.equal(await settled(page, "#problem"), "**Keadaan awal**\n\n- Air kurang\n- Jalan rusak\n\n| Tahun | Panen |\n| --- | --- |\n| 2023 | 3,1 |\n\nklik")
  await page.keyboard.press("Control+z")
  assert.equal(await page.locator("#problem").inputValue(), "")

  await paste(page, "#problem", `<b style="font-weight:normal;" id="docs-internal-guid-1"><h1><span style="font-weight:400">Langkah</span></h1><p><span style="font-weight:700">Tebal</span><span style="font-weight:400"> biasa</span></p><ol><li><p>satu</p></li><li><p>dua</p></li></ol></b>`, "x")
  assert.equal(await settled(page, "#problem"), "### Langkah\n\n**Tebal** biasa\n\n1. satu\n\n2. dua")

  await paste(page, "#action", `<table data-sheets-root="1"><colgroup><col></colgroup><tbody><tr><td style="font-weight:bold">Desa</td><td>Petani</td></tr><tr><td>Contoh</td><td>96</td></tr></tbody></table>`, "x")
  assert.match(await settled(page, "#action"), /\| .*Desa.* \| Petani \|\n\| --- \| --- \|\n\| Contoh \| 96 \|/)

  await page.locator("#outcome").evaluate((field) => { field.closest("details").open = true })
  await paste(page, "#outcome", "", "[24/11/26 10.42] Pak Asep: *Panen* naik 🌶️\n[24/11/26 10.43] Pak Asep: <Media tidak disertakan>\n• satu\n• dua")
  assert.equal(await settled(page, "#outcome"), "**Panen** naik 🌶️\n- satu\n- dua")

  const heavy = `<html><head><style>${"p{color:red}".repeat(60_000)}</style></head><body>${`<p style="mso-fareast-language:IN" onclick="alert(1)">${"Kalimat panjang. ".repeat(40)}</p><script>${"x".repeat(4000)}</script>`.repeat(400)}</body></html>`
  assert.ok(heavy.length > 2_000_000)
  await page.locator("#summary").fill("")
  await paste(page, "#summary", heavy, "x")
  assert.match(await settled(page, "#summary"), /^Kalimat panjang\./)
  assert.equal(await page.evaluate(() => window.hacked), undefined)
  assert.deepEqual(refused, [])
  await page.context().close()
})

test("many photos at once: the signal is lost on the way, the page is closed, and all of them arrive", async () => {
  const page = await siti()
  await begin(page)
  await at(page, "foto")
  const photos = Array.from({ length: 4 }, (_, index) => ({ ...aPhoto({ width: 900 + index, height: 600 }), name: `foto-${index + 1}.png` }))
  let sent = 0
  await page.context().route(/\/foto$/, (route) => { sent += 1; return sent > 2 ? route.abort() : route.continue() })
  await page.locator(write.photo).setInputFiles(photos)
  assert.equal(await page.locator("[data-queue] li").count(), 4)
  await page.locator(write.consent).check()
  await page.getByText("Menunggu sinyal …").first().waitFor()
  const address = page.url()
  await page.close()
  await page.context().unroute(/\/foto$/)
  const again = await page.context().newPage()
  await again.goto(address)
  await again.locator(write.uploaded).nth(3).waitFor()
  assert.equal(await again.locator(write.uploaded).count(), 4)
  assert.equal(await again.locator("[data-queue] li").count(), 0)
  await again.locator('[name="photos.1.alt"]').fill("Foto yang kedua")
  await again.getByRole("button", { name: /Naikkan/ }).first().click()
  await again.waitForFunction(() => document.querySelector('[name="photos.0.alt"]').value === "Foto yang kedua")
  await again.context().close()
})

test("200 photos at once: twenty are taken, and the page says how many were not", async () => {
  const page = await siti()
  await begin(page)
  await at(page, "foto")
  const small = aPhoto({ width: 40, height: 30 })
  await page.locator(write.photo).setInputFiles(Array.from({ length: 200 }, (_, index) => ({ ...small, name: `foto-${index}.png` })))
  await page.getByText("20 diambil, 180 tidak").waitFor()
  assert.equal(await page.locator("[data-queue] li").count(), 20)
  await page.context().close()
})

test("what is no photo is refused with a sentence, and the others arrive", async () => {
  const page = await siti()
  await begin(page)
  await at(page, "foto")
  await page.locator(write.photo).setInputFiles([{ name: "palsu.png", mimeType: "image/png", buffer: Buffer.from("<html>bukan foto</html>") }, aPhoto({ width: 600, height: 400 })])
  await page.locator(write.consent).check()
  await page.getByText("Berkas ini bukan foto. Pilih foto JPG, PNG, atau WebP.").waitFor()
  await page.locator(write.uploaded).first().waitFor()
  await page.context().close()
})

test("staff write and hand in, the camat returns with a remark and publishes from a phone", async () => {
  const rudi = await person(browser, site, phone)
  await rudi.goto(site.invite({ name: "Rudi Hartono", phone: "081290004321", role: "staf", region: "32.05.22" }))
  await rudi.locator(invitation.password).fill("embun-pagi-di-lereng-7")
  await rudi.locator(invitation.again).fill("embun-pagi-di-lereng-7")
  await rudi.locator(invitation.agree).check()
  await rudi.getByRole("button", { name: invitation.button }).click()
  await rudi.waitForURL((url) => !url.pathname.startsWith("/undangan/"))
  await begin(rudi)
  await fillShort(rudi, { title: "Lumbung bibit di balai desa" })
  const draft = new URL(rudi.url()).pathname
  await rudi.getByRole("button", { name: "Ajukan ke Camat" }).click()
  await rudi.getByText("Diajukan ke Camat.").waitFor()

  const camatPage = await siti()
  await camatPage.goto(`${draft}/pratinjau`)
  await camatPage.getByText("Tulis catatan pada satu bagian").click()
  await camatPage.locator("#remark_field").selectOption("problem")
  await camatPage.locator("#remark").fill("Sejak kapan?")
  await camatPage.getByRole("button", { name: "Simpan catatan" }).click()
  await camatPage.getByText("Catatan tersimpan.").waitFor()
  await camatPage.locator("#note").fill("Lengkapi tahunnya.")
  await camatPage.getByRole("button", { name: "Kembalikan untuk diperbaiki" }).click()
  await camatPage.getByText("Dikembalikan untuk diperbaiki.").waitFor()

  await rudi.goto(draft)
  await ready(rudi)
  await rudi.getByText("Sejak kapan?").waitFor()
  await at(rudi, "masalah")
  await rudi.locator(write.problem).fill("Sejak 2023 gabah membusuk pada musim hujan karena tidak ada lantai jemur.")
  await isKept(rudi, "server")
  await rudi.getByRole("button", { name: /Sudah diperbaiki/ }).click()
  await rudi.getByText("Catatan ditandai sudah diperbaiki.").waitFor()
  await ready(rudi)
  await at(rudi, "terbit")
  await rudi.getByRole("button", { name: "Ajukan ke Camat" }).click()
  await rudi.getByText("Diajukan ke Camat.").waitFor()
  await rudi.context().close()

  await camatPage.goto(`${draft}/pratinjau`)
  await camatPage.getByRole("heading", { name: "Yang berubah sejak diperiksa terakhir kali" }).waitFor()
  assert.match(await camatPage.locator(".review ins").first().innerText(), /2023/)
  await camatPage.getByRole("button", { name: "Setujui dan terbitkan" }).click()
  await camatPage.waitForURL(/\/praktik\/\d+/)
  assert.equal(await camatPage.locator("h1").innerText(), "Lumbung bibit di balai desa")
  await camatPage.context().close()
})

test("a file arrives over a line that breaks, and a report becomes a draft", async () => {
  const page = await siti({ viewport: { width: 1280, height: 900 }, isMobile: false })
  await begin(page, { full: true })
  const pdf = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(2_500_000, 32)])
  let pieces = 0
  await page.route(/\/berkas\/[0-9a-f]{64}$/, (route) => {
    if (route.request().method() !== "PATCH") return route.continue()
    pieces += 1
    return pieces === 2 ? route.abort() : route.continue()
  })
  await page.locator("#file").setInputFiles({ name: "Kalender tanam.pdf", mimeType: "application/pdf", buffer: pdf })
  await page.locator('#daftar-berkas input[value="Kalender tanam"]').waitFor()
  assert.equal(pieces, 4, "three pieces, one of them twice")
  await page.locator("#file").setInputFiles({ name: "palsu.pdf", mimeType: "application/pdf", buffer: Buffer.from("bukan pdf") })
  await page.getByText("Berkas ini bukan PDF, DOCX, XLSX, atau PPTX.").waitFor()

  await page.goto("/tulis/dari-naskah")
  await page.locator("#text").fill("Rumah bibit bersama di tiga dusun\n\nSelama ini petani kesulitan bibit cabai.\n\nKami membentuk kelompok dan melatih kader.\n\nSalam hangat dari kami semua.")
  await page.getByRole("button", { name: "Susun menjadi draf" }).click()
  await ready(page)
  assert.equal(await title(page), "Rumah bibit bersama di tiga dusun")
  assert.match(await page.locator("#problem").inputValue(), /kesulitan bibit/)
  await page.getByText("Salam hangat dari kami semua.").waitFor()
  assert.deepEqual(await axe(page), [])
  await page.locator('[name="pindah.0"]').selectOption("uraian")
  await page.getByRole("button", { name: /^Pindahkan/ }).click()
  await page.getByText("Potongan naskah dipindahkan.").waitFor()
  await ready(page)
  assert.match(await page.locator("#uraian").inputValue(), /Salam hangat/)
  await page.context().close()
})

test("a report in Word becomes a draft, is completed and published", async () => {
  const page = await siti({ viewport: { width: 1280, height: 900 }, isMobile: false })
  await page.goto("/tulis")
  await page.getByRole("link", { name: /Mulai dari naskah yang ada/ }).click()
  await page.locator("#file").setInputFiles({ name: "bukan.docx", mimeType: "application/octet-stream", buffer: Buffer.from("bukan naskah") })
  await page.getByRole("button", { name: "Susun menjadi draf" }).click()
  await page.getByText("Berkas ini bukan PDF, DOCX, XLSX, atau PPTX.").waitFor()
  await page.locator("#file").setInputFiles(aDocx(["# Pelepah pisang menjadi pot bibit", "# Latar Belakang", "Pelepah pisang menumpuk di kebun.", "# Pelaksanaan", "PKK melatih dua belas kader.", "# Hasil", "Pot plastik tidak lagi dibeli.", "# Susunan Acara", "Pembukaan oleh camat."]))
  await page.getByText("Laporan.docx").waitFor()
  await page.getByRole("button", { name: "Susun menjadi draf" }).click()
  await ready(page)
  assert.equal(await title(page), "Pelepah pisang menjadi pot bibit")
  assert.match(await page.locator("#problem").inputValue(), /menumpuk di kebun/)
  await page.getByText("Pembukaan oleh camat.").waitFor()
  await page.locator("#summary").fill("PKK membuat pot bibit dari pelepah pisang.")
  await page.locator("#sector").selectOption("pertanian")
  await page.locator(`${write.indicator}[value="ekonomi-lokal"]`).check()
  await page.getByRole("button", { name: write.publish }).click()
  await page.waitForURL(/\/praktik\/\d+/)
  const text = await page.locator("main").innerText()
  assert.ok(text.includes("Pelepah pisang menumpuk di kebun.") && !text.includes("Pembukaan oleh camat."))
  await page.context().close()
})

test("hints react to the text and never block; figures are shown back as they will be read", async () => {
  const page = await siti()
  await begin(page)
  await page.locator(write.title).fill("IRIGASI TETES KECAMATAN CIKAJANG")
  await page.getByText("huruf besar semua").waitFor()
  await at(page, "tindakan")
  await page.locator(write.action).fill("Pengunjung membayar karcis Rp5.000.")
  await page.getByText("Ada pembayaran dari warga (“karcis”)").waitFor()
  await at(page, "hasil")
  await page.locator(write.outcome).fill("Panen membaik.")
  await page.getByText("Berapa sebelumnya, berapa sekarang? Satu angka").waitFor()
  await at(page, "bidang")
  await page.locator(`${write.indicator}[value="ekonomi-lokal"]`).check()
  await isKept(page, "server")
  await at(page, "hasil")
  await page.getByRole("button", { name: "NIB terbit" }).click()
  assert.equal(await page.locator('[name="results.0.name"]').inputValue(), "NIB terbit")
  await page.locator('[name="results.0.values.0.value"]').fill("1.234,5")
  await page.locator('[name="results.0.values.1.value"]').fill("2469")
  await page.getByText("naik 100%, dari 1.234,5 menjadi 2.469 NIB").waitFor()
  await page.context().close()
})

test("switching the depth loses nothing, and the whole form can be filled by keyboard", async () => {
  const page = await siti({ viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false })
  await begin(page, { full: true })
  await page.locator("#lessons").evaluate((field) => { field.closest("details").open = true })
  await page.locator("#lessons").fill("Botol berlumut.")
  await isKept(page, "server")
  await page.getByRole("button", { name: "Pindah ke isian ringkas" }).click()
  await page.locator("form[data-steps][data-ready]").waitFor()
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const tabTo = async (matches) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await page.evaluate((selector) => document.activeElement.matches(selector), matches)) return
      await page.keyboard.press("Tab")
    }
    throw new Error(`the keyboard never reaches ${matches}`)
  }
  for (const field of ["title", "problem", "action", "outcome"]) {
    await tabTo(write[field])
    await page.keyboard.insertText(answers[field])
    await tabTo("[data-step-on]")
    await press("Enter")
  }
  await tabTo(write.sector)
  await press("Space")
  await tabTo(write.indicator)
  await press("Space")
  await tabTo("[data-step-on]")
  await press("Enter")
  await tabTo("[data-step-on]")
  await press("Enter")
  await tabTo(write.summary)
  await page.keyboard.insertText(answers.summary)
  await tabTo("[data-step-last]")
  await press("Enter")
  await page.waitForURL(/\/praktik\/\d+/)
  await page.getByText("Botol berlumut.").first().waitFor()
  await page.context().close()
})

test("each screen of the form fits a phone and is clean for screen readers, in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await siti({ viewport: { width: 360, height: 740 }, colorScheme })
    await begin(page)
    for (const step of ["judul", "masalah", "tindakan", "hasil", "bidang", "foto", "terbit"]) {
      await at(page, step)
      assert.ok(await noSidewaysScroll(page), step)
      assert.deepEqual(await axe(page), [], `${step} ${colorScheme}`)
    }
    await page.context().close()
  }
})
