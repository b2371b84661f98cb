//! What the pages of the exchange cost when much was said and much was taken up: a study with its conversation and its
//! ledger, the catalogue of products, and the questions. Everything is put straight into the tables, the same in each run.

use anyhow::Context;
use forum_camat::adoption::entity::{adoption, adoption_step};
use forum_camat::adoption::{self as ledger, Stage};
use forum_camat::case_study::content::{Measured, Value, anchors};
use forum_camat::case_study::entity::case_study;
use forum_camat::content_change::Subject;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::discussion::entity as comment;
use forum_camat::discussion::entity::reaction;
use forum_camat::ids::{AccountId, QuestionId};
use forum_camat::policy::Role;
use forum_camat::product::entity as product;
use forum_camat::product::fold;
use forum_camat::question::entity::{answer, question};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::bench_pages::Reader;
use crate::{CIKAJANG, Person, Study, TestApp, a_study, settle_in};

/// Comments and answers below one study.
const COMMENTS: usize = 200;

/// Kecamatan that take it up, and whose camat talk about it.
const ADOPTIONS: usize = 50;

/// Studies that products grew from.
const STUDIES: usize = 500;

/// Products in the catalogue.
const PRODUCTS: usize = 5_000;

/// Questions that were asked.
const QUESTIONS: usize = 5_000;

/// Answers to one of them.
const ANSWERS: usize = 200;

/// Written in one transaction.
const AT_ONCE: usize = 500;

/// A study with 200 comments and 50 adoptions beside one without any.
pub async fn study() -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let plain = app.has(a_study("Bank sampah desa").by(&siti)).await;
    let talked = app.has(a_study("Irigasi tetes dari botol bekas").by(&siti)).await;
    let offices = offices(&app).await;
    let tx = app.app.db.begin_write().await?;
    talk(&tx, &talked, &offices).await?;
    take_up(&tx, &talked, &offices).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(talked.id)])).await?;
    app.settle().await;
    let family = talked.path("keluarga");
    let oldest = format!("{}?urut=terlama", talked.url);
    let pages = [
        ("a study without either", plain.url.as_str()),
        ("200 comments, 50 adoptions", talked.url.as_str()),
        ("its oldest comments", oldest.as_str()),
        ("its family", family.as_str()),
    ];
    let (visitor, asep) = (app.visitor(), app.camat("Asep", "32.04.05").await);
    let reader = Reader::visitor(&app, &visitor, "visitor, each page drawn anew").await;
    for (name, path) in pages {
        reader.measure(name, path).await;
    }
    let reader = Reader::signed_in(&app, &asep, "camat").await;
    for (name, path) in pages.into_iter().chain([("/replikasi", "/replikasi")]) {
        reader.measure(name, path).await;
    }
    Ok(())
}

/// A camat of another kecamatan.
struct Office {
    account: AccountId,
    term: i64,
    kecamatan: String,
    byline: String,
}

async fn offices(app: &TestApp) -> Vec<Office> {
    let catalogue = app.app.catalogue.get();
    // Elsewhere than who reads: neither has an entry of the ledger.
    let others = catalogue.places.all_kecamatan().filter(|place| !place.code.starts_with("32.0")).take(ADOPTIONS);
    let mut offices = Vec::with_capacity(ADOPTIONS);
    for (number, place) in others.enumerate() {
        let (account, term, _) = settle_in(&app.app, &format!("Camat {number}"), Role::Camat, &place.code).await;
        let byline = format!("Camat {}", place.name);
        offices.push(Office { account, term: term.get(), kecamatan: place.code.clone(), byline });
    }
    offices
}

