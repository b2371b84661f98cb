// copy-text.js: a button that copies the text of a field; without it the field can be marked and copied by hand.
export default function copyText(button) {
  const field = document.getElementById(button.dataset.copyText), label = button.querySelector("span")
  if (!field || !navigator.clipboard) return
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value)
    const before = button.dataset.label ??= label.textContent
    label.setAttribute("role", "status")
    label.textContent = "Teks tersalin"
    setTimeout(() => { label.textContent = before }, 4000)
  })
}
