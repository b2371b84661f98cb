// draft.js: never loses a word. What is typed is kept on this device at once and sent to the server after a pause; the
// line above the form says which of the two is true. One tab of a device writes a draft at a time.
import * as device from "./device-store.js"
import { advise } from "./draft-advice.js"
import { byField, drawnPairsOf, fill, pairsOf } from "./draft-form.js"
import { notices } from "./draft-notice.js"
import { fieldsOf, send } from "./draft-send.js"
import { offlineShells } from "./offline.js"

const pause_ms = 1500, longest_wait_ms = 8000, look_again_ms = 12000, first_retry_ms = 2000, longest_retry_ms = 30000

export default function keepDraft(form) {
  const shell = form.dataset.shell !== undefined
  if (shell) takeKey(form)
  const key = form.dataset.draft, record_key = `naskah:${key}`, account = Number(form.dataset.account)
  const full = form.elements.bentuk.value === "lengkap"
  const fieldOf = fieldsOf(form.elements.fields.value.split(" "))
  const notice = notices(form)
  let on_device = form.dataset.onDevice !== undefined, base = Number(form.elements.base.value)
  let writer = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`
  let acked = byField(drawnPairsOf(form), fieldOf), forced = new Set()
  let edits = 0, touched = 0, kept = 0, sending = null, halted = false, passing = false, frozen = false
  let timer, first_unsent, retry_ms = first_retry_ms, state = form.querySelector("[data-saved]")?.classList.contains("saved-not") ? "unsaved" : "server"

  const changedFields = () => {
    const now = byField(pairsOf(form), fieldOf), names = new Set([...now.keys(), ...acked.keys()])
    return [...names].filter(field => forced.has(field) || now.get(field) !== acked.get(field))
  }
  const record = () => ({
    key, account, base, writer, full, pairs: pairsOf(form), changed: changedFields(), at: Date.now(),
    title: form.elements.title?.value || "",
  })

  // -- This device --------------------------------------------------------------------------------------------------
  let keeping = null
  function keep() {
    if (!on_device || frozen) return Promise.resolve(false)
    return keeping ??= (async () => {
      try {
        while (kept < touched) {
          const upto = touched
          await device.write(record_key, record())
          kept = upto
        }
        if (state === "unsaved") show("device")
        return true
      } catch (error) {
        on_device = false
        notice.deviceFails(error)
        return false
      } finally { keeping = null }
    })()
  }

  // -- The server -----------------------------------------------------------------------------------------------------
  function later(wait = pause_ms) {
    clearTimeout(timer)
    first_unsent ??= Date.now()
    timer = setTimeout(flush, Math.min(wait, Math.max(0, first_unsent + longest_wait_ms - Date.now())))
  }

  /** Sends what changed; answers "stored", or why not. */
  function flush(options) {
    clearTimeout(timer)
    if (halted || frozen) return Promise.resolve(halted || "frozen")
    return sending ??= push(options).finally(() => { sending = null })
  }

  async function push(options) {
    const fields = changedFields()
    if (!fields.length) {
      first_unsent = undefined
      if (base) show("server")
      touched++
      keep()
      return "stored"
    }
    const upto = edits, pairs = pairsOf(form), snapshot = byField(pairs, fieldOf)
    const told = await send({ key, base, writer, full, pairs }, fields, fieldOf, options)
    if (frozen) return "frozen"
    if (told.state === "stored") return stored(told, fields, snapshot, upto)
    if (told.state === "offline") return unreachable(told.server)
    if (told.state === "wait") { retry(told.seconds * 1000); return "wait" }
    halted = told.state
    if (told.state === "reopened") { await device.forget(record_key).catch(() => {}); halted = "reopened" }
    notice.halted(told, { key, compare, title: form.elements.title?.value })
    return told.state
  }

  function stored(told, fields, snapshot, upto) {
    const gone = field => snapshot.get(field) === undefined
    for (const field of fields) { forced.delete(field); gone(field) ? acked.delete(field) : acked.set(field, snapshot.get(field)) }
    base = form.elements.base.value = told.version
    retry_ms = first_retry_ms
    first_unsent = undefined
    notice.reached()
    // A text that went on meanwhile is drawn anew by its own answer.
    if (edits === upto) {
      show("server", told.at)
      advise(form, told.advice)
    } else later()
    // The device's copy learns that the server has this much.
    touched++
    keep()
    return "stored"
  }

  function unreachable(server) {
    notice.unreachable(on_device, server)
    retry(retry_ms)
    retry_ms = Math.min(retry_ms * 2, longest_retry_ms)
    return "offline"
  }

  function retry(wait) {
    clearTimeout(timer)
    timer = setTimeout(flush, wait)
  }

  // -- What people see ------------------------------------------------------------------------------------------------
  let server_at = /\d\d\.\d\d/.exec(form.querySelector("[data-saved]")?.textContent ?? "")?.[0] ?? ""
  function show(next, at) {
    const line = form.querySelector("[data-saved]")
    if (at) server_at = at
    state = next
    if (!line) return
    const [text, icon] = {
      unsaved: ["Belum tersimpan", "cloud-off"],
      device: [`Tersimpan di ${device.deviceName()}`, "smartphone"],
      server: [`Tersimpan di server ${server_at}`.trim(), "cloud-check"],
    }[next]
    line.classList.toggle("saved-not", next === "unsaved")
    line.dataset.state = next
    if (line.lastElementChild.textContent !== text) line.lastElementChild.textContent = text
    const use = line.querySelector("use")
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`))
  }

  function edited(event) {
    if (event?.target?.dataset?.notKept !== undefined || ["photo", "file", "note", "reason"].includes(event?.target?.name)) return
    edits++
    touched++
    show("unsaved")
    keep()
    if (!["clash", "elsewhere", "sign_in", "closed", "published", "reopened"].includes(halted)) { halted = false; later() }
  }

  /** Both texts side by side: the page that the server shows for a form that started from an older text. */
  function compare() {
    passing = true
    form.requestSubmit(form.querySelector(".default-send"))
  }

  // -- Sending the form itself: only what the server already has ------------------------------------------------------
  async function submitting(event) {
    if (event.defaultPrevented || passing) return
    event.preventDefault()
    const button = event.submitter, saves_only = button?.name === "do" && button.value === "simpan"
    await sending
    const result = await flush()
    // A form can't be sent again while its first event is still under way.
    await new Promise(done => setTimeout(done))
    form.dispatchEvent(new Event("parsial:selesai"))
    if (result === "offline" || result === "wait" || result === "sign_in" || result === "frozen") return notice.notSent(result, on_device)
    if (result === "stored" && saves_only) return notice.saved()
    passing = true
    setTimeout(() => { passing = false }, 20000)
    form.requestSubmit(button)
  }

  // -- Another device, another tab ------------------------------------------------------------------------------------
  async function look() {
    if (document.hidden || sending || halted || frozen || !navigator.onLine) return
    const now = await fetch(`/tulis/${key}/keadaan`, { headers: { accept: "application/json" } }).then(answer => answer.ok ? answer.json() : null, () => null)
    if (!now || sending || halted) return
    if (now.published) { halted = "published"; return notice.halted({ state: "published", url: now.published }, {}) }
    const own = now.writer === writer && now.writer_from - 1 <= base
    if (now.version > base && !own) notice.newer(now, changedFields().length > 0, compare)
  }

  function freeze(why) {
    frozen = true
    clearTimeout(timer)
    for (const part of form.querySelectorAll(".page > :not(.write-top, [data-notice]), .action-bar")) part.inert = true
    notice.frozen(why, () => claim(true))
  }

  /** Takes the draft for this tab; another tab that has it goes on unless this one is told to take it over. */
  function claim(steal = false) {
    if (!navigator.locks) return Promise.resolve(true)
    return new Promise(done => {
      navigator.locks.request(record_key, steal ? { steal } : { ifAvailable: true }, lock => {
        done(Boolean(lock))
        if (steal) { location.reload(); return new Promise(() => {}) }
        if (lock) return new Promise(() => {})
      }).catch(() => freeze("taken"))
    })
  }

  async function begin() {
    if (!await claim()) {
      freeze("open")
      // The other tab closes: its text is on this device, so this page begins anew.
      navigator.locks.request(record_key, () => location.reload()).catch(() => {})
      return
    }
    let known
    try {
      if (on_device) known = await device.read(record_key)
    } catch (error) { on_device = false; notice.deviceFails(error) }
    if (new URLSearchParams(location.search).has("digabung")) {
      // Both texts were compared, and one of each pair was chosen: what is on the device is settled.
      known = undefined
      history.replaceState(history.state, "", location.pathname + location.hash)
    }
    if (known?.account !== account) known = undefined
    // The server may have drawn this page just before the last words of this device reached it.
    const ahead = known && (known.changed.length > 0 || known.base > base)
    // What was typed in one depth has its rows and fields in that depth.
    if (ahead && known.full !== full) {
      return location.replace(`${location.pathname}?bentuk=${known.full ? "lengkap" : "ringkas"}${location.hash}`)
    }
    if (known && (shell || ahead)) restore(known)
    else if (shell && location.hash !== "#baru") return notice.unknown()
    form.addEventListener("input", edited)
    form.addEventListener("submit", submitting)
    document.addEventListener("parsial:diganti", photosChanged)
    form.addEventListener("naskah:versi", event => followed(event.detail))
    form.draft = { flush, writer: () => writer, halt: () => halted }
    addEventListener("online", () => { if (!halted) { retry_ms = first_retry_ms; flush() } })
    document.addEventListener("visibilitychange", () => { if (document.hidden) { keep(); if (changedFields().length) flush({ keepalive: true }) } else look() })
    addEventListener("beforeunload", event => { if (state === "unsaved" && edits && !passing) event.preventDefault() })
    setInterval(look, look_again_ms)
    touched++
    if (changedFields().length) {
      edits++
      if (!known) show("unsaved")
      keep()
      flush()
    } else if (base) keep()
    form.dataset.ready = "true"
    if (on_device) offlineShells()
  }

  function restore(known) {
    const whole = shell || known.base > base
    const fields = whole ? [...new Set(known.pairs.map(([name]) => fieldOf(name)))] : known.changed
    fill(form, known.pairs, fields, fieldOf)
    for (const field of known.changed) forced.add(field)
    if (shell) for (const [field, value] of byField(pairsOf(form), fieldOf)) if (!forced.has(field)) acked.set(field, value)
    base = form.elements.base.value = known.base
    writer = known.writer
    if (!shell && known.changed.length) notice.restored()
    form.dispatchEvent(new Event("naskah:terisi"))
    show("device")
  }

  // Photos make versions too. Where another device wrote in between, this form still stands on the older text.
  function followed({ version, writer_from, at, advice }) {
    if (writer_from - 1 > base) return
    base = form.elements.base.value = version
    if (!changedFields().length) { show("server", at); advise(form, advice) }
  }

  // The list of photos was drawn anew by the server: what stands there is what it has.
  function photosChanged() {
    for (const field of ["photos", "files"]) {
      const now = byField(pairsOf(form), fieldOf).get(field)
      now === undefined ? acked.delete(field) : acked.set(field, now)
    }
    touched++
    keep()
  }

  begin()
}

// A form without a signal is drawn for no draft in particular: the address says which one it is.
function takeKey(form) {
  const key = location.pathname.split("/")[2], blank = form.dataset.draft
  form.dataset.draft = key
  for (const element of [form, ...form.querySelectorAll("[formaction]")])
    for (const name of ["action", "formaction"]) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(blank, key))
}
