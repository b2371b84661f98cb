// Every act is a form that works alone: an old phone, a strict office browser, a script that did not arrive.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { study, write } from "./site.mjs"
import { aPhoto, person, signIn, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => {
  site = await startSite()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test("without scripts a camat signs in, writes with a photo, publishes and comments", async () => {
  const page = await person(browser, site, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const { login, password } = site.account("camat")
  await signIn(page, login, password)

  await page.goto(write.path)
  await page.getByRole("link", { name: write.begin }).click()
  await page.waitForURL(write.draft)
  await page.locator(write.title).fill("Sumur resapan di halaman kantor")
  await page.locator(write.summary).fill("Air hujan ditampung, sehingga jalan di depan kantor tidak lagi tergenang.")
  await page.locator(`${write.sector}[value="lingkungan-kebencanaan"]`).check()
  await page.locator(`${write.indicator}[value="daya-saing"]`).check()
  await page.locator(write.problem).fill("Halaman dan jalan tergenang setiap hujan lebat.")
  await page.locator(write.action).fill("Dua belas sumur resapan digali bersama warga.")
  await page.locator(write.outcome).fill("Genangan surut dalam sepuluh menit; sebelumnya tiga jam.")
  await page.locator(write.photo).setInputFiles(aPhoto())
  await page.getByRole("button", { name: write.publish }).click()
  await page.getByText("Foto yang dipilih belum diunggah").first().waitFor()
  await page.getByText(write.consentMissing).first().waitFor()
  await page.locator(write.photo).setInputFiles(aPhoto())
  await page.locator(write.alt).fill("Sumur resapan di halaman kantor")
  await page.locator(write.consent).check()
  await page.getByRole("button", { name: write.addPhoto }).click()
  await page.locator(write.uploaded).first().waitFor()
  // The text typed before came along with the photo.
  assert.equal(await page.locator(write.title).inputValue(), "Sumur resapan di halaman kantor")
  await page.getByRole("button", { name: write.publish }).click()
  await page.waitForURL(study.address)
  assert.equal(await page.locator("h1").innerText(), "Sumur resapan di halaman kantor")

  const words = "Ukurannya satu meter; batu kalinya dari sungai terdekat."
  await page.locator(study.comment).first().fill(words)
  await page.locator(study.comment).first().locator("xpath=ancestor::form").getByRole("button", { name: study.send }).click()
  await page.getByText(words).first().waitFor()
})
