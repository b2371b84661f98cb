// one-line.js: a field that shows its one line on several, so that it can be read on a phone. Enter leads on to the next
// field instead of breaking the line, and what is pasted is one line too; the server folds it where there are no scripts.
export default function keepOneLine(field) {
  field.addEventListener("beforeinput", event => {
    if (event.inputType !== "insertLineBreak" && event.inputType !== "insertParagraph") return
    event.preventDefault()
    next(field)?.focus()
  })
  field.addEventListener("input", () => {
    if (!/[\r\n]/.test(field.value)) return
    const before = fold(field.value.slice(0, field.selectionEnd)).length
    field.value = fold(field.value)
    field.setSelectionRange(before, before)
  })
}

const fold = text => text.replace(/\s*[\r\n]+\s*/g, " ")

function next(field) {
  const fields = [...field.form.elements].filter(one => one.type !== "hidden" && !one.disabled)
  return fields[fields.indexOf(field) + 1]
}
