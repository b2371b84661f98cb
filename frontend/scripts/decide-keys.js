// decide-keys.js: the meeting's screen by keyboard, as the search on the projector: figures open a practice, arrows choose and
// turn, Escape goes back to the meeting. What was typed and not stored is never left behind by a key.
export default function steer(body) {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return
    const field = event.target.closest("input, textarea, select")
    if (field) return event.key === "Escape" && field.blur()
    // Deciding exchanges the list, so it is looked for anew.
    const links = [...document.querySelectorAll("#daftar a")], key = event.key
    if (key === "ArrowDown" || key === "ArrowUp") choose(event, links, key === "ArrowDown" ? 1 : -1)
    else if (key === "ArrowRight" || key === "PageDown") go(event, document.querySelector(".room-nav [rel=next]")?.href)
    else if (key === "ArrowLeft" || key === "PageUp") go(event, document.querySelector(".room-nav [rel=prev]")?.href)
    else if (/^[1-8]$/.test(key)) go(event, links[key - 1]?.href)
    else if (key === "Escape") go(event, body.dataset.kembali)
    else if (key === "/") go(event, "/cari")
  }, { capture: true })
}

function choose(event, links, by) {
  if (!links.length) return
  event.preventDefault()
  const at = links.indexOf(document.activeElement)
  const here = links.findIndex(link => link.ariaCurrent)
  const next = at < 0 ? Math.max(here, 0) : Math.min(links.length - 1, Math.max(0, at + by))
  links[next].focus()
}

function go(event, address) {
  if (!address) return
  event.preventDefault()
  // shortcuts.js leaves by the same key, and asks nothing.
  event.stopPropagation()
  const form = document.querySelector("form.decide")
  if (form && isUnsaved(form)) return form.querySelector(".btn-primary").focus()
  location.assign(address)
}

function isUnsaved(form) {
  const changed = field => field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue
  return form.querySelector(".decide-clash") || [...form.elements].some(changed)
}
