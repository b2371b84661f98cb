// A product from its study to the catalogue, on a phone: written down, with photo and the maker's consent, shown, found by a
// visitor, and the number taken back. Without scripts too.
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { aPhoto, desk, enter, isFit, person, phone, startBrowser, startSite, watch } from "./support.mjs"

let site, browser
before(async () => { site = await startSite(); browser = await startBrowser() })
after(async () => { await browser?.close(); await site?.stop() })

for (const javaScriptEnabled of [true, false]) {
  test(`from study to catalogue, ${javaScriptEnabled ? "with" : "without"} scripts`, async () => {
    const name = javaScriptEnabled ? "Sambal cabai Mekarsari" : "Cabai kering Mekarsari"
    const dadan = await enter(browser, site, "camat", phone, { javaScriptEnabled })
    const trouble = javaScriptEnabled ? await watch(dadan, site) : []
    const fit = async (page, shot) => { if (javaScriptEnabled) await isFit(page, shot) }
    await dadan.goto("/praktik/1")
    await dadan.locator(".more-acts > summary").click()
    await dadan.getByRole("link", { name: "Catat produk dari praktik ini" }).click()
    await dadan.getByLabel("Nama produk").fill(name)
    await dadan.getByLabel("Penjelasan singkat").fill("Cabai kering matahari, tanpa pengawet.")
    await dadan.getByLabel("Terendah, rupiah").fill("25.000")
    await dadan.getByLabel("Tertinggi, rupiah").fill("15.000")
    await dadan.getByLabel("Untuk setiap").fill("bungkus")
    await dadan.getByRole("button", { name: "Catat produk" }).click()
    await dadan.getByText("Harga tertinggi lebih rendah daripada harga terendah.").first().waitFor()
    await fit(dadan, "produk-baru-salah")
    await dadan.getByLabel("Terendah, rupiah").fill("15.000")
    await dadan.getByLabel("Tertinggi, rupiah").fill("25.000")
    await dadan.getByRole("button", { name: "Catat produk" }).click()
    await dadan.getByText("Produk tercatat.").waitFor()

    await dadan.getByLabel("Foto produk").setInputFiles(aPhoto())
    await dadan.getByLabel("Apa yang terlihat di foto").fill("Sambal dalam botol kaca")
    await dadan.getByLabel("Tidak", { exact: true }).check()
    await dadan.getByRole("button", { name: "Unggah foto" }).click()
    await dadan.getByText("Foto terpasang.").waitFor()
    await dadan.getByLabel("Nama pembuat atau kelompok").fill("Kelompok Mekarsari")
    await dadan.getByLabel("Nomor WhatsApp atau telepon").fill("0812-3456-7890")
    await dadan.getByLabel("Lisan").check()
    const today = await dadan.locator("#consent_on").getAttribute("max")
    await dadan.getByLabel("Tanggal persetujuan").fill(today)
    await dadan.getByLabel(/^Pembuatnya setuju/).check()
    await dadan.getByRole("button", { name: "Simpan kontak" }).click()
    await dadan.getByText("Kontak dan persetujuannya tercatat.").waitFor()
    await fit(dadan, "produk-ubah")
    await dadan.getByRole("button", { name: "Tayangkan" }).click()
    await dadan.getByText("Produk tayang.").waitFor()
    const address = dadan.url()

    const visitor = await person(browser, site, { viewport: javaScriptEnabled ? phone : desk, reducedMotion: "reduce" })
    await visitor.goto("/praktik/1")
    await visitor.getByRole("link", { name }).click()
    await visitor.getByText("Rp15.000–Rp25.000 per bungkus").waitFor()
    await visitor.locator(".cover-photo img").waitFor()
    await isFit(visitor, "produk")
    assert.ok(!(await visitor.content()).includes("6281234567890"), "the number stands behind a tap")
    await visitor.getByRole("link", { name: "Hubungi pembuat" }).click()
    assert.match(await visitor.getByRole("link", { name: "Tulis lewat WhatsApp" }).getAttribute("href"), /^https:\/\/wa\.me\/6281234567890/)
    await isFit(visitor, "produk-kontak")
    await visitor.goto("/produk")
    await visitor.getByLabel("Nama produk").fill(name.toLowerCase())
    await visitor.getByLabel("Kabupaten/kota").selectOption({ label: "Kab. Garut" })
    await visitor.getByRole("button", { name: "Tampilkan" }).click()
    await visitor.getByRole("link", { name }).waitFor()
    await isFit(visitor, "produk-semua")

    await dadan.goto(`${address.replace(/(\/produk\/\d+).*$/, "$1")}/ubah`)
    await dadan.getByRole("link", { name: "Cabut persetujuan" }).click()
    await dadan.getByText("nama pembuatnya tampaknya tertulis").waitFor()
    await fit(dadan, "produk-cabut")
    await dadan.getByRole("button", { name: "Hapus nama dan nomornya" }).click()
    await dadan.getByText("Kontak pembuat dihapus").waitFor()
    await visitor.goto(address)
    assert.equal(await visitor.getByRole("link", { name: "Hubungi pembuat" }).count(), 0)
    await visitor.getByText("Untuk memesan, hubungi kantor Kec. Cikajang.").waitFor()
    assert.deepEqual(trouble, [])
  })
}
