// Every page that people see. A page with `from` is reached by the first link that matches there; one with `after` adds
// to the address of that link. `status` is 200 unless it says otherwise.

const study = { from: "/cari", link: 'main a[href^="/praktik/"]' }

const form = { from: "/tulis", link: 'main a[href^="/tulis/"]' }

const everybody = [
  { name: "beranda", path: "/" },
  { name: "cari", path: "/cari" },
  { name: "cari-salah-ketik", path: "/cari?q=stuntin" },
  { name: "cari-tanpa-hasil", path: "/cari?q=xqzzxqz" },
  { name: "praktik", ...study },
  { name: "riwayat", ...study, after: "/riwayat" },
  { name: "cetak", ...study, after: "/cetak" },
  { name: "pilihan", path: "/pilihan" },
  { name: "sektor", path: "/sektor/pertanian" },
  { name: "indikator", path: "/indikator/stunting" },
  { name: "kabupaten-kota-semua", path: "/kabupaten-kota" },
  { name: "kabupaten-kota", path: "/kabupaten-kota/32.05" },
  { name: "kecamatan", from: "/kabupaten-kota/32.05", link: 'main a[href^="/kecamatan/"]' },
  { name: "bantuan", path: "/bantuan" },
  { name: "tentang", path: "/tentang" },
  { name: "privasi", path: "/privasi" },
  { name: "aksesibilitas", path: "/aksesibilitas" },
  { name: "tidak-ditemukan", path: "/tidak-ada", status: 404 },
]

const signedOut = [
  { name: "masuk", path: "/masuk" },
  { name: "lupa-sandi", path: "/lupa-sandi" },
]

const members = [
  { name: "kabar", path: "/kabar" },
  { name: "akun", path: "/akun" },
]

const writers = [
  { name: "tulis", path: "/tulis" },
  { name: "draf", path: "/draf" },
  { name: "ringkas", ...form },
  { name: "lengkap", ...form, after: "?bentuk=lengkap" },
  { name: "pejabat", path: "/kecamatan/32.05.22/pejabat" },
]

const coordinators = [
  { name: "meja", path: "/meja" },
]

export const pages = {
  visitor: [...everybody, ...signedOut],
  camat: [...everybody, ...members, ...writers],
  coordinator: [...everybody, ...members, ...coordinators],
}

/** Opens one of the pages and gives the answer, as `page.goto` does. */
export async function open(page, { path, from, link, after = "" }) {
  if (path) return page.goto(path)
  await page.goto(from)
  const address = await page.locator(link).first().getAttribute("href")
  return page.goto(address.replace(/[?#].*$/, "") + after)
}
