// repeat-rows.js: adds and removes rows without a round trip; `__` in the template becomes the number of the row.
export default function repeatRows(rows) {
  const template = rows.querySelector("[data-row-template]")
  const add = rows.parentElement.querySelector("[data-row-add]")
  let next = rows.querySelectorAll("[data-row]").length

  if (template) add?.addEventListener("click", event => {
    event.preventDefault()
    template.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__", next++))
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
