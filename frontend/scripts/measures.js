// measures.js: a proposed measure, tapped, fills the name and the unit of the first free result.
export default function measures(form) {
  form.addEventListener("click", event => {
    const chip = event.target.closest("[data-measure]")
    if (!chip) return
    const fields = name => [...form.elements].filter(element => new RegExp(`^results\\.\\d+\\.${name}$`).test(element.name))
    const row = fields("name").findIndex(field => !field.value)
    if (row < 0) return
    const set = (name, value) => { const field = form.elements[`results.${row}.${name}`]; if (field) field.value = value }
    set("name", chip.textContent)
    set("unit", chip.dataset.unit)
    set("measure", chip.dataset.measure)
    const first = form.elements[`results.${row}.values.0.value`]
    first?.dispatchEvent(new Event("input", { bubbles: true }))
    first?.focus()
  })
}
