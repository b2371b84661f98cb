// Every page that people see. A page with `from` is reached by the first link that matches there; one with `after` adds
// to the address of that link. `path` may be made from the site. `act` does what leads on from there and gives the last
// answer. `status` is 200 unless it says otherwise.
import { at, isKept, on, ready } from "./writer.mjs"
import { write } from "./site.mjs"

const study = { from: "/cari", link: 'main a[href^="/praktik/"]' }

const chosen = { from: "/pilihan", link: 'main a[href^="/praktik/"]' }

// The first one on the list of a writer is one of the own office.
const lesson = 'main h3 a[href^="/pembelajaran/"]'

const form = { from: "/tulis", link: 'main a[href^="/tulis/"]' }

const everybody = [
  { name: "laporkan", path: "/praktik/1/laporkan" },
  { name: "beranda", path: "/" },
  { name: "cari", path: "/cari" },
  { name: "cari-kata", path: "/cari?q=panen+cabai" },
  { name: "cari-saring", path: "/cari?q=air&sektor=pertanian" },
  { name: "cari-salah-ketik", path: "/cari?q=stuntin" },
  { name: "cari-tanpa-hasil", path: "/cari?q=xqzzxqz" },
  { name: "praktik", ...study },
  { name: "praktik-sekilas", ...study, after: "?tampilan=sekilas" },
  { name: "praktik-komentar-terlama", ...study, after: "?urut=terlama" },
  { name: "praktik-pilihan", ...chosen },
  { name: "riwayat", ...study, after: "/riwayat" },
  { name: "revisi", ...study, after: "/riwayat/1" },
  { name: "cetak", ...study, after: "/cetak" },
  { name: "pilihan", path: "/pilihan" },
  { name: "tanya-semua", path: "/tanya" },
  { name: "tanya-kosong", path: "/tanya?q=xqzzxqz" },
  { name: "tanya-tersaring", path: "/tanya?q=panen&jawaban=belum" },
  { name: "tanya", path: "/tanya/1" },
  { name: "tanya-laporkan", path: "/tanya/1/laporkan" },
  { name: "produk-semua", path: "/produk" },
  { name: "produk-saring", path: "/produk?kabupaten_kota=32.05&sektor=pertanian" },
  { name: "produk-kosong", path: "/produk?q=xqzzxqz" },
  { name: "produk", path: "/produk/1" },
  { name: "produk-kontak", path: "/produk/1/kontak" },
  { name: "kumpulan-semua", path: "/kumpulan" },
  { name: "kumpulan", path: "/kumpulan/1" },
  { name: "kumpulan-cetak", path: "/kumpulan/1/cetak" },
  { name: "ringkasan-semua", path: "/ringkasan" },
  { name: "ringkasan", from: "/ringkasan", link: 'main a[href^="/ringkasan/"]' },
  { name: "ringkasan-tautan-salah", path: "/ringkasan/berhenti/terpotong", status: 404 },
  { name: "kabar-tautan-salah", path: "/kabar/berhenti/terpotong", status: 404 },
  { name: "layar-rapat", path: "/cari?q=air&tampilan=rapat" },
  { name: "layar-rapat-kosong", path: "/cari?q=zzzz&tampilan=rapat" },
  { name: "layar-praktik", path: "/praktik/1/layar" },
  { name: "bahan-rapat", path: "/rapat?praktik=1,2,3" },
  { name: "bahan-rapat-kosong", path: "/rapat?praktik=" },
  { name: "minggon", path: "/minggon?wilayah=32.05" },
  { name: "minggon-belum-ada", path: "/minggon?wilayah=32.04" },
  { name: "cari-tawaran", path: "/cari?q=wisata+garut" },
  { name: "sektor", path: "/sektor/pertanian" },
  { name: "indikator", path: "/indikator/stunting" },
  { name: "kabupaten-kota-semua", path: "/kabupaten-kota" },
  { name: "kabupaten-kota", path: "/kabupaten-kota/32.05" },
  { name: "kecamatan", from: "/kabupaten-kota/32.05", link: 'main a[href^="/kecamatan/"]' },
  { name: "kecamatan-berisi", from: "/kabupaten-kota/32.05", link: 'main li:not(.zero) > a[href^="/kecamatan/"]' },
  { name: "capaian", path: "/dampak" },
  { name: "capaian-saring", path: "/dampak?sektor=pariwisata" },
  { name: "capaian-baris", path: "/dampak/baris?jenis=replikasi&tahap=berjalan" },
  { name: "capaian-kecamatan", path: "/dampak/baris?jenis=kecamatan" },
  { name: "keluarga-praktik", path: "/praktik/2/keluarga" },
  { name: "bantuan", path: "/bantuan" },
  { name: "tentang", path: "/tentang" },
  { name: "privasi", path: "/privasi" },
  { name: "aksesibilitas", path: "/aksesibilitas" },
  { name: "ketentuan", path: "/ketentuan" },
  { name: "ketentuan-riwayat", path: "/ketentuan/riwayat" },
  { name: "tidak-ditemukan", path: "/tidak-ada", status: 404 },
]

