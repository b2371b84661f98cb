// file-upload.js: files in pieces (tus), so that a lost signal costs one piece and never the whole.
import { replace } from "./partial.js"

const piece_bytes = 1024 * 1024, first_retry_ms = 2000, longest_retry_ms = 30000
const version = { "tus-resumable": "1.0.0" }

export default function fileUpload(form) {
  const box = form.querySelector("[data-file-box]"), queue = box?.querySelector("[data-file-queue]"), key = form.dataset.draft
  if (!box) return
  const field = box.querySelector("#file")
  field.multiple = true
  field.addEventListener("change", () => { const files = [...field.files]; field.value = ""; files.forEach(begin) })
  box.addEventListener("dragover", event => { event.preventDefault(); box.classList.add("over") })
  box.addEventListener("dragleave", () => box.classList.remove("over"))
  box.addEventListener("drop", event => { event.preventDefault(); box.classList.remove("over"); [...event.dataTransfer.files].forEach(begin) })
  form.addEventListener("click", event => { const button = event.target.closest("[data-file-act]"); if (button) remove(event, button) })

  let before = Promise.resolve()
  function begin(file) {
    const row = draw(file)
    before = before.then(() => send(file, row)).then(done => done && refresh())
  }

  async function send(file, row) {
    let address, offset = 0, wait = first_retry_ms
    while (!row.stopped) {
      try {
        if (!address) address = await create(file, row)
        if (!address) return false
        const answer = await fetch(address, {
          method: "PATCH", body: file.slice(offset, offset + piece_bytes),
          headers: { ...version, "upload-offset": offset, "content-type": "application/offset+octet-stream", "x-writer": form.draft?.writer() ?? "" },
        })
        wait = first_retry_ms
        if (answer.status === 204) { offset = Number(answer.headers.get("upload-offset")); row.show(offset / file.size); continue }
        if (answer.status === 409) { offset = Number(answer.headers.get("upload-offset")); continue }
        const told = await answer.json().catch(() => null)
        if (told?.state === "stored") {
          form.dispatchEvent(new CustomEvent("naskah:versi", { detail: told }))
          row.item.remove()
          return true
        }
        if (told?.state === "refused") { row.fail(told.sentence); return false }
        if (told?.state === "sign_in") { row.fail("Sesi berakhir. Masuk kembali, lalu pilih berkasnya lagi."); return false }
        if (answer.status === 404) { address = undefined; offset = 0 }
        throw new Error(String(answer.status))
      } catch {
        row.say("Menunggu sinyal …")
        await pause(wait)
        wait = Math.min(wait * 2, longest_retry_ms)
        const known = address && await fetch(address, { method: "HEAD", headers: version }).catch(() => null)
        if (known?.ok) offset = Number(known.headers.get("upload-offset"))
        if (known?.status === 404) { address = undefined; offset = 0 }
      }
    }
    if (address) fetch(address, { method: "DELETE", headers: version }).catch(() => {})
    return false
  }

  async function create(file, row) {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name.slice(0, 200))))
    const answer = await fetch(`/tulis/${key}/berkas`, { method: "POST", headers: { ...version, "upload-length": file.size, "upload-metadata": `filename ${name}` } })
    if (answer.status === 201) return answer.headers.get("location")
    const told = await answer.json().catch(() => null)
    if (told?.state === "wait") { await pause(told.seconds * 1000); throw new Error("wait") }
    if (answer.status >= 500 || !told) throw new Error(String(answer.status))
    row.fail(told.sentence ?? "Berkas ini belum dapat diunggah. Masuk kembali, lalu coba lagi.")
  }

  // Sooner when the signal returns.
  const pause = ms => new Promise(done => { setTimeout(done, ms); addEventListener("online", done, { once: true }) })

  async function refresh() {
    await form.draft?.flush()
    const answer = await fetch(`/tulis/${key}?bentuk=lengkap`, { redirect: "error" }).catch(() => null)
    if (answer?.ok) replace(await answer.text(), ["daftar-berkas"])
  }

  async function remove(event, button) {
    event.preventDefault()
    await form.draft?.flush()
    const body = new URLSearchParams({ writer: form.draft?.writer() ?? "" })
    const answer = await fetch(button.getAttribute("formaction"), { method: "POST", body }).catch(() => null)
    if (!answer?.ok) return
    const now = await fetch(`/tulis/${key}/keadaan`).then(answer => answer.json()).catch(() => null)
    if (now?.writer === form.draft?.writer()) form.dispatchEvent(new CustomEvent("naskah:versi", { detail: now }))
    await refresh()
  }

  function draw(file) {
    const item = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span"), stop = document.createElement("button"), bar = document.createElement("progress")
    name.className = "queue-name"
    name.textContent = file.name
    state.className = "queue-state"
    bar.max = 1
    bar.setAttribute("aria-label", `Terkirim: ${file.name}`)
    stop.type = "button"
    stop.className = "btn btn-text"
    stop.textContent = "Batalkan"
    stop.setAttribute("aria-label", `Batalkan ${file.name}`)
    state.textContent = "Menunggu giliran"
    item.append(name, state, stop)
    queue.append(item)
    const row = {
      item, stopped: false,
      say: words => { state.textContent = words },
      show: share => { bar.value = share; state.replaceChildren("Mengunggah …", bar) },
      fail: words => { state.textContent = words; state.classList.add("error"); stop.textContent = "Tutup" },
    }
    stop.addEventListener("click", () => { row.stopped = true; item.remove() })
    return row
  }
}
