// intake.js: says which report was chosen; the browser's own control speaks the browser's language.
export default function intake(form) {
  const field = form.querySelector("input[type=file]"), said = form.querySelector("[data-chosen]"), box = form.querySelector(".drop")
  field.addEventListener("change", () => { said.textContent = field.files[0]?.name ?? "" })
  box.addEventListener("dragover", event => { event.preventDefault(); box.classList.add("over") })
  box.addEventListener("dragleave", () => box.classList.remove("over"))
  box.addEventListener("drop", event => {
    event.preventDefault()
    box.classList.remove("over")
    field.files = event.dataTransfer.files
    field.dispatchEvent(new Event("change"))
  })
}