// Pages that are the same for everybody: looked at once.
const once = [
  { name: "capaian-tahun", path: "/dampak?tahun=2026" },
  { name: "capaian-ukuran", path: "/dampak/baris?jenis=ukuran&ukuran=nib-terbit" },
]

const signedOut = [
  { name: "masuk", path: "/masuk" },
  { name: "masuk-salah", path: "/masuk", status: 422, act: signInWrongly },
  { name: "lupa-sandi", path: "/lupa-sandi" },
  { name: "undangan", path: (site) => site.invite(newcomer()) },
  { name: "undangan-habis", path: "/undangan/tidak-berlaku", status: 404 },
]

const members = [
  { name: "kabar", path: "/kabar" },
  { name: "diikuti", path: "/akun/diikuti" },
  { name: "cara-diberi-tahu", path: "/akun/notifikasi" },
  { name: "akun", path: "/akun" },
  { name: "dua-langkah", path: "/akun/dua-langkah" },
  { name: "permintaan-data", path: "/akun/permintaan-data?jenis=perbaikan" },
  { name: "tarik-persetujuan", path: "/akun/tarik-persetujuan" },
  { name: "cari-titip", path: "/cari?q=budidaya+lebah+klanceng" },
  { name: "tersimpan", path: "/cari/tersimpan" },
  { name: "tanya-baru", path: "/tanya/baru" },
  { name: "tanya-serupa", path: "/tanya/baru?q=panen+cabai" },
  { name: "jawab", path: "/tanya/2/jawaban" },
  { name: "pembelajaran-semua", path: "/pembelajaran" },
  { name: "pembelajaran-kosong", path: "/pembelajaran?q=xqzzxqz" },
  { name: "pembelajaran", from: "/pembelajaran", link: lesson },
  { name: "pembelajaran-tanggapan", from: "/pembelajaran", link: lesson, after: "/tanggapan" },
  { name: "pembelajaran-lapor", from: "/pembelajaran", link: lesson, after: "/lapor" },
]

