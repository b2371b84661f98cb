// photo-upload.js: shows the chosen photo, shrinks it on the phone and tells how much has been sent.
// The answer is the page an ordinary post would show; the ids in data-photo-upload are exchanged from it. Only the button
// in [data-upload-box] uploads: the form's other buttons send it as usual.
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
    const box = event.submitter?.closest("[data-upload-box]")
    const field = box?.querySelector("input[type=file]")
    if (event.defaultPrevented || !field?.files[0]) return
    event.preventDefault()
    const data = new FormData(form, event.submitter)
    if (small) data.set(field.name, small, field.files[0].name.replace(/\.\w+$/, ".jpg"))
    small = null
    send(form, event.submitter.formAction, data, box.querySelector("[data-upload-state]"))
  })
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

function send(form, url, data, state) {
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
    if (request.status < 300) {
      done("Foto tersimpan.")
      form.dispatchEvent(new Event("tersimpan"))
    } else done("Foto belum tersimpan.")
    replace(request.responseText, form.dataset.photoUpload.split(/\s+/))
  })
  request.open("POST", url)
  request.setRequestHeader("accept", "text/html")
  request.send(data)
}
