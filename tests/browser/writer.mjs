// How a person writes in the form: one question a screen in the short form, and a line that says where the text is.
import { study, write } from "./site.mjs"

/** A draft of one's own, in the short form unless `full`. */
export async function begin(page, { full = false } = {}) {
  await page.goto(write.path)
  const address = await page.getByRole("link", { name: write.begin }).getAttribute("href")
  await page.goto(full ? `${address}?bentuk=lengkap` : address)
  await ready(page)
}

/** Waits until the form keeps what is typed. */
export const ready = (page) => page.locator("form[data-ready]").waitFor()

/** Waits until the line above the form says that the text is there: "server", "device" or "unsaved". */
export const isKept = (page, where) => page.locator(`[data-saved][data-state=${where}]`).waitFor()

/** Goes to the screen with this heading's name (judul, masalah, tindakan, hasil, bidang, foto, terbit). */
export async function at(page, step) {
  await page.evaluate((step) => { location.hash = step }, step)
  await page.locator(`#${step}[data-now]`).waitFor()
}

/** The next screen. */
export const on = (page) => page.getByRole("button", { name: "Lanjut" }).click()

export const answers = {
  title: "Pengeringan gabah bersama di balai desa",
  problem: "Gabah membusuk pada musim hujan karena tidak ada lantai jemur.",
  action: "Balai desa dibuka sebagai tempat menjemur, dengan jadwal bergilir untuk enam kelompok.",
  outcome: "Gabah yang rusak turun dari 20% menjadi 4% dalam satu musim.",
  summary: "Kelompok tani mengeringkan gabah bersama dengan terpal dan jadwal bergilir.",
}

/** Fills the short form screen by screen, up to the last. */
export async function fillShort(page, { photo, ...changes } = {}) {
  const said = { ...answers, ...changes }
  for (const field of ["title", "problem", "action", "outcome"]) {
    await page.locator(write[field]).fill(said[field])
    await on(page)
  }
  await page.locator(`${write.sector}[value="${said.sector ?? "pertanian"}"]`).check()
  await page.locator(`${write.indicator}[value="ekonomi-lokal"]`).check()
  await on(page)
  if (photo) {
    await page.locator(write.photo).setInputFiles(photo)
    await page.locator(write.consent).check()
    await page.locator(write.uploaded).first().waitFor()
    await page.locator('[name="photos.0.alt"]').fill("Gabah dijemur di balai desa")
  }
  await on(page)
  await page.locator(write.summary).fill(said.summary)
}

/** Presses "Terbitkan" on the last screen and waits for the study. */
export async function publish(page) {
  await page.getByRole("button", { name: write.publish }).click()
  await page.waitForURL(study.address)
}