const writers = [
  { name: "tulis", path: "/tulis" },
  { name: "draf", path: "/draf" },
  { name: "ringkas", ...form },
  { name: "lengkap", ...form, after: "?bentuk=lengkap" },
  { name: "lengkap-terbuka", ...form, after: "?bentuk=lengkap", act: unfold },
  { name: "dari-naskah", path: "/tulis/dari-naskah" },
  { name: "versi", from: "/draf", link: 'main a[href^="/tulis/"]', after: "/versi" },
  { name: "periksa", from: "/draf", link: 'main a[href^="/tulis/"]', after: "/pratinjau" },
  ...["masalah", "tindakan", "hasil", "bidang", "foto", "terbit"].map((step) => ({ name: `ringkas-${step}`, ...form, act: (page, answer) => screen(page, answer, step) })),
  { name: "luring", path: "/luring" },
  { name: "kerangka", path: "/tulis/kerangka?bentuk=mulai" },
  { name: "ringkas-salah", ...form, status: 422, act: publishEmpty },
  { name: "pratinjau", ...form, act: preview },
  { name: "dua-tulisan", ...form, status: 409, act: clash },
  { name: "komentar", path: "/praktik/2/komentar" },
  { name: "komentar-riwayat", path: "/komentar/5/riwayat" },
  { name: "tanya-rangkuman", path: "/tanya/4/rangkuman" },
  { name: "praktik-sendiri", from: "/draf", link: 'main a[href^="/praktik/"]' },
  { name: "replikasi", path: "/replikasi" },
  { name: "replikasi-satu", from: "/replikasi", link: 'main .line-title a[href^="/replikasi/"]' },
  { name: "replikasi-perbaiki", from: "/replikasi", link: 'main .line-title a[href^="/replikasi/"]', act: mendStep },
  { name: "replikasi-kosong", path: "/replikasi?tahap=berminat" },
  { name: "replikasi-konfirmasi", path: "/replikasi/konfirmasi" },
  { name: "studi-tiru", path: "/studi-tiru" },
  { name: "studi-tiru-keluar", path: "/studi-tiru?arah=keluar" },
  { name: "studi-tiru-kosong", path: "/studi-tiru?keadaan=ditolak" },
  { name: "studi-tiru-satu", from: "/studi-tiru", link: 'main a[href^="/studi-tiru/"]' },
  { name: "studi-tiru-laporan", from: "/studi-tiru?arah=keluar", link: 'main a[href^="/studi-tiru/"]' },
  { name: "studi-tiru-ajukan", path: "/praktik/3/studi-tiru" },
  { name: "produk-kelola", path: "/produk/kelola" },
  { name: "produk-baru", path: "/produk/baru?praktik=1" },
  { name: "produk-ubah", path: "/produk/1/ubah" },
  { name: "produk-cabut", path: "/produk/1/kontak/cabut" },
  { name: "produk-salah", path: "/produk/1/ubah", status: 422, act: priceTwisted },
  { name: "hentikan", from: "/draf", link: 'main a[href^="/praktik/"]', after: "/hentikan" },
  { name: "rapat-baru", path: "/rapat/baru?praktik=1,2" },
  { name: "rapat-saya", path: "/rapat/saya" },
  { name: "rapat", path: "/rapat/1" },
  { name: "rapat-ubah", path: "/rapat/1/ubah" },
  { name: "rapat-banding", path: "/rapat/1/banding" },
  { name: "rapat-layar", path: "/rapat/1/layar?ke=1" },
  { name: "rapat-notulen", path: "/rapat/1/notulen" },
  { name: "surat-permohonan", path: "/praktik/2/surat" },
  { name: "surat-permohonan-salah", path: "/praktik/2/surat", status: 422, act: requestWithoutContact },
  { name: "keterangan-kontribusi", path: "/praktik/1/keterangan-kontribusi" },
  { name: "keterangan-kontribusi-salah", path: "/praktik/1/keterangan-kontribusi", status: 422, act: certifyUnasked },
  { name: "keterangan-kontribusi-surat", path: "/praktik/1/keterangan-kontribusi/1" },
  { name: "periksa-surat", from: "/praktik/1/keterangan-kontribusi/1", link: 'main a[href*="/periksa/"]' },
  { name: "berkas-bukti", path: "/praktik/1/berkas-bukti" },
  { name: "berkas-bukti-kipp", path: "/praktik/1/berkas-bukti?ajang=kipp&tahun=2023" },
  { name: "berkas-bukti-kipp-replikasi", path: "/praktik/1/berkas-bukti?ajang=kipp-replikasi&tahun=2025" },
  { name: "pejabat", path: "/kecamatan/32.05.22/pejabat" },
  { name: "pembelajaran-tulis", path: "/pembelajaran/tulis" },
  { name: "pembelajaran-salah", path: "/pembelajaran/tulis", status: 422, act: writeHalf },
  { name: "pembelajaran-ubah", from: "/pembelajaran", link: lesson, after: "/ubah" },
  { name: "tanpa-akses", path: "/meja", status: 403 },
]

