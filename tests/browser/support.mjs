// A site and a browser for each test file: a fresh data folder, a free port, an empty profile, nothing left behind.
import assert from "node:assert/strict"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, statSync } from "node:fs"
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { crc32, deflateSync } from "node:zlib"
import { chromium } from "playwright-core"
import { demo, invitation, inviteCommand, signIn as form } from "./site.mjs"

const root = fileURLToPath(new URL("../../", import.meta.url))
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target")
const binary = process.env.FORUM_BINARY ?? join(target, "debug", "forum-camat")
const startSeconds = 300

/** Starts `forum-camat demo` (or another command that serves) on the database that FORUM_TEST_DATABASE names. */
export async function startSite({ command = "demo", env = {}, isFirst = false } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing; build it with: cargo build --workspace --bins`)
  const folder = await mkdtemp(join(tmpdir(), "forum-browser-"))
  const onPostgres = process.env.FORUM_TEST_DATABASE === "postgres"
  const isPlainDemo = command === "demo" && !onPostgres && Object.keys(env).length === 0
  if (isPlainDemo && !isFirst) await cp(await demoFolder(), folder, { recursive: true })
  const port = await freePort()
  const database = onPostgres ? createDatabase() : undefined
  const settings = {
    ...withoutOurVariables(process.env),
    FORUM_BIND: `127.0.0.1:${port}`,
    FORUM_DATA_DIR: folder,
    ...(database && { FORUM_DATABASE_URL: database.url }),
    ...env,
  }
  if (database) execFileSync(binary, ["migrate"], { env: settings, stdio: ["ignore", "ignore", "inherit"] })

  const site = { origin: `http://127.0.0.1:${port}`, folder, log: "" }
  let child, ended
  const launch = () => {
    child = spawn(binary, [command], { env: settings, stdio: ["ignore", "pipe", "pipe"] })
    ended = once(child, "exit")
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => { site.log += text })
  }
  const killWithUs = () => child.kill("SIGKILL")
  process.on("exit", killWithUs)
  launch()

  site.run = (...words) => execFileSync(binary, words, { env: settings, encoding: "utf8" })
  site.invite = (person) => invitation.link.exec(site.run(...inviteCommand(person)))[0]
  site.account = (role) => accountOf(site.log, role)
  /** As a power cut would end it. */
  site.kill = async () => { killWithUs(); await ended }
  /** The same folder, the same address. */
  site.restart = async () => { launch(); await untilReady(site, child, command) }
  site.stop = async () => {
    child.kill("SIGTERM")
    const patience = setTimeout(killWithUs, 10_000)
    await ended
    clearTimeout(patience)
    process.off("exit", killWithUs)
    database?.drop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(site, child, command)
  } catch (error) {
    await site.stop()
    throw error
  }
  return site
}

// A data folder in which this binary's demo ran today: drawing its pictures takes half a minute, and each file wants a
// site of its own. Who makes it at the same time as another keeps the other's.
async function demoFolder() {
  const day = new Date().toISOString().slice(0, 10)
  const kept = join(target, `browser-demo-${Math.trunc(statSync(binary).mtimeMs)}-${day}`)
  if (existsSync(kept)) return kept
  const site = await startSite({ isFirst: true })
  await site.kill()
  const copy = await mkdtemp(join(target, "browser-demo-copy-"))
  await cp(site.folder, copy, { recursive: true })
  await rename(copy, kept).catch(() => rm(copy, { recursive: true, force: true }))
  await site.stop()
  return kept
}

async function untilReady(site, child, command) {
  const deadline = Date.now() + startSeconds * 1000
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the site ended at its start:\n${site.log}`)
    const ready = await fetch(`${site.origin}/readyz`).then((answer) => answer.ok, () => false)
    if (ready && (command !== "demo" || demo.password.test(site.log))) return
    await wait(100)
  }
  throw new Error(`the site was not ready within ${startSeconds} s:\n${site.log}`)
}

function accountOf(log, role) {
  const password = demo.password.exec(log)?.[1]
  const line = log.split("\n").find((line) => demo.phone.test(line) && demo[role](line))
  if (!line) throw new Error(`demo printed no account of a ${role}:\n${log}`)
  return { login: demo.phone.exec(line)[0], password }
}

// The site refuses variables that it does not know, and must not meet a developer's settings.
function withoutOurVariables(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("FORUM_")))
}

function createDatabase() {
  const server = process.env.FORUM_TEST_POSTGRES
  if (!server) throw new Error("FORUM_TEST_POSTGRES names no server; run by bin/test, or by bin/postgres COMMAND")
  const name = `forum_browser_${process.pid}_${Date.now()}`
  const psql = (sql) => execFileSync("psql", [`${server}/postgres`, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", sql])
  psql(`CREATE DATABASE ${name}`)
  return { url: `${server}/${name}`, drop: () => psql(`DROP DATABASE ${name} WITH (FORCE)`) }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  await once(server, "close")
  return port
}

export const launchOptions = {
  executablePath: "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
}

/** Chromium with an empty profile that asks nobody for anything. */
export const startBrowser = () => chromium.launch(launchOptions)

/** A person with a device: a context of their own, and a page in it. Options are those of Playwright's newContext. */
export async function person(browser, site, options = {}) {
  const context = await browser.newContext({ baseURL: site.origin, locale: "id-ID", timezoneId: "Asia/Jakarta", ...options })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

/** Signs in by the form. */
export async function signIn(page, login, password) {
  await page.goto(form.path)
  await page.locator(form.login).fill(login)
  await page.locator(form.password).fill(password)
  await page.getByRole("button", { name: form.button }).click()
  await page.waitForURL((url) => url.pathname !== form.path)
}

/** What a browser keeps of a person who signed in, to open further devices of theirs without the form. */
export async function signedInState(browser, site, role) {
  if (role === "visitor") return undefined
  const page = await person(browser, site)
  const { login, password } = site.account(role)
  await signIn(page, login, password)
  const state = await page.context().storageState()
  await page.context().close()
  return state
}

const axeSource = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8")

/** Violations that axe-core finds, each as one readable line; `rules` names the only ones to look at. */
export async function axe(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate((rules) => window.axe.run(document, {
    resultTypes: ["violations"],
    ...(rules && { runOnly: rules }),
  }), rules)
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`))
}

