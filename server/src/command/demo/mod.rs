//! `demo`: a site with invented people and studies, to look around in. It keeps what is written there.

mod digests;
mod letters;
mod load;
mod samples;

use std::process::ExitCode;

use anyhow::{Context, ensure};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::progress::say;
use super::serve;
use crate::account::entity::account;
// It is printed and public, hence the loopback address.
use crate::account::password::OF_SAMPLES as PASSWORD;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::office::{self, entity::office_term};
use crate::serving::{self, FolderLock};

/// Serves the demonstration until it is asked to stop.
pub async fn run(mut config: Config) -> anyhow::Result<ExitCode> {
    ensure!(
        config.bind.ip().is_loopback(),
        "the demo's password is public, so it listens on this machine only; set FORUM_BIND to 127.0.0.1:{} instead of {}",
        config.bind.port(),
        config.bind
    );
    config.show_samples = true;
    let _lock = FolderLock::take(&config.data_dir)?;
    let listener = serve::listen(&config).await?;
    let clock = Clock::system(config.utc_offset_hours);
    let app = serving::open(config, clock).await?;
    let accounts = account::Entity::find().count(app.db.read()).await?;
    if accounts == 0 {
        load::load(&app, PASSWORD).await.context("the samples can't be loaded")?;
    }
    let samples = sample_accounts(&app).await?;
    ensure!(
        !samples.is_empty(),
        "the folder {} holds a real site; set FORUM_DATA_DIR to another folder for the demo",
        app.config.data_dir.display()
    );
    say(&format!("\nForum Camat Jawa Barat: http://{}\n", listener.local_addr()?))?;
    for line in samples {
        say(&line)?;
    }
    say(&format!("\nSandi semua akun contoh: {PASSWORD}\n"))?;
    serve::run(app, listener).await
}

/// Role, name, phone and office of every sample account, a line each.
async fn sample_accounts(app: &App) -> anyhow::Result<Vec<String>> {
    let people = account::Entity::find().filter(account::Column::IsSample.eq(true)).order_by_asc(account::Column::Id);
    let people = people.all(app.db.read()).await?;
    let terms = office_term::Entity::find().filter(office::current_on(app.clock.today())).all(app.db.read()).await?;
    let catalogue = app.catalogue.get();
    let mut lines = Vec::new();
    for person in people {
        let phone = person.phone.as_deref().map(local_number).unwrap_or_default();
        let own = terms.iter().find(|term| term.account_id == person.id).cloned();
        let (role, place) =
            own.and_then(|term| office::described(term, &catalogue)).map_or_else(Default::default, |term| {
                (term.role.label().to_owned(), catalogue.places.full_name(&term.region))
            });
        lines.push(format!("  {role:<30} {:<22} {phone:<14} {place}", person.name));
    }
    Ok(lines)
}

/// The number as it is dialled at home.
fn local_number(phone: &str) -> String {
    let digits = phone.trim_start_matches('+');
    digits.strip_prefix("62").map_or_else(|| digits.to_owned(), |rest| format!("0{rest}"))
}
