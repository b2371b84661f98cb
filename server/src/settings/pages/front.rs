//! `/admin`: what an administrator can do, in groups, each with the state it is in.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::administrator;
use crate::account::consent;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::entity::review_mode;
use crate::curation::entity::week_theme;
use crate::error::Result;
use crate::format::{self, integer};
use crate::settings::{TERMS, TEXTS};
use crate::synonym;
use crate::web::{Html, Layout};

#[derive(Template)]
#[template(path = "settings/front.html")]
struct Page {
    layout: Layout,
    groups: Vec<(&'static str, Vec<Door>)>,
}

/// A page that an administrator works on.
struct Door {
    url: &'static str,
    name: &'static str,
    about: &'static str,
    state: String,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    administrator(&app, &layout)?;
    let groups = vec![
        ("Penggolongan", classified(&layout)),
        ("Situs", site(&app, &layout).await?),
        ("Pencarian", vec![synonyms(&app).await?]),
        ("Orang dan wilayah", people(&app).await?),
    ];
    Ok(Html(Page { layout, groups }).into_response())
}

fn classified(layout: &Layout) -> Vec<Door> {
    let catalogue = &layout.catalogue;
    let (sectors, indicators) = (catalogue.offered_sectors().count(), catalogue.offered_indicators().count());
    let retired = catalogue.sectors.len() - sectors;
    let more = if retired > 0 { format!(", {retired} tidak dipakai lagi") } else { String::new() };
    vec![
        Door {
            url: "/admin/sektor",
            name: "Sektor",
            about: "Bidang yang dipilih penulis dan dipakai menyaring praktik.",
            state: format!("{sectors} sektor{more}"),
        },
        Door {
            url: "/admin/indikator",
            name: "Indikator strategis dan ukuran",
            about: "Penanda tanpa angka, dan yang benar-benar dihitung di kecamatan.",
            state: format!("{indicators} indikator, {} ukuran", catalogue.offered_measures().count()),
        },
    ]
}

async fn site(app: &App, layout: &Layout) -> Result<Vec<Door>> {
    let settings = &layout.catalogue.settings;
    let replaced = TEXTS.iter().filter(|text| text.slug != TERMS && !settings.is_built_in(text.slug)).count();
    let replaced = match replaced {
        0 => "semua teks bawaan".to_owned(),
        number => format!("{number} teks diganti"),
    };
    let notice = if layout.notice().is_some() { "pengumuman sedang tampil" } else { "tidak ada pengumuman" };
    let terms = settings.terms_on(layout.today());
    let agreed = consent::count(app.db.read(), terms.number).await?;
    let people = account::Entity::find().count(app.db.read()).await?;
    Ok(vec![
        Door {
            url: "/admin/situs",
            name: "Nama dan teks situs",
            about: "Nama, semboyan, pengumuman, kontak, dan halaman Bantuan, Tentang, Privasi, Aksesibilitas.",
            state: format!("{}; {replaced}; {notice}", settings.site.name),
        },
        Door {
            url: "/admin/situs/ketentuan",
            name: "Ketentuan penggunaan",
            about: "Versi baru diumumkan dengan tanggal mulai berlaku, lalu disetujui anggota.",
            state: format!(
                "Versi {} sejak {}; disetujui {} dari {} orang",
                terms.number,
                format::date(terms.holds_from),
                integer(agreed),
                integer(people)
            ),
        },
    ])
}

async fn synonyms(app: &App) -> Result<Door> {
    Ok(Door {
        url: "/admin/sinonim",
        name: "Sinonim pencarian",
        about: "Kata sehari-hari dan singkatan yang dicari bersama padanannya.",
        state: format!("{} pasangan", integer(synonym::entity::Entity::find().count(app.db.read()).await?)),
    })
}

async fn people(app: &App) -> Result<Vec<Door>> {
    let modes = review_mode::Entity::find().all(app.db.read()).await?;
    let reviewed = modes.iter().filter(|row| row.mode == "review").count();
    let themes = week_theme::Entity::find().count(app.db.read()).await?;
    Ok(vec![
        Door {
            url: "/meja/pejabat",
            name: "Pejabat dan undangan",
            about: "Siapa menjabat apa, siapa belum bergabung, dan impor daftar pejabat.",
            state: format!("{} akun", integer(account::Entity::find().count(app.db.read()).await?)),
        },
        Door {
            url: "/admin/wilayah",
            name: "Cara terbit dan tema pekan",
            about: "Diatur pembina di wilayahnya; di sini dapat dilihat siapa yang mengubahnya dan kapan.",
            state: format!("{reviewed} wilayah meninjau dulu, {} tema pekan", integer(themes)),
        },
        Door {
            url: "/meja/ringkasan",
            name: "Ringkasan mingguan",
            about: "Draf ringkasan, penundaan, dan pengirimannya.",
            state: String::new(),
        },
        Door {
            url: "/admin/audit",
            name: "Catatan audit",
            about: "Siapa melakukan apa, kapan, dan mengapa.",
            state: String::new(),
        },
    ])
}
