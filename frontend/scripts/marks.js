// marks.js: the studies marked for a meeting, kept in this browser. Without it the list lives in the address alone.
const KEY = "rapat", MOST = 20

export function marks() {
  try {
    return (localStorage.getItem(KEY) ?? "").split(",").filter(id => /^\d+$/.test(id))
  } catch {
    return []
  }
}

export function keep(ids) {
  try {
    localStorage.setItem(KEY, [...new Set(ids)].slice(0, MOST).join(","))
  } catch {
    // A browser that keeps nothing still has the addresses.
  }
}

/** Marks a study, or no longer; says which of them it is now, or null where the list is full. */
export function toggle(id) {
  const all = marks()
  if (all.includes(id)) return keep(all.filter(other => other !== id)), false
  if (all.length >= MOST) return null
  keep([...all, id])
  return true
}

export const address = () => marks().length ? `/rapat?praktik=${marks().join(",")}` : "/rapat"

/** What an address brought joins what is kept. */
export const join = text => keep([...marks(), ...(text ?? "").split(",").filter(id => /^\d+$/.test(id))])
