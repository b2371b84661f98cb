// sw.js: lets the form open without a signal. It keeps files that never change, never a page of a signed-in person other
// than the empty forms (which the form's own script puts into "kerangka").
const version = "__VERSION__", files = "aset-__VERSION__"
const wanted = __FILES__
const slow_ms = 8000
const site = __SITE__

// A push carries nothing; this is all that it says, and the page that it opens asks who is signed in.
addEventListener("push", event => event.waitUntil(registration.showNotification(site, {
  body: `Ada pemberitahuan baru di ${site}`, tag: "kabar", icon: "__ICON__", lang: "id", data: "/kabar",
})))
addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window", includeUncontrolled: true })
    const here = open.find(one => new URL(one.url).pathname === "/kabar")
    await (here ? here.focus() : clients.openWindow("/kabar"))
  })())
})

addEventListener("install", event => event.waitUntil(caches.open(files).then(cache => cache.addAll(wanted)).then(() => skipWaiting())))
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("aset-") && name !== files) await caches.delete(name)
  await registration.navigationPreload?.enable()
  await clients.claim()
})()))

addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.mode === "navigate") event.respondWith(page(event, url))
  else if (request.method === "GET" && url.pathname.startsWith("/aset/")) event.respondWith(file(request))
})

async function file(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && request.url.includes(`/aset/${version}/`)) {
    const copy = answer.clone()
    caches.open(files).then(cache => cache.put(request, copy)).catch(() => {})
  }
  return answer
}

async function page(event, url) {
  const shell = event.request.method === "GET" && await shellFor(url)
  const network = (async () => await event.preloadResponse || fetch(event.request))()
  try {
    // Who has written here before does not wait for a network that hardly answers.
    return await (shell ? Promise.race([network, late()]) : network)
  } catch {
    network.catch(() => {})
    return shell || await caches.match("/luring") || Response.error()
  }
}

const late = () => new Promise((_, failed) => setTimeout(() => failed(new Error("slow")), slow_ms))

async function shellFor(url) {
  const kept = await caches.open("kerangka")
  const form = /^\/tulis\/[0-9a-f-]{36}$/.test(url.pathname)
  const kind = form ? (url.searchParams.get("bentuk") === "lengkap" ? "lengkap" : "ringkas") : ["/tulis", "/draf"].includes(url.pathname) ? "mulai" : ""
  return kind && kept.match(`/tulis/kerangka?bentuk=${kind}`)
}
