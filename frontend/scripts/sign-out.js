// sign-out.js: signing out leaves nothing on the device but a text that has not reached the server yet.
import { forgetSent } from "./device-store.js"
import { forgetShells } from "./offline.js"

export default function signOut(form) {
  form.addEventListener("submit", async event => {
    if (form.dataset.cleaned) return
    event.preventDefault()
    await Promise.allSettled([forgetSent(), forgetShells()])
    form.dataset.cleaned = "true"
    setTimeout(() => form.requestSubmit())
  })
}
