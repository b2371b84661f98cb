// steps.js: one question a screen, with the way back and on; without it the questions stand one below the other.
export default function steps(form) {
  const parts = [...form.querySelectorAll("[data-step]")]
  const [back, on, save, last] = ["back", "on", "save", "last"].map(name => form.querySelector(`[data-step-${name}]`))
  const count = form.querySelector("[data-step-count]"), bar = form.querySelector("[data-step-bar]")
  let now = 0

  form.classList.add("stepped")
  count.dataset.stepsOwn = ""
  bar.hidden = false
  bar.replaceChildren(...parts.map(() => document.createElement("span")))
  save.hidden = true

  const of = element => parts.indexOf(element?.closest?.("[data-step]"))

  function show(step, { focus = true } = {}) {
    now = Math.max(0, Math.min(step, parts.length - 1))
    parts.forEach((part, at) => part.toggleAttribute("data-now", at === now))
    ;[...bar.children].forEach((piece, at) => piece.classList.toggle("done", at <= now))
    count.textContent = `${now + 1} / ${parts.length}`
    count.setAttribute("aria-label", `Langkah ${now + 1} dari ${parts.length}`)
    form.dataset.at = now ? "later" : "first"
    back.hidden = now === 0
    on.hidden = now === parts.length - 1
    last.hidden = now !== parts.length - 1
    if (!focus) return
    scrollTo({ top: 0 })
    const heading = parts[now].querySelector("h2")
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }

  function go(step) {
    history.pushState({ langkah: step }, "", `#${parts[step].id}`)
    show(step)
  }

  /** The next one, unless something on this one has to be settled before. */
  function goOn() {
    if (now < parts.length - 1 && parts[now].dispatchEvent(new CustomEvent("naskah:lanjut", { cancelable: true }))) go(now + 1)
  }

  /** The one that holds an element. */
  function reach(target, hash) {
    history.pushState({ langkah: of(target) }, "", hash)
    show(of(target), { focus: false })
  }

  on.addEventListener("click", goOn)
  back.addEventListener("click", () => history.state?.langkah === now ? history.back() : go(now - 1))
  addEventListener("popstate", () => show(fromAddress(), { focus: true }))
  addEventListener("hashchange", () => show(fromAddress(), { focus: false }))
  form.addEventListener("click", event => {
    const link = event.target.closest('a[href^="#"]'), target = link && document.getElementById(link.hash.slice(1))
    if (of(target) < 0) return
    event.preventDefault()
    reach(target, link.hash)
    target.scrollIntoView({ block: "center" })
    ;(target.matches("input, textarea, select") ? target : target.querySelector("input, textarea, select"))?.focus({ preventScroll: true })
  })

  // Enter in a line goes on instead of sending.
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !event.target.matches("input:not([type=file])")) return
    event.preventDefault()
    goOn()
  })
  form.addEventListener("naskah:menuju", ({ detail: target }) => { if (of(target) !== now) reach(target, `#${parts[of(target)].id}`) })

  const fromAddress = () => {
    const hash = location.hash.slice(1)
    const at = hash ? of(document.getElementById(hash)) : 0
    return at < 0 ? 0 : at
  }

  const wrong = form.querySelector("#salah") ? of(form.querySelector(".bad")) : -1
  show(wrong >= 0 ? wrong : fromAddress(), { focus: false })
  compose(form)
}

// "Susun dari jawaban": the first sentences of the three answers, to be worked over.
function compose(form) {
  const button = form.querySelector("[data-compose]"), field = form.elements.summary
  if (!button) return
  const sentence = text => /^[\s\S]*?[.!?](?=\s|$)/.exec(text.trim())?.[0] ?? text.trim()
  const answers = () => ["problem", "action", "outcome"].map(name => sentence(form.elements[name]?.value ?? "").replace(/^[#>*\-\d.\s]+/, "")).filter(Boolean)
  const offer = () => { button.hidden = Boolean(field.value.trim()) || answers().length < 2 }
  button.addEventListener("click", () => {
    field.value = answers().map(text => /[.!?]$/.test(text) ? text : `${text}.`).join(" ")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    field.focus()
  })
  form.addEventListener("input", offer)
  form.addEventListener("naskah:terisi", offer)
  offer()
}
