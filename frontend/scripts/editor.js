// editor.js: a writing area for people who format by buttons: a toolbar over a plain textarea, clean paste from Word, Docs,
// Sheets and WhatsApp, photos by paste and drop. Undo stays the browser's own.
import "../vendor/markdown-toolbar-element-2.2.3/index.js"

const buttons = [
  ["md-bold", "Tebal", "bold"], ["md-header", "Judul bagian", "heading"], ["md-unordered-list", "Daftar", "list"],
  ["md-ordered-list", "Daftar bernomor", "list-ordered"], ["md-quote", "Kutipan", "quote"], ["md-link", "Tautan", "link"],
]
const table = "\n| Hal | Sebelum | Sesudah |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n"

export default function editor(field) {
  if (field.dataset.edited) return
  field.dataset.edited = "true"
  const icons = document.querySelector("use").getAttribute("href").replace(/#.*/, "")
  const bar = document.createElement("markdown-toolbar"), frame = document.createElement("div")
  const label = field.form?.querySelector(`label[for="${field.id}"]`)?.firstChild?.textContent ?? ""
  bar.setAttribute("for", field.id)
  bar.setAttribute("aria-label", `Format ${label}`.trim())
  bar.className = "editor-bar"
  frame.className = "editor"
  for (const [tag, words, icon] of buttons) bar.append(button(tag, words, icon, icons))
  const own = (words, icon, act) => { const made = button("button", words, icon, icons); made.type = "button"; made.addEventListener("click", act); bar.append(made) }
  own("Tabel", "table", () => insert(field, table))
  if (document.getElementById("photo")) own("Foto", "camera", () => document.getElementById("photo").click())
  field.replaceWith(frame)
  frame.append(bar, field)
  if (document.activeElement === document.body && field.autofocus) field.focus()

  field.addEventListener("paste", event => paste(event, field))
  field.addEventListener("dragover", event => { if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); frame.classList.add("over") } })
  field.addEventListener("dragleave", () => frame.classList.remove("over"))
  field.addEventListener("drop", event => {
    frame.classList.remove("over")
    if (give(field, event.dataTransfer)) event.preventDefault()
  })
}

function button(tag, words, icon, icons) {
  const made = document.createElement(tag)
  made.setAttribute("aria-label", words)
  made.title = words
  made.className = "editor-button"
  made.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${icons}#${icon}"></use></svg>`
  return made
}

async function paste(event, field) {
  const data = event.clipboardData, html = data.getData("text/html"), text = data.getData("text/plain")
  if (!text && give(field, data)) return event.preventDefault()
  if (html && isFormatted(html)) {
    event.preventDefault()
    const { fromHtml } = await import("./paste-clean.js")
    let clean
    try { clean = fromHtml(html) } catch { clean = text }
    insert(field, clean || text)
  } else if (isChat(text)) {
    event.preventDefault()
    const { fromChat } = await import("./paste-clean.js")
    insert(field, fromChat(text))
  }
}

const isFormatted = html => /<(p|b|strong|i|em|h[1-6]|ul|ol|li|table|a|br|div|span)[\s>]/i.test(html)
const isChat = text => /^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[, ]/m.test(text) || /(^|\s)\*[^*\n]+\*(\s|$)/.test(text)

/** Photos go where photos are. */
function give(field, data) {
  const photos = [...data.files].filter(file => file.type.startsWith("image/"))
  if (!photos.length) return false
  field.form.dispatchEvent(new CustomEvent("naskah:foto", { detail: photos }))
  return true
}

/** As if it were typed, so that the browser's undo takes it back. */
function insert(field, text) {
  field.focus()
  if (document.execCommand("insertText", false, text)) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