const coordinators = [
  { name: "meja", path: "/meja" },
  { name: "kumpulan-saya", path: "/meja/kumpulan" },
  { name: "kumpulan-baru", path: "/kumpulan/baru?praktik=1" },
  { name: "kumpulan-ubah", path: "/kumpulan/1/ubah" },
  { name: "kumpulan-bentrok", path: "/kumpulan/1/ubah", status: 409, act: clashOfCurators },
  { name: "kumpulan-salah", path: "/kumpulan/1/ubah", status: 422, act: addNothing },
  { name: "tambah-ke-kumpulan", path: "/praktik/7/kumpulan" },
  { name: "meja-minggon", path: "/meja/minggon" },
  { name: "meja-ringkasan", path: "/meja/ringkasan" },
  { name: "ringkasan-ubah", from: "/meja/ringkasan", link: 'main a[href$="/ubah"]' },
  { name: "ringkasan-salah", from: "/meja/ringkasan", link: 'main a[href$="/ubah"]', status: 422, act: addNothingKnown },
  { name: "topik", path: "/meja/topik" },
  { name: "laporan", path: "/meja/laporan" },
  { name: "teguran-semua", path: "/meja/teguran" },
  { name: "laporan-satu", path: "/praktik/1/laporkan", act: report },
  { name: "hapus-data-pribadi", path: "/praktik/1/hapus-data-pribadi" },
  { name: "hapus-data-dilihat", path: "/praktik/1/hapus-data-pribadi", act: lookWhatGoes },
  { name: "permintaan-data-meja", path: "/permintaan-data" },
  { name: "replikasi-wilayah", path: "/replikasi" },
  { name: "studi-tiru-wilayah", path: "/studi-tiru" },
  { name: "audit-wilayah", path: "/meja/audit" },
  { name: "audit-kosong", path: "/meja/audit?nama=zzzz" },
  { name: "tinjauan", path: "/meja/tinjauan" },
  { name: "pejabat-wilayah", path: "/meja/pejabat" },
  { name: "impor-pejabat", path: "/meja/pejabat/impor" },
  { name: "impor-diperiksa", path: "/meja/pejabat/impor", act: lookAtRoster },
  { name: "serah-terima", path: "/kecamatan/32.05.22/serah-terima" },
  { name: "kalender", path: "/meja/kalender" },
  { name: "cakupan", path: "/cakupan" },
  { name: "cakupan-kemiskinan", path: "/cakupan?sektor=pertanian&indikator=kemiskinan" },
  { name: "cakupan-tanpa-angka", path: "/cakupan?indikator=stunting" },
  { name: "cakupan-kabupaten", path: "/cakupan/32.05?indikator=kemiskinan" },
  { name: "meja-semua", path: "/meja?tampil=semua" },
  { name: "jadikan-pilihan", from: "/meja?tampil=semua", link: 'main a[href^="/praktik/"]', after: "/pilihan" },
  { name: "verifikasi", from: "/meja?tampil=semua", link: 'main a[href^="/praktik/"]', after: "/verifikasi" },
  { name: "sembunyikan", from: "/meja?tampil=semua", link: 'main a[href^="/praktik/"]', after: "/sembunyikan" },
  { name: "pejabat-kabupaten", path: "/kabupaten-kota/32.05/pejabat" },
]

const administrators = [
  { name: "admin", path: "/admin" },
  { name: "sektor-semua", path: "/admin/sektor" },
  { name: "sektor-ubah", path: "/admin/sektor/1" },
  { name: "sektor-salah", path: "/admin/sektor", status: 422, act: (page) => press(page, /^Tambahkan$/) },
  { name: "indikator-semua", path: "/admin/indikator" },
  { name: "indikator-ubah", path: "/admin/indikator/1" },
  { name: "ukuran-ubah", path: "/admin/ukuran/1" },
  { name: "situs", path: "/admin/situs" },
  { name: "situs-privasi", path: "/admin/situs/privasi" },
  { name: "situs-pratinjau", path: "/admin/situs/privasi", act: (page) => press(page, /^Pratinjau$/) },
  { name: "situs-ketentuan", path: "/admin/situs/ketentuan" },
  { name: "situs-riwayat", path: "/admin/situs/privasi/riwayat" },
  { name: "situs-wilayah", path: "/admin/wilayah" },
  { name: "sinonim", path: "/admin/sinonim" },
  { name: "sinonim-ubah", path: "/admin/sinonim/1" },
  { name: "sinonim-kosong", path: "/admin/sinonim?q=zzzz" },
  { name: "audit", path: "/admin/audit" },
  { name: "audit-tanggal-salah", path: "/admin/audit?dari=kemarin", status: 422 },
]

export const pages = {
  visitor: [...everybody, ...once, ...signedOut],
  camat: [...everybody, ...members, ...writers],
  coordinator: [...everybody, ...members, ...coordinators],
  admin: administrators,
}

