// shortcuts.js: `/` searches, `?` lists the keys, Ctrl+Enter sends.
const keys = [["/", "Cari"], ["R", "Tampilan layar rapat (di halaman pencarian)"], ["?", "Daftar tombol"], ["Ctrl + Enter", "Kirim isian"], ["Esc", "Tutup"]]

if (document.querySelector("[data-desk]")) keys.splice(1, 0, ["J · K", "Baris berikutnya · sebelumnya"], ["X", "Pilih baris"], ["E", "Buka isian baris"])

document.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event)
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
  if (event.key === "/") search(event)
  if (event.key === "r" || event.key === "R") document.querySelector("[data-room-link]")?.click()
  if (event.key === "?") list(event)
})

function isField(target) {
  return target.isContentEditable || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")
}

function search(event) {
  event.preventDefault()
  const field = document.querySelector("[data-search] input[type=search]")
  if (field) { field.focus(); field.select() } else location.assign("/cari")
}

function send(event) {
  const form = event.target.closest?.("form[method=post]")
  if (!form) return
  event.preventDefault()
  // A study is never published by a slip of the fingers: in its form the keys save.
  form.requestSubmit(form.querySelector(form.dataset.draft ? ".default-send" : ".btn-primary") ?? undefined)
}

function list(event) {
  event.preventDefault()
  const dialog = document.querySelector("dialog.keys") ?? build()
  if (!dialog.open) dialog.showModal()
}

function build() {
  const dialog = make("dialog", "", document.body)
  dialog.className = "keys"
  make("h2", "Tombol pintas", dialog).id = "tombol-pintas"
  dialog.setAttribute("aria-labelledby", "tombol-pintas")
  const rows = make("dl", "", dialog)
  for (const [key, meaning] of keys) {
    make("kbd", key, make("dt", "", rows))
    make("dd", meaning, rows)
  }
  const close = make("button", "Tutup", dialog)
  close.className = "btn"
  close.addEventListener("click", () => dialog.close())
  return dialog
}

function make(tag, text, parent) {
  const element = document.createElement(tag)
  element.textContent = text
  return parent.appendChild(element)
}
