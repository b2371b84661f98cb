// What is printed: a letter and the sheet for the minggon are one page of A4, and a study leaves nothing folded.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { desk, enter, person, startBrowser, startSite } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

/** How many pages a printer gives out. */
async function sheets(page) {
  return (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type \/Page\b/g).length
}

test("a letter is one sheet", async () => {
  const page = await enter(browser, site, "camat", desk)
  await page.goto("/praktik/2/surat")
  await page.getByLabel(/^Studi tiru/).check()
  await page.getByLabel(/^Permohonan lain/).fill("menerima rombongan kami, yaitu sekcam dan tiga kepala seksi")
  await page.getByRole("button", { name: "Perbarui pratinjau" }).click()
  await page.getByText("sekcam dan tiga kepala seksi.").waitFor()
  assert.equal(await sheets(page), 1, "the request")
  await page.goto("/praktik/1/keterangan-kontribusi")
  await page.getByRole("button", { name: "Buat surat keterangan" }).click()
  await page.getByRole("heading", { name: "SURAT KETERANGAN KONTRIBUSI", exact: true }).waitFor()
  assert.equal(await sheets(page), 1, "the certificate")
})

test("bahan minggon is one sheet, and a printed study has nothing folded", async () => {
  const page = await person(browser, site, { viewport: desk, reducedMotion: "reduce" })
  await page.goto("/minggon?wilayah=32.05")
  assert.equal(await sheets(page), 1, "bahan minggon")
  await page.goto("/praktik/1/cetak")
  assert.equal(await page.locator("article details.fold:not(.no-print):not([open]), .side details.fold:not(.no-print):not([open])").count(), 0)
  assert.equal(await page.locator("article img[loading=lazy]").count(), 0)
})
