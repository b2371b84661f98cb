// validity.js: what a browser says of a field that is empty or wrong, in our words. Without this it speaks the language it
// was installed in, which often is English. It hears the whole document, so that fields which come later speak alike.
const EMPTY = {
  checkbox: "Centang kotak ini untuk melanjutkan.",
  radio: "Pilih salah satu.",
  "select-one": "Pilih salah satu.",
  file: "Pilih berkasnya dahulu.",
  date: "Isi tanggalnya.",
  time: "Isi jamnya.",
}
const UNREAD = {
  date: "Tanggalnya belum lengkap.",
  time: "Jamnya belum lengkap.",
  number: "Tulis dengan angka.",
}
const SHAPE = {
  email: "Tulis alamat surel yang lengkap, misalnya nama@contoh.go.id.",
  url: "Tulis alamat yang lengkap, dimulai dengan https://",
}

/** main.js hands each field over; what is heard below is enough for all of them. */
export default function speak() {}

document.addEventListener("invalid", event => say(event.target), { capture: true })
for (const kind of ["input", "change"]) document.addEventListener(kind, event => {
  if (!event.target.validity) return
  const said = event.target.validity.customError
  forget(event.target.form)
  if (said) say(event.target)
}, { capture: true })
// Also by Enter, which presses the form's first button: what another field or a script set right must not stop it.
document.addEventListener("click", event => {
  const button = event.target.closest("button, input[type=submit]")
  if (button) forget(button.form)
}, { capture: true })

function forget(form) {
  for (const field of form?.elements ?? []) if (field.validity?.customError) field.setCustomValidity("")
}

function say(field) {
  field.setCustomValidity("")
  if (!field.validity.valid) field.setCustomValidity(sentence(field))
}

function sentence(field) {
  const wrong = field.validity, type = field.type
  // A date of which only the day was typed counts as empty, too.
  if (wrong.badInput) return UNREAD[type] ?? "Isian ini tidak terbaca."
  if (wrong.valueMissing) return (field.accept?.startsWith("image/") ? "Pilih fotonya dahulu." : EMPTY[type]) ?? "Isian ini belum diisi."
  if (wrong.typeMismatch) return SHAPE[type] ?? "Bentuk isian ini belum sesuai."
  if (wrong.rangeUnderflow) return type === "date" ? `Tanggal paling awal ${day(field.min)}.` : `Paling kecil ${number(field.min)}.`
  if (wrong.rangeOverflow) return type === "date" ? `Tanggal paling akhir ${day(field.max)}.` : `Paling besar ${number(field.max)}.`
  if (wrong.stepMismatch) return Number(field.step || 1) === 1 ? "Tulis angka bulat." : `Tulis kelipatan ${number(field.step)}.`
  if (wrong.tooShort) return `Paling sedikit ${number(field.minLength)} karakter; baru ${number(field.value.length)}.`
  if (wrong.tooLong) return `Paling banyak ${number(field.maxLength)} karakter; ini ${number(field.value.length)}.`
  return field.title || "Bentuk isian ini belum sesuai."
}

const day = text => new Date(`${text}T00:00Z`).toLocaleDateString("id", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
const number = text => { const value = Number(text); return Number.isFinite(value) ? value.toLocaleString("id") : text }
