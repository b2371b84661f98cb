// shortlist.js: "Tandai untuk rapat" on hits and studies, and the list's own page, which the browser keeps in step with.
import { address, join, keep, marks, toggle } from "./marks.js"

export default function shortlist(element) {
  if (element.dataset.shortlistPage !== undefined) return page(element)
  element.addEventListener("click", event => {
    const link = event.target.closest("[data-mark]")
    if (!link) return
    event.preventDefault()
    const now = toggle(link.dataset.mark)
    if (now === null) link.textContent = "Daftar rapat penuh"
    show(element)
  })
  join(element.dataset.shortlist)
  show(element)
}

// What the address lists is what the browser keeps; an empty address shows what it kept.
function page(element) {
  const listed = element.dataset.shortlistPage
  if (!listed && marks().length && !location.search) return location.replace(address())
  keep(listed ? listed.split(",") : [])
}

function show(element) {
  const all = marks()
  for (const link of element.querySelectorAll("[data-mark]")) {
    const is = all.includes(link.dataset.mark)
    link.toggleAttribute("data-is-marked", is)
    const label = link.querySelector("[data-label]")
    label.textContent = is ? "Ditandai untuk rapat" : "Tandai untuk rapat"
  }
  for (const counter of document.querySelectorAll("[data-counter]")) {
    counter.hidden = !all.length
    counter.querySelector("[data-count-marked]").textContent = `${all.length} ditandai · cetak dengan QR`
    counter.href = address()
  }
}
