// room.js: the projector by keyboard. Arrows choose, Enter and figures open, P marks, / searches, Escape goes back.
import { address, join, marks, toggle } from "./marks.js"

const body = document.body
const field = document.querySelector("#q")
const rows = [...document.querySelectorAll(".room-hits > li")]
const links = rows.map(row => row.querySelector(".room-hit"))
const counter = document.querySelector("[data-counter]")
const said = document.querySelector("[data-said]")

document.documentElement.classList.add("scripted")
join(body.dataset.marked)
show()
// An address with a row brings the focus there by itself, without this script as well.
if (!location.hash && document.activeElement !== field) links[0]?.focus({ preventScroll: true })
addEventListener("pageshow", show)

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target === field) return inField(event)
  const key = event.key.toLowerCase()
  if (key === "arrowdown" || key === "arrowup") step(event, key === "arrowdown" ? 1 : -1)
  else if (key === "home" && links.length) go(event, links[0])
  else if (key === "end" && links.length) go(event, links.at(-1))
  else if (key === "pagedown") follow(event, "[data-next]")
  else if (key === "pageup") follow(event, "[data-previous]")
  else if (/^[1-8]$/.test(key)) open(event, links[key - 1])
  else if (key === "p") mark(event)
  else if (key === "b") follow(event, "[data-read]")
  else if (key === "/") search(event)
  else if (key === "escape") { event.preventDefault(); location.assign(body.dataset.kembali) }
})

document.addEventListener("click", event => {
  const link = event.target.closest("[data-mark]")
  if (!link) return
  event.preventDefault()
  flip(link.closest("[data-study]")?.dataset.study ?? body.dataset.screen)
})

function inField(event) {
  if (event.key === "Escape") { event.preventDefault(); links[0] ? links[0].focus() : field.blur() }
  if (event.key === "ArrowDown" && links[0]) go(event, links[0])
}

function step(event, by) {
  if (!links.length) return
  const at = links.indexOf(document.activeElement)
  if (at < 0) return go(event, by > 0 ? links[0] : links.at(-1))
  if (at + by < 0 && field) return go(event, field)
  go(event, links[Math.min(links.length - 1, at + by)])
}

function go(event, element) {
  event.preventDefault()
  element.focus()
}

function open(event, link) {
  if (!link) return
  event.preventDefault()
  link.focus()
  location.assign(link.href)
}

function follow(event, selector) {
  const link = document.querySelector(selector)
  if (!link) return
  event.preventDefault()
  location.assign(link.href)
}

function search(event) {
  event.preventDefault()
  if (!field) return location.assign("/cari?tampilan=rapat")
  field.focus()
  field.select()
}

function mark(event) {
  event.preventDefault()
  flip(body.dataset.screen ?? document.activeElement?.closest("[data-study]")?.dataset.study)
}

function flip(id) {
  if (!id) return
  const now = toggle(id)
  show()
  said.textContent = now === null ? "Daftar rapat sudah penuh" : now ? "Ditandai untuk rapat" : "Tanda dilepas"
}

function show() {
  const all = marks()
  for (const row of rows) {
    const is = all.includes(row.dataset.study)
    row.toggleAttribute("data-is-marked", is)
    row.querySelector("[data-mark]").firstChild.textContent = is ? "Lepas tanda" : "Tandai"
  }
  if (body.dataset.screen) document.querySelector("[data-mark]").textContent = all.includes(body.dataset.screen) ? "Lepas tanda rapat" : "Tandai untuk rapat"
  counter.hidden = !all.length
  counter.textContent = `${all.length} ditandai · cetak dengan QR`
  counter.href = address()
}
