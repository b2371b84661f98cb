// mentions.js: offers people and kecamatan below a text field while somebody types a name behind an @.
// What is chosen stands in the text as @[name, office]; typing that by hand means the same.
const WAIT_MS = 180
const TYPED = /(^|[^\p{L}\p{N}])@\[?([\p{L}\p{N}][\p{L}\p{N} .'-]{1,40})$/u

export default function mentions(field) {
  const list = add(field, "div", { id: `${field.id}-sebutan`, role: "listbox", "aria-label": "Saran sebutan", class: "mentions", hidden: "" })
  const said = add(list, "p", { role: "status", class: "vh" })
  set(field, { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id })
  let timer, request

  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT_MS)
  })
  field.addEventListener("keydown", event => {
    if (event.isComposing || list.hidden) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, event.key === "ArrowDown" ? 1 : -1)
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close() }
    if ((event.key === "Enter" || event.key === "Tab") && active()) { event.preventDefault(); choose(active()) }
  })
  field.addEventListener("blur", () => setTimeout(close, 150))
  // The finger's way down must not take the focus from the field, or the list closes before the tap arrives.
  list.addEventListener("pointerdown", event => event.preventDefault())
  list.addEventListener("click", event => {
    const option = event.target.closest("[role=option]")
    if (option) choose(option)
  })

  const typed = () => field.value.slice(0, field.selectionEnd).match(TYPED)

  async function ask() {
    const words = typed()?.[2].trim()
    request?.abort()
    if (!words || words.length < 2) return close()
    request = new AbortController()
    try {
      const answer = await fetch(`${field.dataset.mentions}&q=${encodeURIComponent(words)}`, { signal: request.signal })
      const { items } = answer.ok ? await answer.json() : { items: [] }
      if (document.activeElement === field && typed()?.[2].trim() === words) show(items)
    } catch {
      // No signal, or a newer question: the name can be written out.
    }
  }

  function show(items) {
    list.replaceChildren()
    for (const [index, item] of items.entries()) {
      const option = document.createElement("div")
      set(option, { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", class: "suggest-item" })
      option.textContent = item.text
      list.append(option)
    }
    said.textContent = items.length ? `${items.length} saran, pilih dengan panah bawah lalu Enter` : ""
    list.hidden = !items.length
    field.removeAttribute("aria-activedescendant")
  }

  function move(event, step) {
    event.preventDefault()
    const options = [...list.children]
    const at = options.indexOf(active())
    active()?.setAttribute("aria-selected", "false")
    const option = options[(at < 0 && step < 0 ? options.length : at) + step] ?? options[step > 0 ? 0 : options.length - 1]
    option.setAttribute("aria-selected", "true")
    option.scrollIntoView({ block: "nearest" })
    field.setAttribute("aria-activedescendant", option.id)
  }

  function choose(option) {
    const match = typed()
    if (!match) return close()
    const start = match.index + match[1].length
    // By the field's own editing, so that the text is counted and kept like any other.
    field.setRangeText(`@[${option.textContent}] `, start, field.selectionEnd, "end")
    close()
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.focus()
  }

  function close() {
    clearTimeout(timer)
    request?.abort()
    list.hidden = true
    list.replaceChildren()
    said.textContent = ""
    field.removeAttribute("aria-activedescendant")
  }

  const active = () => list.querySelector("[aria-selected=true]")
}

function add(before, tag, attributes) {
  const element = document.createElement(tag)
  set(element, attributes)
  before.after(element)
  return element
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}
