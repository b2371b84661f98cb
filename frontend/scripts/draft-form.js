// draft-form.js: reads a form into names and values, and puts them back, with as many rows as they need.
import { addRow } from "./repeat-rows.js"

const own = new Set(["base", "bentuk", "fields", "do", "kepada", "note", "writer", "reason", "sebagai"])

/** Names and values as the form would send them, without what belongs to one sending. */
export function pairsOf(form) {
  const skipped = new Set([...form.querySelectorAll("[data-not-kept]")].map(field => field.name))
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !own.has(name) && !skipped.has(name))
}

/** As [pairsOf], of the form as the server drew it: somebody may have typed before this script arrived. */
export function drawnPairsOf(form) {
  const pairs = []
  for (const element of form.elements) {
    if (!element.name || own.has(element.name) || element.dataset.notKept !== undefined) continue
    if (["file", "submit", "button", "fieldset"].includes(element.type)) continue
    if (["checkbox", "radio"].includes(element.type)) { if (element.defaultChecked) pairs.push([element.name, element.value]) }
    else if (element.localName === "select") pairs.push([element.name, ([...element.options].find(option => option.defaultSelected) ?? element.options[0])?.value ?? ""])
    else pairs.push([element.name, element.defaultValue])
  }
  return pairs
}

/** The values of each field as one text, to see what changed. */
export function byField(pairs, fieldOf) {
  const fields = new Map()
  for (const [name, value] of pairs) fields.set(fieldOf(name), `${fields.get(fieldOf(name)) ?? ""}${name}\u0000${value}\u0001`)
  return fields
}

/** Puts the values of these fields into the form; what it has no place for is carried along unseen. */
export function fill(form, pairs, fields, fieldOf) {
  const wanted = pairs.filter(([name]) => fields.includes(fieldOf(name)))
  for (const element of [...form.elements]) if (element.name && fields.includes(fieldOf(element.name)) && !own.has(element.name)) blank(element)
  for (const [name, value] of wanted) {
    makeRoom(form, name)
    const found = [...form.elements].filter(element => element.name === name)
    const choice = found.find(element => ["checkbox", "radio"].includes(element.type))
    if (choice) { const one = found.find(element => element.value === value); if (one) one.checked = true }
    else if (found.length) found[0].value = value
    else form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }))
  }
}

function blank(element) {
  if (["checkbox", "radio"].includes(element.type)) element.checked = false
  else if (element.type !== "hidden" || !/\.(attachment|file)$/.test(element.name)) element.value = ""
}

function makeRoom(form, name) {
  const group = name.split(".")[0], rows = document.getElementById(group)?.querySelector("[data-rows]")
  let patience = 100
  while (rows && !form.elements[name] && patience--) if (!addRow(rows)) return
}
