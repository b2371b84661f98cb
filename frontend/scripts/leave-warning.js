// leave-warning.js: warns before leaving, only while the form holds something unsaved.
export default function warnBeforeLeaving(form) {
  const warn = event => event.preventDefault()
  const unsaved = () => addEventListener("beforeunload", warn)
  const saved = () => removeEventListener("beforeunload", warn)

  form.addEventListener("input", unsaved)
  form.addEventListener("submit", saved)
  form.addEventListener("tersimpan", saved)
}
