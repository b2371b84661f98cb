// repeat-rows.js: adds and removes rows without a round trip; `__` in the template becomes the number of the row.
export default function repeatRows(rows) {
  const template = rows.querySelector("[data-row-template]")
  const add = rows.parentElement.querySelector("[data-row-add]")

  if (template) add?.addEventListener("click", event => {
    event.preventDefault()
    event.stopPropagation()
    addRow(rows)
    changed()
    ;[...rows.querySelectorAll("[data-row]")].at(-1).querySelector("input, textarea, select")?.focus()
  })

  rows.addEventListener("click", event => {
    const remove = event.target.closest("[data-row-remove]")
    if (!remove) return
    event.preventDefault()
    remove.closest("[data-row]").remove()
    changed()
    add?.focus()
  })

  const changed = () => rows.dispatchEvent(new Event("input", { bubbles: true }))
}

/** Adds an empty row; false where there can't be one. */
export function addRow(rows) {
  const template = rows.querySelector("[data-row-template]")
  if (!template) return false
  const next = rows.querySelectorAll("[data-row]").length
  template.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__", next))
  return true
}
