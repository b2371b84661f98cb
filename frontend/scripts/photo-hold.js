// photo-hold.js: nothing is published without a photo that was chosen for it: while one waits for the answer about faces,
// is on its way or was refused, the form stays and says so at the photos.
const sentences = {
  asks: count => `${count} foto menunggu jawaban: ada wajah yang dikenali?`,
  sends: count => `${count} foto masih diunggah: tunggu sampai terkirim, atau batalkan.`,
  failed: count => `${count} foto tidak dapat diunggah: batalkan, atau pilih foto lain.`,
}

export default function photoHold(line) {
  const form = line.closest("form"), box = line.closest("[data-upload-box]"), queue = box.querySelector("[data-queue]")
  let kinds = []

  /** Says what waits; gives its first kind. */
  function tell() {
    const count = kind => queue.querySelectorAll(`[data-state=${kind}]`).length, found = kinds.filter(count)
    const words = found.map(kind => sentences[kind](count(kind))).join(" ")
    line.hidden = !words
    if (line.textContent !== words) line.textContent = words
    return found[0]
  }

  function hold(event, ...looked_for) {
    kinds = looked_for
    const first = tell()
    if (!first) return
    event.preventDefault()
    event.stopPropagation()
    form.dispatchEvent(new CustomEvent("naskah:menuju", { detail: box }))
    line.scrollIntoView({ block: "center" })
    const target = first === "asks" ? box.querySelector("[data-consent] input") : line
    target.focus({ preventScroll: true })
  }

  // Before the form's own listeners, so that it does not count as sent.
  document.addEventListener("submit", event => {
    if (event.target === form && event.submitter?.dataset.withPhotos !== undefined) hold(event, "asks", "sends", "failed")
  }, { capture: true })
  // What is on its way arrives by itself while the writing goes on, also where the signal is far.
  box.closest("[data-step]").addEventListener("naskah:lanjut", event => hold(event, "asks", "failed"))
  new MutationObserver(() => { if (!line.hidden) tell() }).observe(queue, { childList: true, subtree: true, attributeFilter: ["data-state"] })
}
