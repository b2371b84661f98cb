// push.js: turns notifications on and off for this device. The browser asks only after the button, which has said what for.
export default async function push(box) {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)
  const can = self.isSecureContext && (location.protocol === "https:" || local) && "serviceWorker" in navigator && "PushManager" in self && "Notification" in self
  if (!can) return
  const on = box.querySelector("[data-push-on]"), off = box.querySelector("[data-push-off]"), said = box.querySelector("[data-push-said]")
  const worker = async () => { await navigator.serviceWorker.register("/sw.js"); return navigator.serviceWorker.ready }
  const send = (path, endpoint) => fetch(path, { method: "POST", body: new URLSearchParams({ endpoint }), redirect: "error" })

  const show = async () => {
    const known = await (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription()
    const refused = Notification.permission === "denied"
    box.hidden = false
    on.hidden = !!known || refused
    off.hidden = !known
    if (refused) said.textContent = "Izin pemberitahuan untuk situs ini ditolak. Ubah di setelan peramban bila menghendakinya."
  }

  on.addEventListener("click", async () => {
    on.disabled = true
    try {
      if (await Notification.requestPermission() === "granted") {
        const made = await (await worker()).pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.key })
        const answer = await send("/akun/notifikasi/perangkat", made.endpoint)
        if (!answer.ok) { await made.unsubscribe(); throw new Error(answer.status) }
        said.textContent = "Pemberitahuan menyala di perangkat ini."
      }
    } catch { said.textContent = "Belum berhasil. Periksa sinyal, lalu coba lagi." }
    on.disabled = false
    await show()
  })
  off.addEventListener("click", async () => {
    off.disabled = true
    try {
      const known = await (await worker()).pushManager.getSubscription()
      if (known) { await send("/akun/notifikasi/perangkat/hapus", known.endpoint); await known.unsubscribe() }
      said.textContent = "Pemberitahuan mati di perangkat ini."
    } catch { said.textContent = "Belum berhasil. Periksa sinyal, lalu coba lagi." }
    off.disabled = false
    await show()
  })
  await show()
}
