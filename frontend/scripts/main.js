// main.js: fetches the behaviours a page asks for, and nothing else.
const behaviours = {
  "form[data-submit-once]": "submit-once",
  "form[data-warn-unsaved]": "leave-warning",
  "[data-parsial]": "partial",
  "[data-share]": "share",
  "[data-copy-text]": "copy-text",
  "[data-count]": "character-count",
  "[data-rows]": "repeat-rows",
  "form[data-draft]": "draft",
  "form[data-steps]": "steps",
  "form[data-measures]": "measures",
  "[data-toc]": "toc",
  "[data-editor]": "editor",
  "form[data-photo-queue]": "photo-queue",
  "[data-photo-hold]": "photo-hold",
  "form[data-file-upload]": "file-upload",
  "form[data-intake]": "intake",
  "[data-device-drafts]": "device-drafts",
  "form[data-sign-out]": "sign-out",
  "[data-gallery]": "gallery",
  "[data-desk]": "desk",
  "[data-decide]": "decide-keys",
  "[data-suggest]": "suggest",
  "[data-one-line]": "one-line",
  "[data-mentions]": "mentions",
  "[data-shortlist], [data-shortlist-page]": "shortlist",
  "[data-push]": "push",
  "[required], [min], [max], [minlength], [pattern], [type=date], [type=time], [type=number], [type=email]": "validity",
}

function awaken(root) {
  for (const [selector, name] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)]
    if (root.matches?.(selector)) found.unshift(root)
    if (found.length) import(`./${name}.js`).then(module => found.forEach(module.default))
  }
}

document.documentElement.classList.add("scripted")
document.querySelector("[data-focus]")?.focus()
awaken(document)
document.addEventListener("parsial:diganti", event => awaken(event.target))

// The menu closes when something else is touched, and by Esc.
const menu = document.querySelector("details.menu")
addEventListener("click", event => { if (menu?.open && !menu.contains(event.target)) menu.open = false })
addEventListener("keydown", event => {
  if (event.key !== "Escape" || !menu?.open) return
  menu.open = false
  menu.querySelector("summary").focus()
})

// A phone without a keyboard never pays for the shortcuts.
if (matchMedia("(any-pointer: fine)").matches) import("./shortcuts.js")

// Says that there is no signal for as long as there is none; it stands here, since without signal nothing can be fetched.
const banner = document.querySelector("[data-offline]")
const showSignal = () => { if (banner) banner.hidden = navigator.onLine }
addEventListener("online", showSignal)
addEventListener("offline", showSignal)
showSignal()
