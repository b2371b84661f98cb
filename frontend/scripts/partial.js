// partial.js: fetches the whole next page and exchanges only the parts named in data-parsial="id id".
// On a form it follows sending, on any other element the links inside that stay on this path; a link with
// data-whole-page leads to another kind of page on it.
export default function partial(element) {
  const ids = element.dataset.parsial.split(/\s+/)
  if (element.matches("form")) element.addEventListener("submit", event => send(event, element, ids))
  else element.addEventListener("click", event => follow(event, ids))
}

function send(event, form, ids) {
  if (event.defaultPrevented) return
  event.preventDefault()
  const button = event.submitter
  const data = new FormData(form, button)
  const url = new URL(button?.getAttribute("formaction") ?? form.action)
  const post = form.method === "post"
  if (!post) url.search = new URLSearchParams(data)
  const again = () => post ? HTMLFormElement.prototype.submit.call(form) : location.assign(url)
  load(url, ids, again, post ? { method: "post", body: bodyOf(form, data) } : {})
    .finally(() => form.dispatchEvent(new Event("parsial:selesai")))
}

function bodyOf(form, data) {
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data)
}

function follow(event, ids) {
  const link = event.target.closest("a[href]")
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return
  if (link.dataset.wholePage !== undefined) return
  event.preventDefault()
  load(link.href, ids, () => location.assign(link.href))
}

async function load(url, ids, fallback, options = {}) {
  let answer, html
  try {
    answer = await fetch(url, { ...options, headers: { accept: "text/html" } })
    html = await answer.text()
  } catch {
    // Nothing arrived: the browser's own way shows what is wrong and can be tried again.
    return fallback()
  }
  if (!options.method && !answer.ok) return fallback()
  const landed = options.method && !answer.redirected ? location.href : answer.url
  if (landed !== location.href) {
    history.replaceState({ parsial: ids }, "")
    history.pushState({ parsial: ids }, "", landed)
  }
  replace(html, ids)
}

/** Exchanges the named parts, or the whole content when the answer lacks one of them. */
export function replace(html, ids) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const complete = ids.every(id => page.getElementById(id) && document.getElementById(id))
  const focused = document.activeElement?.id
  document.title = page.title
  for (const id of complete ? ids : ["isi"]) {
    const old = document.getElementById(id), found = page.getElementById(id)
    if (!old || !found) return location.reload()
    const fresh = document.adoptNode(found)
    const had_focus = old.contains(document.activeElement)
    if (old.querySelector("details[open]")) fresh.querySelector("details")?.setAttribute("open", "")
    old.replaceWith(fresh)
    fresh.dispatchEvent(new Event("parsial:diganti", { bubbles: true }))
    if (had_focus) refocus(fresh, focused)
  }
  document.querySelector("[data-focus]")?.focus()
}

function refocus(fresh, id) {
  const target = (id && document.getElementById(id)) || fresh
  if (target === fresh) fresh.tabIndex = -1
  target.focus({ preventScroll: true })
}

addEventListener("popstate", event => {
  if (event.state?.parsial) load(location.href, event.state.parsial, () => location.reload())
})