/** Opens one of the pages and gives the answer, as `page.goto` does. */
export async function open(page, { path, from, link, after = "", act }, site) {
  let address = typeof path === "function" ? path(site) : path
  if (!address) {
    await page.goto(from)
    address = (await page.locator(link).first().getAttribute("href")).replace(/[?#].*$/, "").replace(/(\/praktik\/\d+)[^/]*$/, "$1") + after
  }
  const answer = await page.goto(address)
  return act ? act(page, answer) : answer
}

// A kecamatan has one camat, so each invitation is for another one.
let invited = 30
const newcomer = () => ({ name: "Siti Rohaeni", phone: `08129000${++invited}`, role: "camat", region: `32.05.${invited}` })

/** Presses a button and gives the page that answers, after any redirect. */
async function press(page, name) {
  const answered = page.waitForResponse((answer) =>
    answer.request().isNavigationRequest() && answer.frame() === page.mainFrame() && (answer.status() < 300 || answer.status() >= 400))
  const [answer] = await Promise.all([answered, page.waitForEvent("load"), page.getByRole("button", { name }).click()])
  return answer
}

async function lookAtRoster(page) {
  const table = "nama;no hp;peran;kode;nomor sk\nDra. Hj. Yuliani Kartikasari, M.Si.;081399990001;camat;32.05.22;SK 821\nJauh;081399990004;camat;99.99.99;\n"
  await page.setInputFiles("#file", { name: "pejabat.csv", mimeType: "text/csv", buffer: Buffer.from(table) })
  return press(page, /^Periksa daftar$/)
}

async function report(page) {
  await page.getByLabel(/^Isinya tidak benar/).check()
  await page.locator("#body").fill("Angka panennya berbeda dengan catatan BPP.")
  await press(page, /^Kirim laporan$/)
  await page.goto(new URL("/meja/laporan", page.url()).href)
  return page.goto(await page.locator('main a[href^="/laporan/"]').first().evaluate(link => link.href))
}

async function mendStep(page) {
  return page.goto(await page.locator('main a[href$="/ubah"]').first().evaluate(link => link.href))
}

async function lookWhatGoes(page) {
  await page.locator("#passages").fill("kecamatan")
  await page.locator("#reason").fill("Contoh untuk melihat daftarnya.")
  return press(page, /^Lihat yang akan dihapus$/)
}

async function clashOfCurators(page) {
  await page.locator("#title").fill("Menghadapi kemarau panjang di kecamatan yang berlereng")
  await page.locator('.collection-form [name="versi"]').evaluate((field) => { field.value = "0" })
  return press(page, /^Simpan$/)
}

async function requestWithoutContact(page) {
  await page.locator("#contact").fill("x".repeat(161))
  return press(page, /^Perbarui pratinjau$/)
}

async function certifyUnasked(page) {
  const free = page.locator("fieldset", { has: page.locator("input[name$='.name'][value='']") }).first()
  await free.getByLabel("Nama", { exact: true }).fill("Ujang Rahmat")
  return press(page, /^Buat surat keterangan$/)
}

async function priceTwisted(page) {
  await page.locator("#price_from").fill("25.000")
  await page.locator("#price_to").fill("15.000")
  return press(page, /^Simpan produk$/)
}

async function addNothing(page) {
  await page.locator("#praktik").fill("irigasi")
  return press(page, /^Simpan$/)
}

async function addNothingKnown(page) {
  await page.locator("#alamat").fill("praktik yang tidak ada")
  return press(page, /^Simpan$/)
}

async function writeHalf(page) {
  await page.locator("#title").fill("Bank sampah yang sepi")
  return press(page, /^Kirim kepada anggota$/)
}

async function signInWrongly(page) {
  await page.locator("#nomor").fill("081234567890")
  await page.locator("#sandi").fill("bukan-sandi-siapa-pun")
  return press(page, /^Masuk$/)
}

async function screen(page, answer, step) {
  await ready(page)
  await at(page, step)
  const example = page.locator(`#${step} .example summary`)
  if (await example.count()) await example.first().click()
  return answer
}

async function unfold(page, answer) {
  await ready(page)
  await page.evaluate(() => { for (const part of document.querySelectorAll("main details")) part.open = true })
  return answer
}

async function publishEmpty(page) {
  await ready(page)
  await at(page, "terbit")
  return press(page, write.publish)
}

async function fill(page, title) {
  await ready(page)
  await page.locator(write.title).fill(title)
  await on(page)
  await page.locator(write.problem).fill("Gabah membusuk pada musim hujan karena tidak ada lantai jemur.")
  await at(page, "terbit")
  await page.locator(write.summary).fill("Warga lima desa menjemur gabah bersama di balai desa, dengan terpal dan jadwal bergilir.")
  await isKept(page, "server")
}

async function preview(page) {
  await fill(page, "Pengeringan gabah bersama di balai desa untuk lima desa yang tidak mempunyai lantai jemur pada musim hujan")
  return press(page, /^Pratinjau$/)
}

async function clash(page) {
  await fill(page, "Gabah dijemur bersama")
  const phone = await page.context().browser().newContext({ storageState: await page.context().storageState() })
  const other = await phone.newPage()
  await other.goto(page.url())
  await ready(other)
  await other.locator(write.summary).fill("Gabah dijemur bergilir di balai desa.")
  await isKept(other, "server")
  await phone.close()
  await page.locator(write.summary).fill("Gabah dijemur bersama di balai desa.")
  return press(page, /^Bandingkan$/)
}
