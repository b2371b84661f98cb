// photo-upload.js: shows the chosen photo, shrinks it on the phone and tells how much has been sent.
// The answer is the page an ordinary post would show; the ids in data-photo-upload are exchanged from it. Only the button
// in [data-upload-box] uploads. A photo that was chosen is never lost on the way: the form's other buttons wait for it, and
// a refused upload gets it back.
import { replace } from "./partial.js"

const longest_side_px = 2400

export default function photoUpload(form) {
  let small = null

  // The box is exchanged after each upload, so its parts are looked up when they are needed.
  form.addEventListener("change", async event => {
    const field = event.target
    if (field.type !== "file") return
    small = null
    form.querySelector("canvas")?.remove()
    const file = field.files[0]
    if (!file) return
    try {
      const picture = await draw(file)
      picture.setAttribute("role", "img")
      picture.setAttribute("aria-label", "Foto yang dipilih")
      field.insertAdjacentElement("afterend", picture)
      small = await new Promise(done => picture.toBlob(done, "image/jpeg", .85))
      if (small && small.size >= file.size) small = null
    } catch { /* A file the browser can't read goes as it is; the server says what is wrong. */ }
  })

  form.addEventListener("submit", event => {
    const box = form.querySelector("[data-upload-box]"), field = box?.querySelector("input[type=file]")
    if (event.defaultPrevented || !field?.files[0]) return
    event.preventDefault()
    if (!box.contains(event.submitter)) return remind(form, box, field)
    const file = field.files[0]
    const data = new FormData(form, event.submitter)
    if (small) data.set(field.name, small, file.name.replace(/\.\w+$/, ".jpg"))
    send(form, event.submitter.formAction, data, box.querySelector("[data-upload-state]"), () => choose(form, file))
  })
}

/** Says that a photo still waits to be uploaded, and offers to do without it. */
function remind(form, box, field) {
  const state = box.querySelector("[data-upload-state]"), text = document.createElement("p"), drop = document.createElement("button")
  text.className = "error"
  text.textContent = "Foto yang dipilih belum diunggah. Isi keterangannya lalu tekan Unggah foto, atau lanjutkan tanpa foto ini."
  drop.type = "button"
  drop.className = "btn btn-text"
  drop.textContent = "Tanpa foto ini"
  drop.addEventListener("click", () => {
    field.value = ""
    field.dispatchEvent(new Event("change", { bubbles: true }))
    state.replaceChildren()
  })
  state.replaceChildren(text, drop)
  state.scrollIntoView({ block: "center" })
  form.dispatchEvent(new Event("parsial:selesai"))
}

/** Puts a file back into the box that was exchanged. */
function choose(form, file) {
  const field = form.querySelector("[data-upload-box] input[type=file]")
  const files = new DataTransfer()
  files.items.add(file)
  field.files = files.files
  field.dispatchEvent(new Event("change", { bubbles: true }))
}

async function draw(file) {
  const image = await createImageBitmap(file)
  const scale = Math.min(1, longest_side_px / Math.max(image.width, image.height))
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(image.width * scale)
  canvas.height = Math.round(image.height * scale)
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

function send(form, url, data, state, refused) {
  const request = new XMLHttpRequest()
  const bar = document.createElement("progress"), stop = document.createElement("button"), text = document.createElement("span")
  const done = message => {
    state.replaceChildren(message)
    form.dispatchEvent(new Event("parsial:selesai"))
  }
  bar.max = 1
  bar.setAttribute("aria-label", "Terkirim")
  stop.type = "button"
  stop.className = "btn btn-text"
  stop.textContent = "Batalkan"
  stop.addEventListener("click", () => request.abort())
  text.textContent = "Mengunggah foto …"
  state.replaceChildren(text, bar, stop)

  request.upload.addEventListener("progress", event => { if (event.lengthComputable) bar.value = event.loaded / event.total })
  request.addEventListener("error", () => done("Belum terkirim, sinyal terputus. Foto masih ada di sini; tekan Unggah foto untuk mencoba lagi."))
  request.addEventListener("abort", () => done("Pengunggahan dibatalkan."))
  request.addEventListener("load", () => {
    const stored = request.status < 300
    done(stored ? "Foto tersimpan." : "Foto belum tersimpan.")
    replace(request.responseText, form.dataset.photoUpload.split(/\s+/))
    if (stored) form.dispatchEvent(new Event("tersimpan"))
    else refused()
  })
  request.open("POST", url)
  request.setRequestHeader("accept", "text/html")
  request.send(data)
}
