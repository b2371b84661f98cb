// character-count.js: says below a field how much of its length is used; data-count is the limit in characters.
export default function countCharacters(field) {
  const limit = Number(field.dataset.count)
  const line = document.createElement("p")
  line.className = "count"
  line.id = `${field.id}-jumlah`
  field.insertAdjacentElement("afterend", line)
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim())

  const show = () => {
    const used = [...field.value].length
    line.textContent = `${used.toLocaleString("id")} dari ${limit.toLocaleString("id")} karakter`
    line.classList.toggle("over", used > limit)
  }
  field.addEventListener("input", show)
  show()
}
