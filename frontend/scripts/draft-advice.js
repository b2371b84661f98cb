// draft-advice.js: shows what the server said about the text: hints at their fields, figures read aloud, what is filled.
export function advise(form, advice) {
  if (!advice) return
  for (const box of form.querySelectorAll("[data-tips]")) {
    const hints = advice.hints.filter(hint => hint.field === box.dataset.tips)
    const shown = [...box.querySelectorAll(".tip-box p:first-child")].map(line => line.textContent).join("\n")
    if (shown !== hints.map(hint => hint.sentence).join("\n")) box.replaceChildren(...hints.map(hint => tip(form, hint)))
  }
  for (const line of form.querySelectorAll("[data-reading]")) {
    const read = advice.readings.find(read => String(read.row) === line.dataset.reading)
    line.hidden = !read
    if (read) line.lastElementChild.textContent = read.sentence
  }
  for (const line of form.querySelectorAll("[data-row-tip]")) {
    const hints = advice.hints.filter(hint => hint.field === `results.${line.dataset.rowTip}`)
    line.hidden = !hints.length
    line.textContent = hints.map(hint => hint.sentence).join(" ")
  }
  for (const count of form.querySelectorAll("[data-part-count]")) {
    const fields = count.dataset.partCount.split(" "), filled = fields.filter(field => advice.filled.includes(field)).length
    count.textContent = count.dataset.short !== undefined ? `${filled}/${fields.length}` : `${filled} dari ${fields.length} terisi`
  }
  const answered = form.querySelector("[data-step-count]:not([data-steps-own])")
  if (answered) answered.textContent = `${advice.answered} / 7`
  for (const line of form.querySelectorAll("[data-next]")) next(line, advice.next)
  for (const problem of form.querySelectorAll("[data-live-problem]")) problem.remove()
  for (const { field, sentence } of advice.problems) wrong(form, field, sentence)
}

function tip(form, hint) {
  const box = make("div", "notice notice-hint tip-box"), text = make("div", "", box)
  const icons = form.querySelector("use").getAttribute("href").replace(/#.*/, "")
  box.insertAdjacentHTML("afterbegin", `<svg class="icon" aria-hidden="true"><use href="${icons}#lightbulb"></use></svg>`)
  make("p", "", text).textContent = hint.sentence
  if (hint.measures.length) {
    const picks = make("p", "hint-picks", text)
    for (const measure of hint.measures) {
      const chip = make("button", "chip", picks)
      Object.assign(chip, { type: "button", textContent: measure.name })
      Object.assign(chip.dataset, { measure: measure.slug, unit: measure.unit })
    }
  }
  return box
}

function next(line, told) {
  line.hidden = !told
  if (!told) return
  const link = Object.assign(document.createElement("a"), { href: `#${told.field}`, textContent: "Berikutnya:" })
  line.lastElementChild.replaceChildren(link, ` ${told.sentence}`)
}

function wrong(form, field, sentence) {
  const at = document.getElementById(field)?.closest(".field, .group")
  if (!at || at.querySelector(".error")) return
  const line = make("p", "error", at)
  line.dataset.liveProblem = ""
  line.textContent = sentence
}

function make(tag, name, parent) {
  const element = document.createElement(tag)
  if (name) element.className = name
  parent?.append(element)
  return element
}
