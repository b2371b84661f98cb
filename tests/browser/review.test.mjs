// A kabupaten that looks first: the camat hands in from a phone, the coordinator returns it with a reason and then approves.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, desk, enter, noSidewaysScroll, phone, startBrowser, startSite } from "./support.mjs"
import { begin, fillShort, isKept, ready } from "./writer.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

test("handed in, returned with a reason, mended, approved and read", async () => {
  const camat = await enter(browser, site, "camat", phone), hendra = await enter(browser, site, "coordinator", desk)
  await hendra.goto("/meja")
  await hendra.getByRole("link", { name: /^Tinjauan/ }).click()
  await hendra.getByLabel(/Ditinjau dulu/).check()
  await hendra.getByRole("button", { name: "Simpan" }).click()
  await hendra.getByText("ditinjau dulu sebelum terbit").first().waitFor()

  await begin(camat)
  await fillShort(camat, { title: "Gabah dijemur di balai desa" })
  const draft = camat.url().replace(/[?#].*/, "")
  await camat.getByRole("button", { name: "Ajukan ke pembina" }).click()
  await camat.getByText("Diajukan ke pembina.").waitFor()
  await camat.getByText("Ditinjau pembina").first().waitFor()

  await hendra.goto("/meja/tinjauan")
  await hendra.getByRole("link", { name: /^Tinjau\s*: Gabah/ }).click()
  for (const page of [hendra, camat]) {
    await page.goto(`${draft}/pratinjau`)
    assert.ok(await noSidewaysScroll(page))
    assert.deepEqual(await axe(page), [])
  }
  await hendra.getByLabel("Mudah dibaca, dapat ditiru").check()
  await hendra.getByRole("button", { name: "Kembalikan untuk diperbaiki" }).click()
  await hendra.getByText("Tulis alasannya; kantor membacanya.").first().waitFor()
  await hendra.getByLabel(/^Alasan/).fill("Tambahkan dari mana angkanya.")
  await hendra.getByRole("button", { name: "Kembalikan untuk diperbaiki" }).click()
  await hendra.getByText("Dikembalikan ke kantor dengan alasan.").waitFor()

  await camat.goto(draft)
  await ready(camat)
  await camat.getByText("Tambahkan dari mana angkanya.").first().waitFor()
  await camat.goto(`${draft}?bentuk=lengkap`)
  await ready(camat)
  await camat.evaluate(() => { for (const part of document.querySelectorAll("main details")) part.open = true })
  await camat.locator("#outcome").fill("Gabah yang rusak turun dari 20% menjadi 4%, dicatat BPP.")
  await isKept(camat, "server")
  await camat.getByRole("button", { name: "Ajukan ke pembina" }).click()
  await camat.getByText("Diajukan ke pembina.").waitFor()

  await hendra.goto(`${draft}/pratinjau`)
  await hendra.getByText("Yang berubah sejak diperiksa terakhir kali").waitFor()
  await hendra.getByRole("button", { name: "Setujui dan terbitkan" }).click()
  await hendra.waitForURL(/\/praktik\/\d+/)
  assert.match(await hendra.locator("article").innerText(), /ditulis Camat Cikajang/)
  await camat.context().close()
  await hendra.context().close()
})
