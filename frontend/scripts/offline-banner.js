// offline-banner.js: says that there is no signal for as long as there is none.
export default function offlineBanner(banner) {
  const show = () => { banner.hidden = navigator.onLine }
  addEventListener("online", show)
  addEventListener("offline", show)
  show()
}
