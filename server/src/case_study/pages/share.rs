//! `/praktik/{id}/kartu.png`: what a messenger shows of a study without a photo. Only what everybody may see.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::case_study::card::{Figure, cards};
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;
use crate::web::IdPath;
use crate::web::share_card::ShareCard;

/// `GET /praktik/{id}/kartu.png`.
pub async fn card(State(app): State<App>, path: IdPath<CaseStudyId>) -> Result<Response> {
    let (db, visitor) = (app.db.read(), Viewer::visitor());
    let study = store::find(db, &visitor, path.id).await?;
    let catalogue = app.catalogue.get();
    let cards = cards(db, &visitor, &catalogue, app.clock.today(), vec![study]).await?;
    let card = cards.into_iter().next().ok_or(Error::NotFound)?;
    let drawn = ShareCard {
        kind: if card.sector_slug.is_empty() {
            "Praktik baik".to_owned()
        } else {
            format!("Praktik baik · {}", card.sector_name)
        },
        title: card.title,
        place: card.place,
        figure: card.figure.as_ref().map(said).unwrap_or_default(),
        site: catalogue.settings.site.name.clone(),
    };
    drawn.answer().await
}

/// "Panen per musim: 3,1 → 4,9 ton per hektare".
fn said(figure: &Figure) -> String {
    let before = if figure.first.is_empty() { String::new() } else { format!("{} → ", figure.first) };
    format!("{}: {before}{} {}", figure.name, figure.last, figure.unit).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_said_in_one_line() {
        assert_eq!(said(&Figure::shown("Panen", "3.1", "4.9", "ton")), "Panen: 3,1 → 4,9 ton");
        assert_eq!(said(&Figure::shown("Stunting", "", "6", "%")), "Stunting: 6%");
    }
}
