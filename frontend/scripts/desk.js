// desk.js: the desk by keyboard. J and K walk the lines, X picks one, E opens its form.
export default function desk(page) {
  const rows = [...page.querySelectorAll("[data-row]")]
  if (!rows.length) return
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
    const key = event.key.toLowerCase()
    if (key === "j" || key === "k") walk(event, key === "j" ? 1 : -1)
    else if (key === "x") pick(event)
    else if (key === "e") open(event)
  })

  function here() {
    return rows.findIndex(row => row.contains(document.activeElement))
  }

  function walk(event, by) {
    event.preventDefault()
    const at = here()
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
    next.querySelector(".line-title a").focus()
    next.scrollIntoView({ block: "nearest" })
  }

  function pick(event) {
    const box = rows[here()]?.querySelector(".pick")
    if (!box) return
    event.preventDefault()
    box.checked = !box.checked
  }

  function open(event) {
    const fold = rows[here()]?.querySelector("details.fold")
    if (!fold) return
    event.preventDefault()
    fold.open = !fold.open
    if (fold.open) fold.querySelector("textarea, input:not([type=hidden])")?.focus()
  }
}

function isField(target) {
  return target.isContentEditable || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")
}
