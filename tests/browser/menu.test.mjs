// The ways through the site: the menu on one line at every width and size of letters, whoever looks, the rest behind one
// press; the parts of the desk on a phone; and a study that begins with its result.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { enter, isFit, noSidewaysScroll, person, phone, signedInState, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

for (const role of ["visitor", "camat", "coordinator", "admin"]) {
  test(`the menu of a ${role} stays on one line`, async () => {
    const page = await person(browser, site, { storageState: await signedInState(browser, site, role), reducedMotion: "reduce" })
    for (const letters of ["0", "2"]) {
      await page.context().addCookies([{ name: "huruf", value: letters, url: site.origin }])
      await page.goto("/bantuan")
      for (const width of [390, 768, 900, 1024, 1200, 1280]) {
        await page.setViewportSize({ width, height: 844 })
        const apart = await page.evaluate(() => {
          const parts = [...document.querySelectorAll(".brand, .top-nav > *, .top-side > *")].filter((part) => part.checkVisibility())
          const middles = parts.map((part) => part.getBoundingClientRect()).map((box) => box.top + box.height / 2)
          return Math.max(...middles) - Math.min(...middles)
        })
        assert.ok(apart <= 4, `${role} at ${width} px, letters ${letters}: ${apart} px apart`)
        assert.ok(await noSidewaysScroll(page), `${role} at ${width} px scrolls sideways`)
      }
    }
    const writes = await page.locator(".top, .bar").getByRole("link", { name: /^Tulis/ }).count()
    assert.equal(writes > 0, ["visitor", "camat"].includes(role), "who may write, and who may come to")
    await page.locator(".menu > summary").press("Enter")
    await page.locator(".menu").getByRole("link", { name: "Capaian" }).waitFor()
    await isFit(page)
    await page.keyboard.press("Escape")
    await page.locator(".menu").getByRole("link", { name: "Capaian" }).waitFor({ state: "hidden" })
    await page.setViewportSize(phone)
    await page.locator(".menu > summary").click()
    assert.equal(await page.locator(".menu").getByRole("link", { name: "Masuk" }).count(), role === "visitor" ? 1 : 0)
    await isFit(page)
    await page.locator(".menu").getByRole("link", { name: "Praktik Baik" }).click()
    await page.waitForURL("**/cari")
    await page.context().close()
  })
}

test("on a phone the parts of the desk open below the one that is shown", async () => {
  const page = await enter(browser, site, "coordinator", phone)
  await page.goto("/meja")
  const parts = page.getByRole("navigation", { name: "Bagian ruang kerja" })
  assert.ok((await parts.boundingBox()).height < 100, "one line while it is folded")
  assert.equal(await parts.getByRole("link").count(), 0)
  await parts.locator("summary").press("Enter")
  await parts.getByRole("link", { name: "Hari ini" }).waitFor()
  await isFit(page)
  await parts.getByRole("link", { name: "Catatan audit" }).click()
  await page.waitForURL("**/meja/audit")
})

test("on a wide window the parts of the desk stand on one line, each with its whole name", async () => {
  const page = await enter(browser, site, "coordinator", { width: 1280, height: 900 })
  await page.goto("/meja")
  const parts = page.getByRole("navigation", { name: "Bagian ruang kerja" })
  assert.ok((await parts.boundingBox()).height < 60)
  for (const name of ["Kalender pilihan", "Topik yang dibutuhkan", "Peta Cakupan", "Catatan audit"]) await parts.getByRole("link", { name }).waitFor()
  await isFit(page)
})

test("what is done with a question begins where its text begins", async () => {
  const page = await enter(browser, site, "camat", phone)
  await page.goto("/tanya/1")
  const follow = await page.getByRole("button", { name: /^Ikuti/ }).boundingBox(), heading = await page.locator("h1").boundingBox()
  assert.equal(follow.x, heading.x)
})

test("on a phone the result of a study stands directly under its summary", async () => {
  const page = await person(browser, site, { viewport: phone })
  await page.goto("/praktik/1")
  const places = await page.evaluate(() => [".lead", ".study-figures", ".office", ".study-photo, .study-part"].map((name) => document.querySelector(`article ${name}`).getBoundingClientRect().top))
  assert.deepEqual(places, places.toSorted((one, other) => one - other))
  await isFit(page)
})
