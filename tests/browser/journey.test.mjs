// The loop that everything serves, in a browser: a camat is invited, writes, publishes; another finds it in other
// words; a coordinator puts it forward; a visitor meets it on the front page.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { desk, invitation, search, study } from "./site.mjs"
import { begin, fillShort, publish } from "./writer.mjs"
import { aPhoto, person, signIn, startBrowser, startSite } from "./support.mjs"

const siti = { name: "Siti Rohaeni", phone: "081290001234", role: "camat", region: "32.05.21" }
const password = "embun-pagi-di-lereng-7"
const title = "Pengeringan gabah bersama di balai desa"
const reason = "Murah, dan dapat ditiru kecamatan lain pada musim hujan."

let site, browser
before(async () => {
  site = await startSite()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test("Siti is invited, writes with a photo and publishes; Hendra features it; a visitor sees it on the front page", async (t) => {
  const page = await person(browser, site, { viewport: { width: 390, height: 844 }, hasTouch: true })
  let address

  await t.test("Siti opens her invitation and sets a password", async () => {
    await page.goto(site.invite(siti))
    await page.locator(invitation.password).fill(password)
    await page.locator(invitation.again).fill(password)
    await page.locator(invitation.agree).check()
    await page.getByRole("button", { name: invitation.button }).click()
    await page.waitForURL((url) => !url.pathname.startsWith("/undangan/"))
    await page.goto("/akun")
    assert.match(await page.locator("main").innerText(), new RegExp(siti.name))
  })

  await t.test("she writes, adds a photo and publishes", async () => {
    await begin(page)
    await fillShort(page, { title, photo: aPhoto() })
    await publish(page)
    address = new URL(page.url()).pathname
    assert.equal(await page.locator("h1").innerText(), title)
    assert.ok(await page.locator(study.photo).first().evaluate((photo) => photo.decode().then(() => photo.naturalWidth > 0)))
  })

  await t.test("a visitor finds it by another form of the word", async () => {
    const visitor = await person(browser, site)
    await visitor.goto(search.path)
    await visitor.locator(search.query).first().fill("mengeringkan gabah")
    await visitor.keyboard.press("Enter")
    await visitor.waitForURL(/q=mengeringkan/)
    // The index follows the database; a page that is asked for again shows what has come in.
    const hit = visitor.locator("main").getByRole("link", { name: title }).first()
    for (let attempt = 0; attempt < 20 && !(await hit.isVisible()); attempt += 1) {
      await visitor.waitForTimeout(100)
      await visitor.reload()
    }
    await hit.click()
    assert.equal(new URL(visitor.url()).pathname, address)
    await visitor.context().close()
  })

  await t.test("Hendra, a coordinator, features it with a reason", async () => {
    const hendra = await person(browser, site)
    const account = site.account("coordinator")
    await signIn(hendra, account.login, account.password)
    await hendra.goto(desk.path)
    const row = hendra.locator("li, tr, article").filter({ has: hendra.getByRole("link", { name: title }) }).last()
    const opener = row.locator("summary, button, a").filter({ hasText: desk.feature }).first()
    await opener.click()
    const field = hendra.locator(desk.reason).locator("visible=true").first()
    await field.fill(reason)
    await field.locator("xpath=ancestor::form").getByRole("button", { name: desk.save }).click()
    await hendra.waitForLoadState()
    await hendra.context().close()
  })

  await t.test("a visitor meets it, with the reason, on the front page", async () => {
    const visitor = await person(browser, site)
    await visitor.goto("/")
    await visitor.locator("main").getByRole("link", { name: title }).first().waitFor()
    assert.match(await visitor.locator("main").innerText(), new RegExp(reason))
    await visitor.context().close()
  })
})
