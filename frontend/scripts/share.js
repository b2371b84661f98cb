// share.js: copies the link, opens the phone's own share sheet, prints; without it plain links and the browser's menu remain.
export default function share(box) {
  const { shareUrl: url, shareTitle: title } = box.dataset
  const copy = box.querySelector("[data-copy-link]"), sheet = box.querySelector("[data-native-share]")

  if (copy && navigator.clipboard) {
    copy.hidden = false
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url)
      say(copy, "Tautan tersalin")
    })
  }
  const print = box.querySelector("[data-print]")
  if (print) {
    print.hidden = false
    print.addEventListener("click", () => window.print())
  }
  if (sheet && navigator.share) {
    sheet.hidden = false
    sheet.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}))
  }
}

function say(button, text) {
  const label = button.querySelector("span"), before = label.textContent
  if (before === text) return
  label.setAttribute("role", "status")
  label.textContent = text
  setTimeout(() => { label.textContent = before }, 4000)
}