/** True when nothing reaches beyond the right edge, so that a thumb scrolls in one direction only. */
export async function noSidewaysScroll(page) {
  // A click returns as soon as the next page begins: nothing of it can be measured yet.
  await page.waitForLoadState("load")
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
}

/** Widths that people have: a phone and a desk. */
export const phone = { width: 390, height: 844 }, desk = { width: 1280, height: 900 }

/** A person of the demo who has signed in, on a page of that size. */
export async function enter(browser, site, role, viewport, options = {}) {
  const page = await person(browser, site, { viewport, reducedMotion: "reduce", ...options })
  const { login, password } = site.account(role)
  await signIn(page, login, password)
  return page
}

/** Nothing scrolls sideways and axe-core finds nothing. With SHOTS set, the page is kept there as pictures to look at. */
export async function isFit(page, name) {
  const folder = process.env.SHOTS
  for (const size of folder && name ? [phone, desk] : []) {
    const before = page.viewportSize()
    await page.setViewportSize(size)
    await page.screenshot({ path: `${folder}/${name}-${size.width}.png`, fullPage: true })
    await page.setViewportSize(before)
  }
  assert.ok(await noSidewaysScroll(page), `${page.url()} scrolls sideways`)
  assert.deepEqual(await axe(page), [], page.url())
}

/** Collects what a visitor must never cause: requests elsewhere, refusals by the CSP, errors in the console. */
export async function watch(page, site) {
  const trouble = []
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== site.origin) trouble.push(`leaves the site: ${url}`)
  })
  page.on("pageerror", (error) => trouble.push(`script error: ${error.message}`))
  page.on("console", (message) => {
    // The browser reports the status of a page that is missing on purpose as an error too.
    const ofThePage = message.location().url === page.url().replace(/#.*/, "") && /status of 4\d\d/.test(message.text())
    if (message.type() === "error" && !ofThePage) trouble.push(`console: ${message.text()}`)
  })
  await page.exposeFunction("__cspRefused", (text) => trouble.push(`CSP: ${text}`))
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.__cspRefused(`${event.effectiveDirective} refused ${event.blockedURI} on ${event.documentURI}`)
    })
  })
  return trouble
}

/** A photo as a phone would send it: large enough to be shrunk, with something on it. */
export function aPhoto({ width = 1280, height = 960 } = {}) {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3
      const field = y > height * 0.45
      rows[at] = field ? 60 + ((x ^ y) & 31) : 150
      rows[at + 1] = field ? 120 + ((x * 3) & 31) : 190
      rows[at + 2] = field ? 40 : 230
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (kind, body) => {
    const bytes = Buffer.concat([Buffer.from(kind), body])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc32(bytes))
    return Buffer.concat([length, bytes, sum])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]
  return { name: "sawah.png", mimeType: "image/png", buffer: Buffer.concat(parts) }
}

/** A report as Word would save it: a heading where a line begins with "# ". */
export function aDocx(lines) {
  const paragraph = (line) => line.startsWith("# ")
    ? `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>${line.slice(2)}</w:t></w:r></w:p>`
    : `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`
  const body = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${lines.map(paragraph).join("")}</w:body></w:document>`
  return { name: "Laporan.docx", mimeType: "application/octet-stream", buffer: stored({ "[Content_Types].xml": "<Types/>", "word/document.xml": body }) }
}

// A ZIP without compression: what there is of the format when nothing is squeezed.
function stored(parts) {
  const files = [], directory = []
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text), title = Buffer.from(name), facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(bytes.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, title, bytes])
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(offset, 12)
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts.subarray(0, 24), Buffer.alloc(2), entry.subarray(2), title]))
    files.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory), end = Buffer.alloc(22)
  end.write("PK\x05\x06", 0, "latin1")
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, index, end])
}
