// Pictures of every page as each kind of reader sees it, and one sheet to look through them. Run by bin/screenshots.
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { open, pages } from "./pages.mjs"
import { person, signedInState, startBrowser, startSite } from "./support.mjs"

const folder = resolve(process.argv[2])
const widths = [390, 1280]
const themes = ["light", "dark"]

await mkdir(folder, { recursive: true })
const site = await startSite()
const browser = await startBrowser()
const rows = []
try {
  for (const [role, list] of Object.entries(pages)) {
    const storageState = await signedInState(browser, site, role)
    for (const width of widths) {
      const viewport = { width, height: heightOf(width) }
      const page = await person(browser, site, { storageState, viewport, reducedMotion: "reduce" })
      for (const entry of list) rows.push(...(await shoot(page, role, entry, width)))
      await page.context().close()
    }
  }
  await writeFile(join(folder, "index.html"), sheet(rows))
  console.log(`${rows.length} pictures in ${folder}; ${rows.filter((row) => row.problem).length} pages did not open`)
} finally {
  await browser.close()
  await site.stop()
}

async function shoot(page, role, entry, width) {
  let problem
  const pictures = []
  try {
    const answer = await open(page, entry, site)
    if (answer.status() !== (entry.status ?? 200)) problem = `answers ${answer.status()}`
    await unroll(page, width)
  } catch (error) {
    problem = error.message.split("\n")[0]
  }
  if (problem) console.error(`${role} ${entry.name} ${width}: ${problem}`)
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await page.waitForTimeout(60)
    const name = `${role}-${entry.name}-${width}-${theme}.png`
    await page.screenshot({ path: join(folder, name), fullPage: true })
    pictures.push({ role, page: entry.name, width, theme, name, problem })
  }
  await page.setViewportSize({ width, height: heightOf(width) })
  return pictures
}

function heightOf(width) {
  return width < 600 ? 844 : 900
}

// A window as tall as the page: what loads late loads, and what sticks to an edge stands at the edge of the picture.
async function unroll(page, width) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(height, heightOf(width)) })
  await page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode().catch(() => {}))]))
  await page.waitForTimeout(120)
}

function sheet(rows) {
  const figures = rows.map(({ role, page, width, theme, name, problem }) =>
    `<figure><a href="${name}"><img loading="lazy" src="${name}" alt=""></a>` +
    `<figcaption>${role} · ${page} · ${width} · ${theme}${problem ? " · <b>did not open</b>" : ""}</figcaption></figure>`)
  return `<!doctype html><meta charset="utf-8"><title>Forum Camat</title>
<style>body{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:16px;font:14px system-ui;margin:16px;background:#ddd}
figure{margin:0}img{width:100%;height:420px;object-fit:cover;object-position:top;background:#fff}b{color:#a00}</style>
${figures.join("\n")}
`
}
