// The meeting room: one person types a keyword, twelve watch, and what is marked goes home on one sheet of paper.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { axe, noSidewaysScroll, person, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => {
  site = await startSite()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

// The room is awake once it has put a hit in focus.
const awake = page => page.locator(".room-hit:focus").waitFor()
const row = page => page.evaluate(() => document.activeElement.id)

test("a meeting is steered by keys alone", async () => {
  // Keys are faster than the fading from page to page, which Chromium then reports as broken off.
  const page = await person(browser, site, { viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" })
  const trouble = await watch(page, site)
  await page.goto("/cari?q=air")
  await page.locator("html.scripted").waitFor()
  await page.waitForLoadState("networkidle")
  await page.keyboard.press("r")
  await page.waitForURL(/tampilan=rapat/)
  await awake(page)
  await page.keyboard.press("/")
  await page.keyboard.type("sampah p1")
  assert.equal(await page.locator("#q").inputValue(), "sampah p1", "no key is taken from a field")
  await page.locator("#q").fill("air")
  await page.keyboard.press("Enter")
  await awake(page)
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  const chosen = await row(page)
  assert.equal(chosen, "h3")
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/layar\?/)
  await page.locator("html.scripted").waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press("Escape")
  await page.waitForURL(/cari\?q=air/)
  await page.locator(`#${chosen}:focus`).waitFor()
  await page.keyboard.press("p")
  const counter = page.getByText("1 ditandai · cetak dengan QR")
  await counter.waitFor()
  await page.keyboard.press("1")
  await page.waitForURL(/\/layar\?/)
  await page.locator("html.scripted").waitFor()
  await page.keyboard.press("p")
  await page.getByText("2 ditandai · cetak dengan QR").click()
  await page.waitForURL(/\/rapat\?praktik=\d+,\d+$/)
  assert.equal(await page.locator(".marked-item").count(), 2)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(trouble, [])
  await page.context().close()
})

test("the marks stay in the browser, and an ordinary page shows them", async () => {
  const page = await person(browser, site, { viewport: { width: 390, height: 844 } })
  await page.goto("/cari?q=air")
  const mark = page.locator(".hit-mark a").first()
  await mark.getByText("Tandai untuk rapat").click()
  await mark.getByText("Ditandai untuk rapat").waitFor()
  await page.goto("/cari?q=kopi")
  await page.getByText("1 ditandai · cetak dengan QR").waitFor()
  await page.goto("/rapat")
  await page.waitForURL(/\/rapat\?praktik=\d+$/)
  assert.ok(await noSidewaysScroll(page))
  await page.getByRole("link", { name: "Lepas tanda" }).click()
  await page.getByText("Belum ada praktik yang ditandai.").waitFor()
  await page.context().close()
})

test("eight marked studies print on one sheet, and nothing overflows a phone or a projector", async () => {
  const page = await person(browser, site, { viewport: { width: 1280, height: 720 } })
  await page.goto("/cari?q=air&tampilan=rapat")
  await awake(page)
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "eight hits fit one screen")
  const ids = await page.locator("[data-study]").evaluateAll(rows => rows.map(row => row.dataset.study))
  assert.equal(ids.length, 8)
  await page.goto(`/rapat?praktik=${ids.join(",")}`)
  const pdf = await page.pdf({ preferCSSPageSize: true })
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1)
  for (const width of [390, 1920]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 1080 })
    for (const path of ["/cari?tampilan=rapat", "/cari?q=air&tampilan=rapat", "/cari?q=zzzz&tampilan=rapat", `/praktik/${ids[0]}/layar`, "/rapat?praktik=999999", `/rapat?praktik=${ids}`]) {
      await page.goto(path)
      assert.ok(await noSidewaysScroll(page), `${path} at ${width}`)
      assert.deepEqual(await axe(page), [], `${path} at ${width}`)
    }
  }
  await page.context().close()
})

test("without scripts marks travel in the address", async () => {
  const page = await person(browser, site, { javaScriptEnabled: false })
  await page.goto("/cari?q=air&tampilan=rapat")
  await page.locator(".room-mark").first().click()
  await page.waitForURL(/rapat=\d+/)
  await page.locator(".room-mark").nth(1).click()
  await page.getByText("2 ditandai · cetak dengan QR").click()
  await page.waitForURL(/\/rapat\?praktik=\d+,\d+$/)
  assert.equal(await page.locator(".marked-item").count(), 2)
  await page.context().close()
})
