// A search without hits becomes a question in two taps; two answers come, one points to a study, one is accepted; the
// answers are drawn together, and the search finds them. The asking works without scripts. Who asks adds to the question, and
// who reads it reports an answer without an account.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { setTimeout as wait } from "node:timers/promises"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const desktop = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

test("a search without hits becomes a question that is answered, drawn together and found", async () => {
  const asker = await person(browser, site, { ...phone, storageState: await signedInState(browser, site, "camat"), javaScriptEnabled: false })
  const trouble = await watch(asker, site)
  await asker.goto("/cari?q=klanceng+trigona")
  await asker.getByRole("link", { name: "Tanyakan kepada camat lain" }).click()
  await asker.getByRole("heading", { name: "Belum ada yang serupa" }).waitFor()
  await asker.getByRole("button", { name: "Kirim pertanyaan" }).click()
  await asker.getByRole("heading", { level: 1, name: "klanceng trigona" }).waitFor()
  const address = new URL(asker.url()).pathname

  const first = await person(browser, site, { ...desktop, storageState: await signedInState(browser, site, "colleague") })
  await first.goto(address)
  await first.getByLabel("Tulis jawaban").fill("Mulailah dari dua kotak di dekat kebun.")
  await first.getByLabel(/Praktik yang menjawabnya/).fill("1")
  await first.getByRole("button", { name: "Kirim jawaban" }).click()
  await first.getByText("Jawaban sudah tampil.").waitFor()
  await first.locator(".comment .card").waitFor()
  await isFit(first)

  const second = await person(browser, site, { ...desktop, storageState: await signedInState(browser, site, "coordinator") })
  await second.goto(address)
  await second.getByLabel("Tulis jawaban").fill("Jangan memanen sebelum enam bulan.")
  await second.getByRole("button", { name: "Kirim jawaban" }).click()
  await second.getByText("Jawaban sudah tampil.").waitFor()

  await asker.goto(address)
  await asker.getByLabel("Tambahkan keterangan").fill("Kebunnya di tepi hutan pinus.")
  await asker.getByRole("button", { name: "Tambahkan", exact: true }).click()
  await asker.getByText("Keterangan penanya").waitFor()
  await asker.getByRole("button", { name: /Terima jawaban ini/ }).first().click()
  await asker.getByText("Jawaban diterima penanya").waitFor()
  await asker.getByRole("link", { name: "Rangkum jawaban" }).click()
  const draft = asker.getByRole("textbox", { name: "Rangkuman" })
  assert.match(await draft.inputValue(), /^Mulailah dari dua kotak di dekat kebun\.$/m)
  await draft.fill("Dua kotak di dekat kebun, panen pertama sesudah enam bulan.")
  await asker.getByRole("button", { name: "Tampilkan rangkuman" }).click()
  await asker.getByText("Dirangkum dari jawaban:").waitFor()
  assert.deepEqual(trouble, [])

  const visitor = await person(browser, site, phone)
  await visitor.goto(address)
  await visitor.getByRole("heading", { name: "Rangkuman jawaban" }).waitFor()
  await isFit(visitor)
  await visitor.getByRole("link", { name: /^Laporkan jawaban/ }).first().click()
  await visitor.getByRole("heading", { level: 1, name: "Laporkan jawaban" }).waitFor()
  await visitor.getByText("Memuat data pribadi").click()
  await visitor.getByLabel("Apa yang perlu diperbaiki?").fill("Menyebut tempat yang keliru.")
  await visitor.getByLabel("Nama Bapak/Ibu").fill("Imas")
  await visitor.getByLabel("Nomor WhatsApp atau surel").fill("0812-0000-0000")
  await visitor.getByRole("button", { name: "Kirim laporan" }).click()
  await visitor.getByText(/terkirim kepada pembina/).waitFor()
  const found = visitor.getByRole("heading", { name: /Tanya Jawab \(1\)/ })
  for (let tries = 0; tries < 40; tries++) {
    await visitor.goto("/cari?q=klanceng")
    if (await found.count()) break
    await wait(250)
  }
  await visitor.getByRole("link", { name: "klanceng trigona" }).click()
  await visitor.getByText("panen pertama sesudah enam bulan").waitFor()

  // Words and filters narrow the list together, and one way leads on without the filters.
  await visitor.goto("/tanya?q=klanceng&jawaban=belum")
  await visitor.getByRole("heading", { name: /dengan saringan ini/ }).waitFor()
  assert.equal(await visitor.getByLabel("Jawaban", { exact: true }).inputValue(), "belum")
  await isFit(visitor)
  await visitor.getByRole("link", { name: "Cari tanpa saringan" }).click()
  await visitor.getByRole("heading", { name: /1 pertanyaan/ }).waitFor()
  await visitor.getByLabel("Jawaban", { exact: true }).selectOption("sudah")
  await visitor.getByRole("button", { name: "Tampilkan", exact: true }).click()
  await visitor.getByRole("heading", { name: /1 pertanyaan/ }).waitFor()
  assert.match(visitor.url(), /q=klanceng&.*jawaban=sudah/)
})

test("while somebody asks, what may answer it is shown, and the whole question can be read", async () => {
  const asker = await person(browser, site, { ...phone, storageState: await signedInState(browser, site, "camat") })
  await asker.goto("/tanya/baru")
  const title = asker.getByRole("textbox", { name: "Pertanyaan", exact: true })
  await title.pressSequentially("kalender tanam bersama")
  const option = asker.getByRole("option", { name: /^Kalender tanam/ }).first()
  await option.waitFor()
  await asker.keyboard.press("ArrowDown")
  assert.equal(await title.getAttribute("aria-activedescendant"), await asker.locator("[role=option][aria-selected=true]").getAttribute("id"))
  await asker.keyboard.press("Escape")
  await isFit(asker)
  // Enter leads on: a title has no second line.
  await asker.keyboard.press("Enter")
  assert.ok(await asker.getByLabel(/^Penjelasan/).evaluate((field) => field === document.activeElement))
  assert.equal(await title.inputValue(), "kalender tanam bersama")
  await asker.getByRole("button", { name: "Lanjut" }).click()
  await asker.getByRole("heading", { name: "Mungkin terkait" }).waitFor()
  await isFit(asker)
  await asker.goto("/tanya/baru?q=menara+pengering+kopi+bertenaga+surya")
  assert.ok(await title.evaluate((field) => field.scrollHeight <= field.clientHeight && field.scrollWidth <= field.clientWidth), "all of it is seen")
})
