// photo-queue.js: several photos at once: shrunk on the device, kept there until they have arrived, sent one by one, again
// when the signal was lost. The question about faces is answered once for those that were chosen together.
import * as device from "./device-store.js"
import { replace } from "./partial.js"

const longest_side_px = 1600, first_retry_ms = 2000, longest_retry_ms = 30000, patience_ms = 120000

export default function photoQueue(form) {
  const box = () => form.querySelector("[data-upload-box]")
  const key = form.dataset.draft, account = Number(form.dataset.account), on_device = form.dataset.onDevice !== undefined
  const waiting = []
  let working = false, retry_ms = first_retry_ms, timer, request

  box().querySelector("#photo").multiple = true
  form.addEventListener("change", event => {
    if (event.target.id === "photo" && event.target.files.length) { take([...event.target.files]); event.target.value = "" }
    if (event.target.name === "consent") answered(event.target.value)
  })
  form.addEventListener("naskah:foto", event => {
    location.hash = "#foto"
    take(event.detail)
  })
  box().addEventListener("dragover", event => { event.preventDefault(); box().classList.add("over") })
  box().addEventListener("dragleave", () => box().classList.remove("over"))
  box().addEventListener("drop", event => { event.preventDefault(); box().classList.remove("over"); take([...event.dataTransfer.files].filter(file => file.type.startsWith("image/"))) })
  form.addEventListener("click", event => { if (event.target.closest("[data-photo-act]")) act(event) })
  addEventListener("online", () => { retry_ms = first_retry_ms; work() })
  addEventListener("beforeunload", event => { if (waiting.some(photo => !photo.kept && !photo.failed)) event.preventDefault() })
  recall()

  // -- Choosing -------------------------------------------------------------------------------------------------------
  async function take(files) {
    const left = Number(box().dataset.left) - waiting.length
    const taken = files.slice(0, Math.max(0, left))
    say(files.length > taken.length ? `Paling banyak 20 foto dalam satu praktik: ${taken.length} diambil, ${files.length - taken.length} tidak.` : "")
    for (const file of taken) {
      const photo = { id: `${Date.now()}-${Math.random().toString(16).slice(2)}`, name: file.name, blob: file, consent: chosen() }
      waiting.push(photo)
      draw(photo)
    }
    ask()
    for (const photo of waiting.filter(photo => taken.includes(photo.blob))) {
      photo.blob = await shrunk(photo.blob, photo)
      await remember(photo)
    }
    work()
  }

  const chosen = () => form.querySelector("[name=consent]:checked")?.value ?? ""

  function ask() {
    if (waiting.some(photo => !photo.consent)) {
      box().querySelector("[data-consent]").classList.add("asked")
      if (!box().querySelector("[data-upload-state]").textContent) say("Jawab dahulu: ada wajah yang dikenali? Sesudah itu foto diunggah sendiri.")
    }
  }

  function answered(value) {
    for (const photo of waiting) if (!photo.consent) { photo.consent = value; remember(photo); turn(photo) }
    settled()
    work()
  }

  function settled() {
    const question = box().querySelector("[data-consent]")
    if (!question.classList.contains("asked") || waiting.some(photo => !photo.consent)) return
    question.classList.remove("asked")
    say("")
  }

  // -- Kept on the device ---------------------------------------------------------------------------------------------
  async function remember(photo) {
    const { id, name, blob, consent } = photo
    if (on_device) await device.write(`foto:${key}:${id}`, { account, id, name, blob, consent, kept: true }).then(() => { photo.kept = true }, () => {})
  }
  const forget = photo => device.forget(`foto:${key}:${photo.id}`).catch(() => {})

  async function recall() {
    if (!on_device) return
    const records = await device.all().catch(() => [])
    for (const [name, photo] of records) {
      if (!name.startsWith(`foto:${key}:`) || photo.account !== account) continue
      waiting.push(photo)
      draw(photo)
    }
    if (waiting.length) { ask(); work() }
  }

  // -- Sending --------------------------------------------------------------------------------------------------------
  async function work() {
    if (working || form.draft?.halt()) return
    const photo = waiting.find(photo => photo.consent && !photo.failed)
    if (!photo) return
    working = true
    clearTimeout(timer)
    const result = await upload(photo)
    working = false
    if (result === "again") {
      mark(photo, "Menunggu sinyal …")
      timer = setTimeout(work, retry_ms)
      retry_ms = Math.min(retry_ms * 2, longest_retry_ms)
      return
    }
    retry_ms = first_retry_ms
    if (result === "done") remove(photo)
    if (!waiting.some(photo => photo.consent && !photo.failed)) await refresh()
    work()
  }

  function upload(photo) {
    const data = new FormData()
    const facts = { jawaban: "json", consent: photo.consent, writer: form.draft?.writer() ?? "", bentuk: form.elements.bentuk.value }
    for (const [name, value] of Object.entries(facts)) data.set(name, value)
    data.set("photo", photo.blob, photo.name.replace(/\.\w+$/, photo.blob.type === "image/jpeg" ? ".jpg" : "$&"))
    const bar = mark(photo, "Mengunggah …", true)
    return new Promise(done => {
      request = new XMLHttpRequest()
      photo.request = request
      request.timeout = patience_ms
      request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total })
      for (const name of ["error", "timeout"]) request.addEventListener(name, () => done("again"))
      request.addEventListener("abort", () => done("done"))
      request.addEventListener("load", () => {
        let told = null
        try { told = JSON.parse(request.responseText) } catch { /* A page instead of an answer: the session is over, or the server is away. */ }
        if (told?.state === "stored") {
          form.dispatchEvent(new CustomEvent("naskah:versi", { detail: told }))
          return done("done")
        }
        if (told?.state === "refused") { fail(photo, told.sentence); return done("failed") }
        if (told?.state === "wait") retry_ms = told.seconds * 1000
        done("again")
      })
      request.open("POST", `/tulis/${key}/foto`)
      request.setRequestHeader("accept", "application/json")
      request.send(data)
    })
  }

  // The list of what arrived, drawn by the server; what was typed beside the photos is sent before.
  async function refresh() {
    await form.draft?.flush()
    const answer = await fetch(`/tulis/${key}?bentuk=${form.elements.bentuk.value}`, { redirect: "error" }).catch(() => null)
    if (!answer?.ok) return
    const html = await answer.text()
    replace(html, ["daftar-foto"])
    const left = new DOMParser().parseFromString(html, "text/html").querySelector("[data-upload-box]")?.dataset.left
    if (left) box().dataset.left = left
  }

  async function act(event) {
    event.preventDefault()
    const button = event.target.closest("[data-photo-act]")
    await form.draft?.flush()
    const body = new URLSearchParams({ writer: form.draft?.writer() ?? "" })
    const answer = await fetch(button.getAttribute("formaction"), { method: "POST", body }).catch(() => null)
    if (!answer?.ok) return say("Belum dapat diubah karena tidak ada sinyal. Coba lagi.")
    const now = await fetch(`/tulis/${key}/keadaan`).then(answer => answer.json()).catch(() => null)
    if (now?.writer === form.draft?.writer()) form.dispatchEvent(new CustomEvent("naskah:versi", { detail: now }))
    await refresh()
  }

  // -- What people see ------------------------------------------------------------------------------------------------
  function draw(photo) {
    const item = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span"), drop = document.createElement("button")
    item.dataset.photo = photo.id
    name.className = "queue-name"
    name.textContent = photo.name
    state.className = "queue-state"
    drop.type = "button"
    drop.className = "btn btn-text"
    drop.textContent = "Batalkan"
    drop.setAttribute("aria-label", `Batalkan ${photo.name}`)
    drop.addEventListener("click", () => { photo.request?.abort(); remove(photo) })
    item.append(name, state, drop)
    box().querySelector("[data-queue]").append(item)
    turn(photo)
  }
  // What it waits for; photo-hold.js counts by it.
  function turn(photo) {
    if (!row(photo) || photo.failed) return
    mark(photo, photo.consent ? "Menunggu giliran" : "Menunggu jawaban")
    row(photo).dataset.state = photo.consent ? "sends" : "asks"
  }
  const row = photo => box().querySelector(`[data-photo="${photo.id}"]`)
  function mark(photo, words, progress) {
    const state = row(photo)?.querySelector(".queue-state"), bar = document.createElement("progress")
    bar.max = 1
    bar.setAttribute("aria-label", `Terkirim: ${photo.name}`)
    state?.replaceChildren(words, ...progress ? [bar] : [])
    return bar
  }
  function fail(photo, sentence) {
    photo.failed = true
    forget(photo)
    if (row(photo)) row(photo).dataset.state = "failed"
    const state = row(photo)?.querySelector(".queue-state")
    if (state) { state.textContent = sentence; state.classList.add("error") }
  }
  function remove(photo) {
    const at = waiting.indexOf(photo)
    if (at >= 0) waiting.splice(at, 1)
    row(photo)?.remove()
    forget(photo)
    settled()
  }
  function say(words) { box().querySelector("[data-upload-state]").textContent = words }

  async function shrunk(file, photo) {
    mark(photo, "Diperkecil …")
    try {
      const image = await createImageBitmap(file)
      const scale = Math.min(1, longest_side_px / Math.max(image.width, image.height))
      const canvas = document.createElement("canvas")
      canvas.width = Math.max(1, Math.round(image.width * scale))
      canvas.height = Math.max(1, Math.round(image.height * scale))
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
      image.close()
      const small = await new Promise(done => canvas.toBlob(done, "image/jpeg", .85))
      return small && small.size < file.size ? small : file
    } catch {
      return file // What the browser can't read goes as it is; the server says what is wrong.
    } finally {
      turn(photo)
    }
  }

  // Chosen before this script arrived.
  const early = box().querySelector("#photo")
  if (early.files.length) { take([...early.files]); early.value = "" }
}
