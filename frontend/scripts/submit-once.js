// submit-once.js: a form that is on its way can't be sent a second time.
const release_after_ms = 20000 // A request that somebody stopped leaves no event behind.

export default function submitOnce(form) {
  // Captured, so that it decides before any other listener sends.
  form.addEventListener("submit", event => {
    if (form.dataset.sent) {
      event.preventDefault()
      return event.stopImmediatePropagation()
    }
    form.dataset.sent = "true"
    mark(form, true)
    setTimeout(() => release(form), release_after_ms)
  }, { capture: true })
  form.addEventListener("parsial:selesai", () => release(form))
  addEventListener("pageshow", () => release(form))
}

function release(form) {
  delete form.dataset.sent
  mark(form, false)
}

function mark(form, busy) {
  form.ariaBusy = busy
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-disabled", "true")
    else button.removeAttribute("aria-disabled")
  }
}
