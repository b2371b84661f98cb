//! The sample studi tiru: one that waits for an answer, one that is scheduled and one that was reported.

use anyhow::Context;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Load, Placed};
use crate::visit::entity::{visit, visit_word};
use crate::visit::{Side, State, moment};

/// Puts them into the tables. Times are those of the site's clock, so that two lie ahead and one behind.
pub async fn load(load: &Load<'_>) -> anyhow::Result<()> {
    let person = |key: &str| load.people.get(key).with_context(|| format!("nobody is {key}"));
    let (cikajang, ciwidey, pacet) = (person("camat-cikajang")?, person("camat-ciwidey")?, person("camat-pacet")?);
    let morning = NaiveTime::from_hms_opt(9, 30, 0).context("no such time")?;
    let at = |days: i64| moment(load.tx.clock(), load.tx.today() + Duration::days(days), morning);
    let waiting = Sample {
        study: "contoh-01",
        asking: pacet,
        host: cikajang,
        kind: "daring",
        purpose: "Bertanya cara merawat saluran pada musim kemarau, dan berapa lama botolnya bertahan.",
        asked: load.tx.now() - Duration::days(1),
        is_agreed: false,
        at: at(9),
        place: "",
        report: None,
    };
    let ahead = Sample {
        study: "contoh-01",
        asking: ciwidey,
        host: cikajang,
        kind: "kunjungan",
        purpose: "Melihat penampung dan saluran di kebun cabai, dan bertemu ketua kelompok taninya.",
        asked: load.tx.now() - Duration::days(6),
        is_agreed: true,
        at: at(5),
        place: "Aula Kec. Cikajang, dilanjutkan ke kebun",
        report: None,
    };
    let past = Sample {
        study: "contoh-02",
        asking: cikajang,
        host: pacet,
        kind: "daring",
        purpose: "Bertanya cara menyusun kalender tanam bersama penyuluh.",
        asked: load.tx.now() - Duration::days(60),
        is_agreed: true,
        at: at(-48),
        place: "",
        report: Some([
            "Kalender disusun dalam dua pertemuan, dari catatan hujan dan harga tiga musim.",
            "Kalender untuk empat kelompok tani sebelum musim hujan.",
            "Pembagian giliran pasar; pedagang di sini membeli langsung di kebun.",
            "Kasi Ekbang, penyuluh, dua ketua kelompok tani",
        ]),
    };
    for sample in [waiting, ahead, past] {
        sample.load(load).await.with_context(|| format!("the visit to {}", sample.study))?;
    }
    Ok(())
}

struct Sample<'a> {
    study: &'static str,
    asking: &'a Placed,
    host: &'a Placed,
    kind: &'static str,
    purpose: &'static str,
    asked: DateTime<Utc>,
    /// False while the host has not answered.
    is_agreed: bool,
    /// When it takes place; the day that is proposed before.
    at: DateTime<Utc>,
    place: &'static str,
    /// Seen, applied, unfit, team.
    report: Option<[&'static str; 4]>,
}

impl Sample<'_> {
    async fn load(&self, load: &Load<'_>) -> anyhow::Result<()> {
        let study = load.studies.get(self.study).with_context(|| format!("no study is {}", self.study))?.id;
        let [seen, applied, unfit, team] = self.report.unwrap_or_default().map(str::to_owned);
        let reported = self.report.map(|_| self.at + Duration::days(2));
        let answered = self.is_agreed.then(|| self.asked + Duration::days(2));
        let (state, version) = match (answered, reported) {
            (None, _) => (State::Asked, 1),
            (Some(_), None) => (State::Scheduled, 2),
            (Some(_), Some(_)) => (State::Done, 3),
        };
        let row = visit::ActiveModel {
            case_study_id: Set(study.get()),
            asking_code: Set(self.asking.region.clone()),
            host_code: Set(self.host.region.clone()),
            kind: Set(self.kind.to_owned()),
            state: Set(state.as_str().to_owned()),
            turn: Set(Side::Host.as_str().to_owned()),
            purpose: Set(self.purpose.to_owned()),
            contact: Set("Sekretariat kantor kecamatan".to_owned()),
            people: Set(5),
            first_day: Set(self.at.date_naive()),
            second_day: Set(None),
            third_day: Set(None),
            scheduled_at: Set(answered.map(|_| self.at)),
            place: Set(self.place.to_owned()),
            link: Set(String::new()),
            report_seen: Set(seen),
            report_applied: Set(applied),
            report_unfit: Set(unfit),
            report_team: Set(team),
            reported_at: Set(reported),
            asked_by: Set(self.asking.account.get()),
            term_id: Set(self.asking.term.get()),
            byline: Set(self.asking.byline.clone()),
            version: Set(version),
            is_sample: Set(true),
            created_at: Set(self.asked),
            updated_at: Set(reported.or(answered).unwrap_or(self.asked)),
            turn_since: Set(self.asked),
            answered_at: Set(answered),
            escalated_at: Set(None),
            report_asked_at: Set(reported.map(|_| self.at)),
            ..Default::default()
        };
        let id = visit::Entity::insert(row).exec(&**load.tx).await?.last_insert_id;
        self.word(load, id, (Side::Asking, "ajukan"), self.asked).await?;
        if let Some(at) = answered {
            self.word(load, id, (Side::Host, "jadwal"), at).await?;
        }
        if let Some(at) = reported {
            self.word(load, id, (Side::Asking, "laporan"), at).await?;
        }
        Ok(())
    }

    async fn word(
        &self,
        load: &Load<'_>,
        visit: i64,
        (side, act): (Side, &str),
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let by = if side == Side::Asking { self.asking } else { self.host };
        let row = visit_word::ActiveModel {
            visit_id: Set(visit),
            side: Set(side.as_str().to_owned()),
            act: Set(act.to_owned()),
            offered_at: Set((act == "jadwal").then_some(self.at)),
            body: Set(String::new()),
            account_id: Set(by.account.get()),
            term_id: Set(by.term.get()),
            byline: Set(by.byline.clone()),
            created_at: Set(at),
            ..Default::default()
        };
        visit_word::Entity::insert(row).exec_without_returning(&**load.tx).await?;
        Ok(())
    }
}
