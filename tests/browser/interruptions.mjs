// Somebody writes 2,000 words while the server is killed, the network is cut, the tab is closed and the browser dies. Each
// word that the line above the form called saved must be there afterwards.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { startBrowser, person, signIn, startSite, launchOptions } from "./support.mjs"
import { chromium } from "playwright-core"
import { ready } from "./writer.mjs"

const words_in_all = 2000
const fields = ["problem", "action", "outcome"]
const kinds = ["server", "network", "tab", "browser"]

/** Interrupts so often; gives how many words were called saved, and throws at the first that is lost. */
export async function interruptions(rounds, tell = () => {}, seed = 20261125) {
  const random = randomNumbers(seed)
  const site = await startSite({ env: { FORUM_RATES__DRAFTS_PER_MINUTE: "0", FORUM_RATES__WRITES_PER_MINUTE: "0" } })
  const profile = await mkdtemp(join(tmpdir(), "forum-profile-"))
  const counted = Object.fromEntries(kinds.map((kind) => [kind, 0]))
  const written = new Map(fields.map((field) => [field, []])), saved = { device: new Map(), server: new Map() }
  let context, page, address
  const claim = (where, texts) => { for (const [field, text] of Object.entries(texts)) { keepLongest(saved.device, field, text); if (where === "server") keepLongest(saved.server, field, text) } }

  async function openBrowser() {
    context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL: site.origin, locale: "id-ID", viewport: { width: 390, height: 844 } })
    context.setDefaultTimeout(20_000)
    await context.exposeFunction("__claimed", claim)
    await context.addInitScript(watchTheLine)
    page = context.pages()[0] ?? await context.newPage()
  }
  async function openDraft() {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await page.goto(address)
        return await ready(page)
      } catch (error) { if (attempt === 3) throw error }
    }
  }

  try {
    await openBrowser()
    const { login, password } = site.account("camat")
    await signIn(page, login, password)
    await page.goto("/tulis")
    address = await page.getByRole("link", { name: /isian lengkap/ }).getAttribute("href")
    await openDraft()
    await page.locator("html[data-offline-ready]").waitFor()
    for (let round = 1; round <= rounds; round += 1) {
      const kind = kinds[Math.floor(random() * kinds.length)]
      counted[kind] += 1
      const field = fields[round % fields.length]
      await page.locator(`#${field}`).evaluate((element) => {
        element.closest("details").open = true
        element.focus()
        element.setSelectionRange(element.value.length, element.value.length)
      })
      const typing = type(page, written.get(field), Math.ceil(words_in_all / rounds), round)
      await wait(random() * 2600)
      if (kind === "server") {
        await site.kill()
        await wait(random() * 800)
        await typing
        await site.restart()
      } else if (kind === "network") {
        await context.setOffline(true)
        await typing
        await wait(random() * 800)
        if (random() < 0.5) await page.reload().catch(() => {})
        await context.setOffline(false)
      } else if (kind === "tab") {
        await page.close()
        await typing
        page = await context.newPage()
      } else {
        await kill(context)
        await typing
        await openBrowser()
      }
      await openDraft()
      const shown = await texts(page)
      for (const [name, text] of saved.device) if (!holds(shown[name], text)) throw new Error(`round ${round} (${kind}): the form lost words of ${name} that were called saved:\n…${text.slice(-200)}\n…${shown[name].slice(-200)}`)
      // What the form shows is what goes on from here: a word typed but never called saved may be gone.
      for (const name of fields) written.set(name, shown[name].split(/\s+/).filter(Boolean))
      tell(round, kind, [...saved.device.values()].join(" ").split(/\s+/).length)
    }
    // A form that had nothing to send says what the server drew, and has no state of its own.
    await page.locator("[data-saved]:not([data-state=device], [data-state=unsaved])").waitFor()
    await checkServer()
    const count = [...saved.device.values()].join(" ").split(/\s+/).filter(Boolean).length
    return { words: count, counted }
  } finally {
    await context?.close().catch(() => {})
    await site.stop()
    await rm(profile, { recursive: true, force: true })
  }

  /** Another device, which has only what the server has. */
  async function checkServer() {
    const browser = await startBrowser()
    const other = await person(browser, site)
    const { login, password } = site.account("camat")
    await signIn(other, login, password)
    await other.goto(address)
    const shown = await texts(other)
    for (const [name, text] of saved.device) if (!holds(shown[name], text)) throw new Error(`the server lacks words of ${name}`)
    await browser.close()
  }
}

const holds = (shown, text) => shown.startsWith(text.trimEnd())

function keepLongest(map, field, text) {
  if (text.length >= (map.get(field) ?? "").length) map.set(field, text)
}

async function type(page, known, count, round) {
  try {
    for (let at = 0; at < count; at += 1) {
      await page.keyboard.insertText(`k${round}w${at} `)
      await wait(25)
    }
  } catch { /* The tab or the browser is gone. */ }
}

const texts = (page) => page.evaluate((fields) => Object.fromEntries(fields.map((field) => [field, document.getElementById(field).value])), fields)

async function kill(context) {
  const session = await context.newCDPSession(context.pages()[0])
  await session.send("Browser.crash").catch(() => {})
  await context.close().catch(() => {})
}

// Runs in the page: each time the line says "saved", what stands in the form at this very moment is called saved.
function watchTheLine() {
  addEventListener("DOMContentLoaded", () => {
    const line = document.querySelector("[data-saved]")
    if (!line) return
    new MutationObserver(() => {
      const where = line.dataset.state
      if (where !== "device" && where !== "server") return
      const texts = {}
      for (const field of ["problem", "action", "outcome"]) { const element = document.getElementById(field); if (element) texts[field] = element.value }
      window.__claimed(where, texts)
    }).observe(line, { attributes: true, attributeFilter: ["data-state"] })
  })
}

// Repeatable, so that a failure can be looked at again.
function randomNumbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
