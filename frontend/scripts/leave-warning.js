// leave-warning.js: warns before leaving, only while the form holds something unsaved, and says so in [data-saved].
export default function warnBeforeLeaving(form) {
  const warn = event => event.preventDefault()
  const unsaved = () => {
    addEventListener("beforeunload", warn)
    show(form.querySelector("[data-saved]:not(.saved-not)"))
  }
  const saved = () => removeEventListener("beforeunload", warn)

  form.addEventListener("input", unsaved)
  form.addEventListener("submit", saved)
  form.addEventListener("tersimpan", saved)
}

function show(state) {
  if (!state) return
  state.classList.add("saved-not")
  state.lastElementChild.textContent = "Belum tersimpan"
  const icon = state.querySelector("use")
  icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, "#cloud-off"))
}
