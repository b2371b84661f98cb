// On a phone a camat follows a sector, sees it among all that is followed, and chooses how to be told; without scripts too.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { isFit, noSidewaysScroll, person, signIn, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

const phone = { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }

async function journey({ javaScriptEnabled = true } = {}) {
  const page = await person(browser, site, { ...phone, javaScriptEnabled })
  // Without scripts nothing can be exposed to the page, and axe does not run in it.
  const trouble = javaScriptEnabled ? await watch(page, site) : []
  const fits = async () => javaScriptEnabled ? await isFit(page) : assert.ok(await noSidewaysScroll(page), page.url())
  const { login, password } = site.account("coordinator")
  await signIn(page, login, password)
  await page.goto("/sektor/umkm")
  await page.getByRole("button", { name: "Ikuti sektor ini" }).click()
  await page.getByText("Bapak/Ibu mengikuti sektor ini.").waitFor()
  const button = page.getByRole("button", { name: "Mengikuti sektor ini" })
  assert.equal(await button.getAttribute("aria-pressed"), "true")
  assert.ok((await button.boundingBox()).height >= 44)
  await fits()

  await page.goto("/akun/diikuti")
  await fits()
  await page.getByRole("link", { name: "Cara diberi tahu" }).click()
  await page.getByRole("heading", { level: 1, name: "Cara diberi tahu" }).waitFor()
  await fits()
  await page.locator('input[name="surel_talk"][value="never"]').check({ force: true })
  await page.getByLabel("Dari", { exact: true }).selectOption("20")
  await page.locator("#studies summary").click()
  const steps = page.getByRole("group", { name: "Kabar replikasi dari kecamatan lain" })
  const mail = steps.getByLabel("Surel", { exact: true })
  assert.ok((await steps.locator("label").first().boundingBox()).height >= 44)
  await mail.uncheck()
  await page.locator("#work summary").click()
  await page.getByText("Selalu masuk ke Notifikasi, supaya tidak ada naskah yang tertahan.").waitFor()
  await fits()
  await page.getByRole("button", { name: "Simpan pilihan" }).click()
  await page.getByText("Pilihan disimpan.").waitFor()
  assert.ok(await page.locator('input[name="surel_talk"][value="never"]').isChecked())
  assert.equal(await page.getByLabel("Dari", { exact: true }).inputValue(), "20")
  await page.locator("#studies summary").getByText("1 dari 7 dimatikan").waitFor()
  assert.equal(await page.locator("details[open]").locator("input").count(), 0, "folds are closed until somebody opens them")
  await page.locator("#studies summary").click()
  assert.ok(!await mail.isChecked() && await steps.getByLabel("Notifikasi", { exact: true }).isChecked())

  await page.goto("/akun/diikuti")
  await page.locator("li.line").filter({ has: page.locator('a[href="/sektor/umkm"]') }).getByRole("button").click()
  await page.getByText("Bapak/Ibu berhenti mengikuti sektor ini.").waitFor()
  assert.equal(await page.locator('main a[href="/sektor/umkm"]').count(), 0)
  return { page, trouble }
}

test("a sector is followed on a phone", async () => {
  const { page, trouble } = await journey()
  // A browser that knows pushes offers them, and has not asked for anything yet.
  await page.goto("/akun/notifikasi")
  if (await page.evaluate(() => "PushManager" in self)) await page.locator("[data-push]").waitFor()
  assert.deepEqual(trouble, [])
})

test("all of it works without scripts", async () => {
  const { page } = await journey({ javaScriptEnabled: false })
  await page.goto("/akun/notifikasi")
  assert.ok(await page.locator("[data-push]").isHidden())
})
