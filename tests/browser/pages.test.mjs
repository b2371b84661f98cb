// Every page on the narrowest phone: nothing scrolls sideways, axe-core finds nothing in either theme, the words are
// Indonesian, nothing leaves the site, and neither the CSP nor the console complains.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { open, pages } from "./pages.mjs"
import { englishWords } from "./site.mjs"
import { axe, noSidewaysScroll, person, signedInState, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => {
  site = await startSite()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

for (const [role, list] of Object.entries(pages)) {
  test(`pages of a ${role}`, async (t) => {
    const storageState = await signedInState(browser, site, role)
    const page = await person(browser, site, { storageState, viewport: { width: 360, height: 740 }, reducedMotion: "reduce" })
    const trouble = await watch(page, site)
    for (const entry of list) {
      await t.test(entry.name, async () => {
        trouble.length = 0
        await page.emulateMedia({ colorScheme: "light" })
        const answer = await open(page, entry, site)
        const found = []
        if (answer.status() !== (entry.status ?? 200)) found.push(`answers ${answer.status()}`)
        if (!(await noSidewaysScroll(page))) found.push("scrolls sideways at 360 px")
        const words = await wordsOf(page)
        for (const word of englishWords) if (words.has(word)) found.push(`says "${word}"`)
        for (const violation of await axe(page)) found.push(`light: ${violation}`)
        // The themes share one document; only what the eye tells apart can differ between them.
        await page.emulateMedia({ colorScheme: "dark" })
        for (const violation of await axe(page, ["color-contrast", "link-in-text-block"])) found.push(`dark: ${violation}`)
        assert.deepEqual([...found, ...trouble], [], page.url())
      })
    }
    await page.context().close()
  })
}

/** Words that people see or hear: text, labels, hints, descriptions of pictures. */
async function wordsOf(page) {
  const text = await page.evaluate(() => {
    const attributes = ["alt", "aria-label", "placeholder", "title"]
    const spoken = [...document.querySelectorAll(attributes.map((name) => `[${name}]`).join())]
      .flatMap((element) => attributes.map((name) => element.getAttribute(name) ?? ""))
    return [document.title, document.body.innerText, ...spoken].join(" ")
  })
  return new Set(text.toLowerCase().match(/\p{L}+/gu) ?? [])
}
