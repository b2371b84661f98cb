// offline.js: after one visit the form opens without a signal. The service worker keeps the files; the empty forms are kept
// here, since only a signed-in page can fetch them.
export const shells = ["/tulis/kerangka?bentuk=ringkas", "/tulis/kerangka?bentuk=lengkap", "/tulis/kerangka?bentuk=mulai"]
const cache_name = "kerangka"

export async function offlineShells() {
  if (!navigator.serviceWorker || !self.caches) return
  try {
    await navigator.serviceWorker.register("/sw.js")
    const cache = await caches.open(cache_name)
    for (const shell of shells) {
      const answer = await fetch(shell, { redirect: "error" })
      if (answer.ok) await cache.put(shell, answer)
    }
    await navigator.serviceWorker.ready
    document.documentElement.dataset.offlineReady = "true"
  } catch { /* Without it the form still works wherever there is a signal. */ }
}

export const forgetShells = () => self.caches?.delete(cache_name)
