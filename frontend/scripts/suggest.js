// suggest.js: what may be meant, below the search box while somebody types (the combobox of the ARIA practices).
// Elsewhere than in a search box it stands below the part of the form that says data-suggest-box. The form works without it and never waits for it.
const WAIT_MS = 120

export default function suggest(field) {
  const box = field.closest("[data-suggest-box]") ?? field.form
  const list = add(box, "div", { id: `${field.id}-saran`, role: "listbox", "aria-label": "Saran pencarian", class: "suggest", hidden: "" })
  const said = add(box, "p", { role: "status", class: "vh" })
  // A field of more lines stays a textbox: it may not be called a combobox, and nothing says of it whether it is open.
  const isCombobox = field.localName === "input"
  set(field, { "aria-autocomplete": "list", "aria-controls": list.id, ...(isCombobox ? { role: "combobox" } : { "aria-haspopup": "listbox" }) })
  expanded(false)
  let timer, request, typed = field.value.trim()

  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT_MS)
  })
  field.addEventListener("keydown", event => {
    if (event.isComposing) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, event.key === "ArrowDown" ? 1 : -1)
    if (event.key === "Escape" && isOpen()) { event.preventDefault(); event.stopPropagation(); close() }
    if (event.key === "Enter" && active()) { event.preventDefault(); choose(active()) }
    if (event.key === "Tab") close()
  })
  field.addEventListener("blur", () => setTimeout(() => { if (!box.contains(document.activeElement)) close() }))
  // The finger's way down must not take the focus from the field, or the list closes before the tap arrives.
  list.addEventListener("pointerdown", event => event.preventDefault())
  list.addEventListener("click", event => {
    const option = event.target.closest("[role=option]")
    if (option) choose(option)
  })
  field.form.addEventListener("submit", () => { stop(); close() })

  async function ask() {
    typed = field.value.trim()
    request?.abort()
    if (typed.length < 2) return close()
    request = new AbortController()
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: request.signal })
      const { groups } = answer.ok ? await answer.json() : { groups: [] }
      // Whoever has gone on, or sent the form, no longer wants it.
      if (document.activeElement === field && field.value.trim() === typed) show(groups)
    } catch {
      // No signal, or a newer question: the form still searches.
    }
  }

  function show(groups) {
    list.replaceChildren()
    let count = 0
    for (const { heading, items } of groups) {
      const group = add(list, "div", { role: "group", "aria-label": heading })
      add(group, "p", { class: "suggest-heading", "aria-hidden": "true" }).textContent = heading
      for (const item of items) {
        const option = add(group, "div", { role: "option", id: `${list.id}-${count++}`, "aria-selected": "false", class: "suggest-item" })
        option.dataset.url = item.url
        add(option, "span", {}).textContent = item.text
        if (item.note) add(option, "span", { class: "suggest-note" }).textContent = item.note
      }
    }
    said.textContent = count ? `${count} saran, pilih dengan panah bawah` : ""
    list.hidden = !count
    expanded(count > 0)
    field.removeAttribute("aria-activedescendant")
  }

  function move(event, step) {
    const options = [...list.querySelectorAll("[role=option]")]
    if (!isOpen() || !options.length) return
    event.preventDefault()
    const at = options.indexOf(active())
    // One step beyond either end leads back to what was typed.
    const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : at + step
    active()?.setAttribute("aria-selected", "false")
    field.removeAttribute("aria-activedescendant")
    const option = options[next]
    if (!option) return
    option.setAttribute("aria-selected", "true")
    option.scrollIntoView({ block: "nearest" })
    field.setAttribute("aria-activedescendant", option.id)
  }

  function choose(option) {
    stop()
    location.assign(option.dataset.url)
  }

  function stop() {
    clearTimeout(timer)
    request?.abort()
  }

  function close() {
    stop()
    list.hidden = true
    list.replaceChildren()
    said.textContent = ""
    expanded(false)
    field.removeAttribute("aria-activedescendant")
  }

  function expanded(is) {
    if (isCombobox) field.setAttribute("aria-expanded", String(is))
  }

  const active = () => list.querySelector("[aria-selected=true]")
  const isOpen = () => !list.hidden
}

function add(parent, tag, attributes) {
  const element = document.createElement(tag)
  set(element, attributes)
  return parent.appendChild(element)
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}
