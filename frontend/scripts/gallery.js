// gallery.js: photos open large on the page, with keys, swipe and the way back; without it the link shows the photo itself.
export default function gallery(box) {
  const links = [...box.querySelectorAll("a[data-photo]")]
  let dialog, at = 0
  box.addEventListener("click", event => {
    const link = event.target.closest("a[data-photo]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    dialog ??= build()
    show(links.indexOf(link))
    dialog.showModal()
  })

  function build() {
    const made = document.createElement("dialog")
    made.className = "lightbox"
    made.setAttribute("aria-label", "Foto")
    made.innerHTML = `<figure><img alt=""><figcaption></figcaption></figure><p><button class="btn" type="button" data-step="-1">Sebelumnya</button><span data-at></span><button class="btn" type="button" data-step="1">Berikutnya</button><button class="btn" type="button" data-close>Tutup</button></p>`
    made.addEventListener("click", event => {
      const step = event.target.closest("[data-step]")
      if (step) show(at + Number(step.dataset.step))
      if (event.target.closest("[data-close]") || event.target === made) made.close()
    })
    made.addEventListener("keydown", event => {
      if (event.key === "ArrowRight") show(at + 1)
      if (event.key === "ArrowLeft") show(at - 1)
    })
    made.addEventListener("close", () => links[at]?.focus())
    let from
    made.addEventListener("touchstart", event => { from = event.touches[0].clientX }, { passive: true })
    made.addEventListener("touchend", event => {
      const moved = event.changedTouches[0].clientX - from
      if (Math.abs(moved) > 50) show(at + (moved < 0 ? 1 : -1))
    })
    return document.body.appendChild(made)
  }

  function show(next) {
    at = (next + links.length) % links.length
    const link = links[at], small = link.querySelector("img"), image = dialog.querySelector("img")
    image.src = link.href
    image.alt = small.alt
    dialog.querySelector("figcaption").textContent = link.closest("figure").querySelector("figcaption")?.textContent ?? small.alt
    dialog.querySelector("[data-at]").textContent = `${at + 1} dari ${links.length}`
    for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = links.length < 2
  }
}
