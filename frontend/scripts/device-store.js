// device-store.js: what is being written, kept on this device. Every write is on the disk when it is called kept.
import { del, entries, get, set } from "../vendor/idb-keyval-6.3.0/index.js"

let opened
const database = () => opened ??= new Promise((done, failed) => {
  const request = indexedDB.open("forum-camat", 1)
  request.onupgradeneeded = () => request.result.createObjectStore("naskah")
  request.onsuccess = () => done(request.result)
  request.onerror = () => failed(request.error)
}).catch(error => { opened = undefined; throw error })

const store = (mode, callback) => database().then(db => callback(db.transaction("naskah", mode, { durability: "strict" }).objectStore("naskah")))

export const read = key => get(key, store)
export const write = (key, record) => set(key, record, store)
export const forget = key => del(key, store)
export const all = () => entries(store)

/** The drafts of an account, the latest first. */
export async function drafts(account) {
  const records = (await all()).filter(([key, record]) => key.startsWith("naskah:") && record.account === account)
  return records.map(([, record]) => record).sort((a, b) => b.at - a.at)
}

/** Forgets what the server has too; a text that it lacks stays for the person who wrote it. */
export async function forgetSent() {
  for (const [key, record] of await all()) if (key.startsWith("naskah:") && !record.changed?.length) await forget(key)
}

export const deviceName = () => matchMedia("(pointer: coarse)").matches ? "ponsel ini" : "komputer ini"
