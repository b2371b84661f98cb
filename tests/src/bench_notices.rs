//! What notices to thousands cost: how long it takes until everybody who follows a sector is told of a new study, and what
//! readers feel of it meanwhile. The goal is that reading stays within twice its usual p99; the scene fails where it is four
//! times as slow and slow enough to be felt, which no noise of a machine explains. No test asserts a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use forum_camat::account::entity::account;
use forum_camat::app::App;
use forum_camat::db::Effect;
use forum_camat::follow::{Subject, entity as follow};
use forum_camat::ids::DraftKey;
use forum_camat::notification::{Kind, entity as notification};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::crash::{answers, rare_word};
use crate::load::{self, percentile};
use crate::process::Folder;
use crate::{Browser, CIKAJANG};

/// People who follow the sector.
const FOLLOWERS: u64 = 5_000;

/// Written in one transaction.
const AT_ONCE: u64 = 500;

/// Studies that they are told of, one after another, while somebody reads.
const NEWS: usize = 5;

/// Readers without a pause.
const READERS: usize = 4;

/// Reading is measured for so long without notices.
const LENGTH: Duration = Duration::from_secs(3);

/// Reading may be so many times slower while notices go out.
const GOAL: f64 = 2.0;

/// From so many times on the scene fails: the goal is missed by far more than two runs differ.
const FAILS_FROM: f64 = 4.0;

/// What takes no longer than this nobody feels, however much faster it is at rest: a kept page takes some hundred µs.
const FELT: Duration = Duration::from_millis(20);

/// Longer than this no fan-out takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// Publishes studies in a sector that 5,000 people follow, and measures; the real binary tells them by itself.
pub async fn run() -> anyhow::Result<()> {
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    let app = folder.open().await;
    let last = follow_all(&app).await?;
    let site = folder.serve("serve").await;
    let news = News { app: &app, siti: Browser::with_cookie(&site.url, cookie.clone()), last };
    let (study, _) = news.publish(0).await?;
    println!();
    let (mut number, mut times, mut slow) = (1, Vec::new(), Vec::new());
    for (who, cookie) in [("a visitor", None), ("a camat", Some(cookie))] {
        let usual = load::run_while(folder.config.bind, &study, cookie.as_deref(), READERS, |since| since < LENGTH);
        let usual = usual.await?;
        let is_over = Arc::new(AtomicBool::new(false));
        let busy = {
            let (study, address, is_over) = (study.clone(), folder.config.bind, is_over.clone());
            let goes_on = move |_: Duration| !is_over.load(Ordering::Relaxed);
            tokio::spawn(async move { load::run_while(address, &study, cookie.as_deref(), READERS, goes_on).await })
        };
        for _ in 0..NEWS {
            times.push(news.publish(number).await?.1);
            number += 1;
        }
        is_over.store(true, Ordering::Relaxed);
        let busy = busy.await??;
        let ratio = busy.p99.as_secs_f64() / usual.p99.as_secs_f64();
        println!(
            "reading as {who:<9} meanwhile     {:>8} µs p99, usually {} µs: {ratio:.2} times (goal {GOAL})",
            busy.p99.as_micros(),
            usual.p99.as_micros()
        );
        if ratio >= FAILS_FROM && busy.p99 > FELT {
            slow.push(format!("{ratio:.2} times as long for {who}"));
        }
    }
    times.sort_unstable();
    println!(
        "a study told to {FOLLOWERS} followers    {:>8.0} ms p50, {:.0} ms at most",
        percentile(&times, 50).as_secs_f64() * 1e3,
        percentile(&times, 100).as_secs_f64() * 1e3
    );
    let told = notification::Entity::find().filter(notification::Column::Kind.eq(Kind::FollowedNew.as_str()));
    let (told, expected) = (told.count(app.db.read()).await?, FOLLOWERS * u64::try_from(number)?);
    anyhow::ensure!(told == expected, "{told} notices instead of {expected}");
    anyhow::ensure!(slow.is_empty(), "while notices go out a page takes {}", slow.join(", "));
    Ok(())
}

/// Makes the people and what they follow; returns the last of them, who is told last.
async fn follow_all(app: &App) -> anyhow::Result<i64> {
    let (kind, subject) = Subject::Sector("pertanian".to_owned()).to_row();
    for start in (0..FOLLOWERS).step_by(usize::try_from(AT_ONCE)?) {
        let tx = app.db.begin_write().await?;
        let people = (start..start + AT_ONCE).map(|number| account::ActiveModel {
            name: Set(format!("Pengikut {number}")),
            is_sample: Set(false),
            created_at: Set(tx.now()),
            ..Default::default()
        });
        account::Entity::insert_many(people).exec_without_returning(&*tx).await?;
        let newest: Vec<i64> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .order_by_desc(account::Column::Id)
            .limit(AT_ONCE)
            .into_tuple()
            .all(&*tx)
            .await?;
        let wishes = newest.into_iter().map(|person| follow::ActiveModel {
            account_id: Set(person),
            kind: Set(kind.to_owned()),
            subject: Set(subject.clone()),
            since: Set(tx.now()),
            ..Default::default()
        });
        follow::Entity::insert_many(wishes).exec_without_returning(&*tx).await?;
        tx.commit(Effect::Private).await?;
    }
    let last = follow::Entity::find().order_by_desc(follow::Column::AccountId).one(app.db.read()).await?;
    Ok(last.context("somebody follows")?.account_id)
}

struct News<'a> {
    app: &'a App,
    siti: Browser,
    last: i64,
}

impl News<'_> {
    /// Publishes a study; gives its path, and how long it took from the answer until the last follower was told.
    async fn publish(&self, number: usize) -> anyhow::Result<(String, Duration)> {
        let title = format!("Irigasi {} untuk kebun warga", rare_word(700_000 + number));
        let answer =
            self.siti.post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &answers(&title)).await.expect(303);
        let begun = Instant::now();
        while self.told_to_last().await? <= u64::try_from(number)? {
            anyhow::ensure!(begun.elapsed() < PATIENCE, "the last follower is not told");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok((answer.location, begun.elapsed()))
    }

    /// Notices of the last follower: people are told in the order of their numbers.
    async fn told_to_last(&self) -> anyhow::Result<u64> {
        let own = notification::Entity::find().filter(notification::Column::AccountId.eq(self.last));
        Ok(own.count(self.app.db.read()).await?)
    }
}
