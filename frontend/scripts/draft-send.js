// draft-send.js: brings the fields of a draft that changed to the server, and says what came of it.
const patience_ms = 20000

/** `fields` are names of fields, `pairs` names and values of the whole form. */
export async function send({ key, base, writer, full, pairs }, fields, fieldOf, { keepalive = false } = {}) {
  const body = new URLSearchParams({ base, writer, bentuk: full ? "lengkap" : "ringkas", fields: fields.join(" ") })
  for (const [name, value] of pairs) if (fields.includes(fieldOf(name))) body.append(name, value)
  const bytes = body.toString()
  let answer
  try {
    answer = await fetch(`/tulis/${key}`, {
      method: "PUT", body, redirect: "error", headers: { accept: "application/json" },
      keepalive: keepalive && bytes.length < 60000, signal: AbortSignal.timeout(patience_ms),
    })
  } catch {
    return { state: "offline" }
  }
  const told = await answer.json().catch(() => null)
  if (told?.state) return told
  return { state: answer.status === 403 || answer.status === 404 ? "closed" : "offline", server: true }
}

/** The field of the document that an input belongs to; the short form carries one result only. */
export function fieldsOf(carried) {
  const known = new Set(carried)
  return name => {
    const first = name.split(".")[0]
    return first === "results" && !known.has("results") ? "result" : first
  }
}
