// paste-clean.js: what other programs put on the clipboard, as clean text; fetched at the first such paste.
import { gfm } from "../vendor/turndown-plugin-gfm-1.0.68/index.js"
import Turndown from "../vendor/turndown-7.2.5/turndown.js"

const longest_chars = 4_000_000

/** From the HTML of Word, Google Docs, Sheets, Excel, a mail or a page. */
export function fromHtml(html) {
  // Styles tell what is bold; as attributes they would be refused, and scripts have no business here.
  const inert = html.slice(0, longest_chars).replace(/<(script|style|xml|head|title)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/\sstyle\s*=/gi, " data-css=").replace(/\son\w+\s*=/gi, " data-off=")
  const body = new DOMParser().parseFromString(inert, "text/html").body
  for (const node of body.querySelectorAll("script, style, meta, link, title, img, picture, video, audio, iframe, object, svg, canvas, form, input, button, select")) node.remove()
  for (const node of body.querySelectorAll("*")) if (node.localName.includes(":")) node.replaceWith(...node.childNodes)
  comments(body)
  wordLists(body)
  emphasis(body)
  headers(body)
  return turndown().turndown(body.innerHTML).replaceAll("\u00a0", " ").replace(/^(\s*(?:-|\d+\.)) +/gm, "$1 ").replace(/ {2,}\|/g, " |").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim()
}

/** From a chat: without dates and names before the lines, bold as elsewhere. */
export function fromChat(text) {
  const lines = text.replace(/\r\n?/g, "\n").replaceAll("\u200e", "").split("\n")
  const head = /^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[, ]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AP]M)?\]?\s*(?:-\s*)?[^:\n]{1,60}:\s?/
  const clean = lines.map(line => line.replace(head, "")).filter(line => !/^<?(media|gambar|video|image|sticker|stiker)[^>]{0,30}(omitted|disertakan|dihilangkan)>?$/i.test(line.trim()))
  return clean.join("\n").replace(/(^|[\s(])\*([^*\n]+)\*(?=[\s.,;:!?)]|$)/g, "$1**$2**").replace(/(^|[\s(])_([^_\n]+)_(?=[\s.,;:!?)]|$)/g, "$1*$2*").replace(/(^|[\s(])~([^~\n]+)~(?=[\s.,;:!?)]|$)/g, "$1~~$2~~").replace(/^\s*[•▪●◦]\s*/gm, "- ").trim()
}

function turndown() {
  const service = new Turndown({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*", codeBlockStyle: "fenced" })
  service.use(gfm)
  // Links may lead out only by http; the rest keeps its words.
  service.addRule("safe links", { filter: node => node.nodeName === "A" && !/^https?:\/\//i.test(node.getAttribute("href") ?? ""), replacement: words => words })
  return service
}

function comments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT), found = []
  while (walker.nextNode()) found.push(walker.currentNode)
  for (const node of found) node.remove()
}

// Word writes lists as paragraphs with a drawn bullet or number in front.
function wordLists(body) {
  for (const bullet of body.querySelectorAll('[data-css*="mso-list:Ignore" i]')) {
    const ordered = /\d/.test(bullet.textContent)
    bullet.closest("p")?.setAttribute("data-list", ordered ? "ol" : "ul")
    bullet.remove()
  }
  for (const first of body.querySelectorAll("p[data-list]")) {
    if (!first.isConnected || first.parentElement.matches("li")) continue
    const list = document.createElement(first.dataset.list)
    first.before(list)
    let line = first
    while (line?.matches?.("p[data-list]") && line.dataset.list === first.dataset.list) {
      const next = line.nextElementSibling, item = document.createElement("li")
      item.append(...line.childNodes)
      list.append(item)
      line.remove()
      line = next
    }
  }
}

// Google Docs wraps everything in a bold that is not bold, and writes bold as a style.
function emphasis(body) {
  for (const node of body.querySelectorAll("b, strong")) if (/font-weight:\s*(normal|400)/i.test(node.dataset.css ?? "")) node.replaceWith(...node.childNodes)
  for (const node of body.querySelectorAll("span, font")) {
    const css = node.dataset.css ?? "", inside = node.closest("b, strong, h1, h2, h3, h4, th")
    const tag = /font-weight:\s*(bold|[6-9]00)/i.test(css) && !inside ? "strong" : /font-style:\s*italic/i.test(css) ? "em" : null
    if (!tag || !node.textContent.trim()) continue
    const made = document.createElement(tag)
    made.append(...node.childNodes)
    node.append(made)
  }
  // Headings of a pasted text stand below the heading of their section.
  for (const node of body.querySelectorAll("h1, h2, h5, h6")) {
    const made = document.createElement(/[12]/.test(node.localName) ? "h3" : "h4")
    made.append(...node.childNodes)
    node.replaceWith(made)
  }
}

// Tables from elsewhere rarely mark their first row as the header; without one they would fall apart.
function headers(body) {
  for (const cell of body.querySelectorAll("td, th")) {
    cell.removeAttribute("colspan")
    for (const block of cell.querySelectorAll("p, div")) block.replaceWith(...block.childNodes, " ")
    for (const line of cell.querySelectorAll("br")) line.replaceWith(" ")
  }
  for (const table of body.querySelectorAll("table")) {
    for (const extra of table.querySelectorAll("colgroup, caption")) extra.remove()
    const first = table.querySelector("tr")
    if (!first || first.querySelector("th")) continue
    for (const cell of first.querySelectorAll("td")) {
      const head = document.createElement("th")
      head.append(...cell.childNodes)
      cell.replaceWith(head)
    }
  }
}
