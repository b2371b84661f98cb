// What the journeys know of the site: addresses, names of fields, words on buttons. Adapt it here when a page changes.

export const signIn = {
  path: "/masuk",
  login: "#nomor",
  password: "#sandi",
  button: /^Masuk$/,
}

// How a person gets the link of an invitation without asking a colleague; its output names /undangan/….
export const inviteCommand = ({ name, phone, role, region }) =>
  ["account", "create", "--name", name, "--phone", phone, "--role", role, "--region", region]

export const invitation = {
  link: /\/undangan\/[A-Za-z0-9_-]+/,
  password: 'input[name="password"]',
  again: 'input[name="password_again"]',
  agree: 'input[name="setuju"]',
  button: /^Simpan dan bergabung/,
}

export const write = {
  path: "/tulis",
  begin: /^Mulai menulis/,
  draft: /\/tulis\/[0-9a-f-]{36}/,
  title: '[name="title"]',
  summary: '[name="summary"]',
  sector: '[name="sector"]',
  indicator: '[name="indicators"]',
  problem: '[name="problem"]',
  action: '[name="action"]',
  outcome: '[name="outcome"]',
  photo: 'input[type="file"]',
  alt: '[name="alt"]',
  consent: '[name="consent"][value="none_recognisable"]',
  consentMissing: "Jawab dahulu: ada wajah yang dikenali?",
  addPhoto: /^Unggah foto/,
  uploaded: '.photos img[src^="/berkas/"]',
  publish: /^Terbitkan/,
  save: /^Simpan draf/,
}

export const study = {
  address: /\/praktik\/\d+/,
  photo: 'main img[src^="/berkas/"]',
  comment: 'textarea[name="body"]',
  send: /^Kirim/,
}

export const search = { path: "/cari", query: '[name="q"]:visible' }

export const desk = {
  path: "/meja",
  feature: /Jadikan (praktik )?pilihan/,
  reason: '[name="reason"]',
  save: /^Jadikan praktik pilihan/,
}

// Lines of `demo` that name accounts: who, then the phone number to sign in with.
export const demo = {
  password: /Sandi semua akun contoh: (\S+)/,
  phone: /(?:\+62|0)8\d{7,12}/,
  camat: (line) => /Camat/.test(line) && !/Plt|Plh|Sekcam|Pembina|Inovasi/i.test(line),
  coordinator: (line) => /Pembina/i.test(line),
  colleague: (line) => /Pengelola Inovasi/i.test(line),
  staff: (line) => /Operator/.test(line),
  admin: (line) => /Administrator/.test(line),
}

// Words that an Indonesian page has no business showing; sample texts avoid them too.
export const englishWords = [
  "and", "cancel", "comment", "comments", "delete", "found", "loading", "login", "logout", "next", "password", "please",
  "previous", "required", "save", "search", "settings", "submit", "the", "upload", "welcome", "with", "your",
]