/// Each fourth is a comment of its own, the others answer it; some are about a section, and two people react to each.
async fn talk(tx: &WriteTransaction, study: &Study, offices: &[Office]) -> anyhow::Result<()> {
    let sections = anchors();
    let (mut parent, mut reactions): (Option<i64>, Vec<_>) = (None, Vec::new());
    for number in 0..COMMENTS {
        let office = &offices[number * 7 % offices.len()];
        let begins = number % 4 == 0;
        let section = (begins && number % 3 == 0).then(|| sections[number % sections.len()].0.clone());
        let row = comment::ActiveModel {
            case_study_id: Set(study.id.get()),
            parent_id: Set(parent.filter(|_| !begins)),
            account_id: Set(office.account.get()),
            term_id: Set(Some(office.term)),
            byline: Set(office.byline.clone()),
            body: Set(format!("Di kecamatan kami **air** juga surut; pertanyaan ke-{number} tentang selangnya.")),
            created_at: Set(earlier(tx, COMMENTS - number)),
            hidden_reason: Set(String::new()),
            section: Set(section),
            ..Default::default()
        };
        let id = comment::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        parent = if begins { Some(id) } else { parent };
        for (kind, other) in [("useful", number + 1), ("here_too", number + 2)] {
            reactions.push(reaction::ActiveModel {
                subject_kind: Set("comment".to_owned()),
                subject_id: Set(id),
                account_id: Set(offices[other * 7 % offices.len()].account.get()),
                kind: Set(kind.to_owned()),
                created_at: Set(tx.now()),
                ..Default::default()
            });
        }
    }
    reaction::Entity::insert_many(reactions).exec_without_returning(&**tx).await?;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::CommentCount, Expr::value(i32::try_from(COMMENTS)?))
        .filter(case_study::Column::Id.eq(study.id.get()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// So many minutes before now.
fn earlier(tx: &WriteTransaction, minutes: usize) -> chrono::DateTime<chrono::Utc> {
    tx.now() - chrono::Duration::minutes(i64::try_from(minutes).unwrap_or_default())
}

/// Each office came to another stage, by all the steps before it; what runs told figures.
async fn take_up(tx: &WriteTransaction, study: &Study, offices: &[Office]) -> anyhow::Result<()> {
    let mut steps = Vec::new();
    for (number, office) in offices.iter().enumerate() {
        let stage = Stage::ALL[number % Stage::ALL.len()];
        let row = adoption::ActiveModel {
            case_study_id: Set(study.id.get()),
            kecamatan_code: Set(office.kecamatan.clone()),
            stage: Set(stage.as_str().to_owned()),
            since: Set(tx.today()),
            has_results: Set(stage == Stage::Running),
            opened_by: Set(office.account.get()),
            term_id: Set(Some(office.term)),
            byline: Set(office.byline.clone()),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(earlier(tx, number)),
            confirmed_at: Set((stage == Stage::Running).then(|| tx.now())),
            ..Default::default()
        };
        let id = adoption::Entity::insert(row).exec(&**tx).await?.last_insert_id;
        for reached in Stage::ALL.into_iter().filter(|reached| *reached <= stage) {
            let figures = if reached == Stage::Running { vec![figure(number)] } else { Vec::new() };
            steps.push(adoption_step::ActiveModel {
                adoption_id: Set(id),
                stage: Set(reached.as_str().to_owned()),
                happened_on: Set(tx.today()),
                note: Set(format!("Tahap {} di dua desa.", reached.label().to_lowercase())),
                figures: Set(serde_json::to_string(&figures)?),
                account_id: Set(office.account.get()),
                term_id: Set(Some(office.term)),
                byline: Set(office.byline.clone()),
                recorded_at: Set(tx.now()),
                ..Default::default()
            });
        }
    }
    adoption_step::Entity::insert_many(steps).exec_without_returning(&**tx).await?;
    ledger::recount(tx, study.id.get()).await?;
    Ok(())
}

fn figure(number: usize) -> Measured {
    let value = |period: &str, value: String| Value { period: period.to_owned(), value };
    Measured {
        name: "Panen per musim".to_owned(),
        unit: "ton per hektare".to_owned(),
        source: "Catatan kelompok tani".to_owned(),
        values: vec![value("2025", "3.1".to_owned()), value("2026", format!("4.{}", number % 10))],
        ..Measured::default()
    }
}

/// The catalogue with 5,000 products.
pub async fn products() -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    make(&app, &siti).await?;
    app.settle().await;
    let one = product::Entity::find().one(app.app.db.read()).await?.context("a product")?;
    let page = one.url();
    let pages = [
        ("/produk, 5,000 products", "/produk"),
        ("/produk?halaman=200", "/produk?halaman=200"),
        ("/produk?sektor=pertanian", "/produk?sektor=pertanian"),
        ("/produk?kabupaten_kota=32.05", "/produk?kabupaten_kota=32.05"),
        ("/produk?q=kopi", "/produk?q=kopi"),
        ("one product", page.as_str()),
    ];
    let visitor = app.visitor();
    let reader = Reader::visitor(&app, &visitor, "visitor, each page drawn anew").await;
    for (name, path) in pages {
        reader.measure(name, path).await;
    }
    let reader = Reader::signed_in(&app, &siti, "camat").await;
    for (name, path) in pages.into_iter().chain([("/produk/kelola", "/produk/kelola")]) {
        reader.measure(name, path).await;
    }
    Ok(())
}

const KINDS: [&str; 5] = ["Kopi bubuk", "Keripik singkong", "Batik tulis", "Gula aren", "Kerajinan bambu"];

async fn make(app: &TestApp, siti: &Person) -> anyhow::Result<()> {
    let catalogue = app.app.catalogue.get();
    let codes: Vec<&str> = catalogue.places.all_kecamatan().map(|place| place.code.as_str()).collect();
    let sectors: Vec<&str> = catalogue.sectors.iter().map(|sector| sector.slug.as_str()).collect();
    let of = |number: usize| {
        let study = a_study(&format!("Praktik {number}"));
        study.of(codes[number * 7 % codes.len()]).in_sector(sectors[number % sectors.len()])
    };
    app.has_many((0..STUDIES).map(of).collect()).await;
    let studies: Vec<(i64, Option<String>)> = case_study::Entity::find()
        .select_only()
        .column(case_study::Column::Id)
        .column(case_study::Column::KecamatanCode)
        .order_by_asc(case_study::Column::Id)
        .into_tuple()
        .all(app.app.db.read())
        .await?;
    for start in (0..PRODUCTS).step_by(AT_ONCE) {
        let tx = app.app.db.begin_write().await?;
        let rows = (start..start + AT_ONCE).map(|number| {
            let (study, kecamatan) = &studies[number % studies.len()];
            let name = format!("{} {number}", KINDS[number % KINDS.len()]);
            product::ActiveModel {
                kecamatan_code: Set(kecamatan.clone().unwrap_or_default()),
                case_study_id: Set(*study),
                folded_name: Set(fold(&name)),
                name: Set(name),
                description: Set("Dibuat kelompok warga dari bahan setempat. ".repeat(4)),
                price_from: Set(Some(15_000)),
                price_to: Set(Some(25_000)),
                price_unit: Set("bungkus".to_owned()),
                certificates: Set("[]".to_owned()),
                state: Set("tayang".to_owned()),
                created_by: Set(siti.account.get()),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(earlier(&tx, number)),
                ..Default::default()
            }
        });
        product::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
        tx.commit(Effect::Private).await?;
    }
    Ok(())
}

/// Tanya Jawab with 5,000 questions, one of which has 200 answers.
pub async fn questions() -> anyhow::Result<()> {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    ask(&app, &siti).await?;
    let rows = question::Entity::find().order_by_asc(question::Column::Id).limit(2).all(app.app.db.read()).await?;
    let [answered, waiting] = rows.as_slice() else { anyhow::bail!("there are questions") };
    reply(&app, &siti, answered.id).await?;
    app.settle().await;
    let (answered, waiting) = (
        forum_camat::question::url(answered.id, &answered.title),
        forum_camat::question::url(waiting.id, &waiting.title),
    );
    let pages = [
        ("/tanya, 5,000 questions", "/tanya"),
        ("/tanya?halaman=200", "/tanya?halaman=200"),
        ("/tanya?sektor=pertanian", "/tanya?sektor=pertanian"),
        ("/tanya?jawaban=belum", "/tanya?jawaban=belum"),
        ("/tanya?q=", "/tanya?q=sampah+pasar"),
        ("a question without an answer", waiting.as_str()),
        ("a question with 200 answers", answered.as_str()),
    ];
    let visitor = app.visitor();
    let reader = Reader::visitor(&app, &visitor, "visitor, each page drawn anew").await;
    for (name, path) in pages {
        reader.measure(name, path).await;
    }
    let reader = Reader::signed_in(&app, &siti, "camat").await;
    for (name, path) in pages {
        reader.measure(name, path).await;
    }
    Ok(())
}

const ABOUT: [&str; 4] = ["sampah pasar", "air bersih", "posyandu yang sepi", "izin usaha warga"];

async fn ask(app: &TestApp, siti: &Person) -> anyhow::Result<()> {
    let sectors: Vec<i64> = app.app.catalogue.get().sectors.iter().map(|sector| sector.id).collect();
    for start in (0..QUESTIONS).step_by(AT_ONCE) {
        let tx = app.app.db.begin_write().await?;
        let (mut rows, mut subjects) = (Vec::new(), Vec::new());
        for number in start..start + AT_ONCE {
            let id = i64::try_from(number + 1)?;
            subjects.push(Subject::Question(QuestionId(id)));
            rows.push(question::ActiveModel {
                id: Set(id),
                account_id: Set(siti.account.get()),
                term_id: Set(siti.term.map(|term| term.get())),
                byline: Set("Camat Cikajang, Kab. Garut".to_owned()),
                scope_code: Set(CIKAJANG.to_owned()),
                title: Set(format!("Bagaimana mengatasi {}, cara ke-{number}?", ABOUT[number % ABOUT.len()])),
                body: Set("Kami sudah mencoba bermusyawarah dengan warga dan desa. ".repeat(3)),
                visibility: Set("public".to_owned()),
                sector_id: Set(Some(sectors[number % sectors.len()])),
                created_at: Set(earlier(&tx, number)),
                ..Default::default()
            });
        }
        question::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
        tx.commit(Effect::Visible(subjects)).await?;
    }
    Ok(())
}

async fn reply(app: &TestApp, siti: &Person, id: i64) -> anyhow::Result<()> {
    let tx = app.app.db.begin_write().await?;
    let rows = (0..ANSWERS).map(|number| answer::ActiveModel {
        question_id: Set(id),
        account_id: Set(siti.account.get()),
        term_id: Set(siti.term.map(|term| term.get())),
        byline: Set("Camat Cikajang, Kab. Garut".to_owned()),
        body: Set(format!("Cara ke-{number}: mulai dari satu RW, lalu **bergilir**.")),
        created_at: Set(earlier(&tx, ANSWERS - number)),
        ..Default::default()
    });
    answer::Entity::insert_many(rows).exec_without_returning(&*tx).await?;
    question::Entity::update_many()
        .col_expr(question::Column::AnswerCount, Expr::value(i32::try_from(ANSWERS)?))
        .filter(question::Column::Id.eq(id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Visible(vec![Subject::Question(QuestionId(id))])).await?;
    Ok(())
}
