// draft-notice.js: the one line above the form that says what a person has to know or decide about the draft.
import { deviceName } from "./device-store.js"

export function notices(form) {
  const box = form.querySelector("[data-notice]")
  const banner = document.querySelector("[data-offline]")
  let kind = ""

  function say(next, text, ...acts) {
    kind = next
    const line = Object.assign(document.createElement("p"), { textContent: text })
    box.className = `draft-notice notice ${["halted", "device"].includes(next) ? "notice-bad" : "notice-hint"}`
    box.replaceChildren(line, ...acts)
    box.hidden = false
  }
  function quiet(...kinds) { if (kinds.includes(kind)) { box.hidden = true; kind = "" } }
  function button(words, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words })
    made.addEventListener("click", act)
    return made
  }
  function link(words, href) { return Object.assign(document.createElement("a"), { className: "btn", textContent: words, href }) }

  return {
    reached() { quiet("offline", "restored", "not-sent", "saved"); if (banner) banner.hidden = true },
    unreachable(on_device, server) {
      if (banner) banner.hidden = true
      if (server) return say("offline", on_device ? `Server sedang terganggu. Tulisan disimpan di ${deviceName()} dan dikirim sendiri begitu server pulih.` : "Server sedang terganggu, dan tulisan belum tersimpan. Jangan tutup halaman ini.")
      say("offline", on_device ? `Tidak ada sinyal. Tulisan disimpan di ${deviceName()} dan dikirim sendiri begitu ada sinyal.` : "Tidak ada sinyal, dan tulisan belum tersimpan. Jangan tutup halaman ini.")
    },
    deviceFails(error) {
      const full = error?.name === "QuotaExceededError"
      say("device", `${full ? "Penyimpanan perangkat penuh" : "Perangkat ini tidak dapat menyimpan tulisan (mode pribadi?)"}. Tulisan baru aman setelah tertulis “Tersimpan di server”.`)
    },
    restored() { say("restored", `Tulisan yang belum terkirim dari ${deviceName()} sudah dikembalikan.`) },
    saved() { say("saved", "Tulisan sudah tersimpan di server. Boleh dilanjutkan kapan saja, dari perangkat mana saja."); setTimeout(() => quiet("saved"), 15000) },
    notSent(why, on_device) {
      if (why === "sign_in" || why === "frozen") return
      say("not-sent", on_device ? `Belum terkirim karena tidak ada sinyal. Tulisan tersimpan di ${deviceName()}; ulangi saat ada sinyal.` : "Belum terkirim karena tidak ada sinyal. Jangan tutup halaman ini; ulangi saat ada sinyal.")
      box.scrollIntoView({ block: "nearest" })
    },
    newer(now, has_own, compare) {
      const whose = now.by ? `dari ${now.by}` : "dari perangkat lain"
      if (has_own) say("newer", `Ada tulisan lebih baru ${whose}, ${now.at}. Tulisan Bapak/Ibu di sini juga berubah; bandingkan keduanya.`, button("Bandingkan", compare))
      else say("newer", `Ada tulisan lebih baru ${whose}, ${now.at}.`, button("Muat yang terbaru", () => location.reload()))
    },
    halted(told, { key, compare }) {
      const back = encodeURIComponent(location.pathname + location.search)
      const acts = {
        clash: () => say("halted", `${told.own ? "Naskah ini juga tersimpan dari layar lain" : `${told.by} menyimpan naskah ini`} pukul ${told.at}. Tulisan Bapak/Ibu aman di sini; bandingkan keduanya.`, button("Bandingkan", compare)),
        elsewhere: () => say("halted", `Belum tersimpan di server: naskah ini milik ${told.place}. Pilih jabatan di sana untuk menyimpannya.`, button("Pilih jabatan", compare)),
        sign_in: () => say("halted", "Sesi berakhir. Silakan masuk kembali; tulisan masih ada.", link("Masuk", `/masuk?kembali=${back}`)),
        published: () => say("halted", "Praktik ini sudah terbit dari layar lain.", link("Buka praktiknya", told.url)),
        reopened: () => say("halted", "Praktik ini sudah terbit dari layar lain. Perubahan Bapak/Ibu tersimpan sebagai draf perbaikan.", link("Lanjutkan di sana", told.url)),
        closed: () => say("halted", "Naskah ini tidak lagi terbuka bagi Bapak/Ibu di server: mungkin sudah dihapus, atau jabatan di sana berakhir. Tulisan masih ada di perangkat ini.", link("Lihat draf", "/draf")),
        refused: () => say("halted", told.sentence),
      }
      acts[told.state]?.()
    },
    frozen(why, take) {
      say("frozen", why === "open" ? "Naskah ini sedang terbuka di tab lain pada perangkat ini." : "Naskah ini dilanjutkan di tab lain.", button("Tulis di tab ini", take))
    },
    unknown() {
      say("halted", "Naskah ini belum pernah dibuka di perangkat ini, dan sekarang tidak ada sinyal.", link("Naskah di perangkat ini", "/tulis"))
      for (const part of form.querySelectorAll(".page > :not(.write-top, [data-notice]), .action-bar")) part.hidden = true
    },
  }
}
