// device-drafts.js: lists what this device holds and the server lacks, sends it, and begins a draft without a signal.
import { drafts, forget, read, write } from "./device-store.js"
import { fieldsOf, send } from "./draft-send.js"

export default async function deviceDrafts(box) {
  const account = Number(box.dataset.account), offline = box.dataset.deviceDrafts === "luring"
  const list = box.querySelector("ul")
  for (const begin of document.querySelectorAll("[data-begin]")) begin.href = `/tulis/${key()}#baru`
  const known = await drafts(account).catch(() => [])
  const unsent = known.filter(record => record.changed.length)
  const shown = offline ? known : unsent
  box.hidden = !shown.length
  for (const record of shown) list.append(line(record))
  if (offline) return
  for (const record of unsent) await push(record, list)
  // What the server has too need not stay for ever.
  for (const record of known) if (!record.changed.length && Date.now() - record.at > 30 * 86_400_000) await forget(`naskah:${record.key}`)
}

/** Sends one draft, unless a form of this device has it open: that form sends it, and goes on writing its copy. */
function push({ key }, list) {
  const name = `naskah:${key}`
  return alone(name, async () => {
    const record = await read(name)
    if (!record?.changed.length) return
    const told = await send(record, record.changed, fieldsOf(record.changed))
    if (told.state !== "stored") return
    await write(name, { ...record, base: told.version, changed: [] })
    const state = list.querySelector(`[data-key="${key}"] .line-meta`)
    if (state) state.textContent = `Tersimpan di server ${told.at}`
  })
}

const alone = (name, act) => navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, lock => lock && act()) : act()

function line(record) {
  const item = document.createElement("li"), link = document.createElement("a"), state = document.createElement("p")
  item.className = "line"
  item.dataset.key = record.key
  link.className = "line-title"
  link.href = `/tulis/${record.key}?bentuk=${record.full ? "lengkap" : "ringkas"}`
  link.textContent = record.title || "Tanpa judul"
  state.className = "line-meta"
  state.textContent = record.changed.length ? "Belum terkirim ke server" : "Sudah ada di server"
  item.append(link, state)
  return item
}

/** A UUID of version 7, as the server makes them. */
function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let now = Date.now()
  for (let at = 5; at >= 0; at--) { bytes[at] = now % 256; now = Math.floor(now / 256) }
  bytes[6] = bytes[6] & 0x0f | 0x70
  bytes[8] = bytes[8] & 0x3f | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
