// "Apakah praktik ini masih berjalan?": the sample camat is asked about what he took up long ago and answers by one tap; about
// his own practice he says what changed. Without scripts too.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

test("one tap answers what the office is asked", async () => {
  const storageState = await signedInState(browser, site, "camat")
  const dadan = await person(browser, site, { ...phone, storageState })
  const trouble = await watch(dadan, site)
  await dadan.goto("/replikasi")
  await dadan.getByRole("link", { name: "Jawab dengan satu ketukan" }).click()
  await dadan.getByRole("heading", { name: "Apakah masih berjalan?" }).waitFor()
  await isFit(dadan)
  const tap = dadan.getByRole("button", { name: /^Masih berjalan/ })
  const waiting = await tap.count()
  assert.ok(waiting > 0, "the sample office is asked")
  await tap.first().click()
  await dadan.getByText("Terima kasih, jawaban tersimpan.").waitFor()
  assert.equal(await tap.count(), waiting - 1)
  await isFit(dadan)
  assert.deepEqual(trouble, [])
})

test("an office says what changed, without scripts", async () => {
  const storageState = await signedInState(browser, site, "camat")
  const dadan = await person(browser, site, { ...phone, storageState, javaScriptEnabled: false })
  await dadan.goto("/cari?q=irigasi+tetes+botol+bekas")
  await dadan.locator('main a[href^="/praktik/"]').first().click()
  const study = dadan.url()
  await dadan.locator(".more-acts > summary").click()
  await dadan.getByRole("link", { name: "Kabarkan apakah masih berjalan" }).click()
  await dadan.getByText("Ada perubahan, atau sudah berhenti").first().click()
  await dadan.getByLabel("Apa yang berubah, atau mengapa berhenti").first().fill("Botolnya sekarang dari bank sampah desa.")
  await dadan.getByRole("button", { name: "Ada perubahan" }).first().click()
  await dadan.getByText("Terima kasih, jawaban tersimpan.").waitFor()
  const visitor = await person(browser, site, phone)
  await visitor.goto(study)
  await visitor.getByText("Botolnya sekarang dari bank sampah desa.").waitFor()
  await isFit(visitor)
})
