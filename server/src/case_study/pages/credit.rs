//! Who is named for a study: in its citation and to machines.

use chrono::Datelike;

use super::view::StudyView;
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::error::Result;
use crate::format;
use crate::web::{JsonLd, Layout};

/// The offices that wrote a study, its own first; the byline where no office is known.
pub(super) fn authors(layout: &Layout, study: &case_study::Model, partners: &[(String, String)]) -> Vec<String> {
    let places = &layout.catalogue.places;
    let office = |code: &String| {
        let kecamatan = places.kecamatan(code)?;
        let above = places.kabupaten_kota(&kecamatan.kabupaten_kota)?;
        Some(format!("Kantor Kecamatan {}, {}", kecamatan.name, above.name))
    };
    let own = study.kecamatan_code.as_ref().and_then(office).unwrap_or_else(|| study.byline.clone());
    std::iter::once(own).chain(partners.iter().filter_map(|(code, _)| office(code))).collect()
}

/// How somebody names the study elsewhere.
pub(super) fn citation(app: &App, study: &case_study::Model, authors: &[String], absolute: &str) -> String {
    let updated = app.clock.local(study.updated_at).date_naive();
    let (who, title) = (authors.join("; "), study.title.trim_end_matches('.'));
    format!(
        "{who} ({}). {title}. {}, revisi {}, {}. {absolute}",
        updated.year(),
        app.catalogue.get().settings.site.name,
        study.revision_number,
        format::date(updated)
    )
}

/// The study as schema.org knows an article.
pub(super) fn json_ld(
    site: &str,
    study: &case_study::Model,
    view: &StudyView,
    authors: &[String],
    absolute: &str,
    description: &str,
    image: &str,
) -> Result<JsonLd> {
    let author = |name: &String| serde_json::json!({ "@type": "GovernmentOrganization", "name": name });
    // One author stands alone, as before, for readers that expect no list.
    let author = match authors {
        [own] => author(own),
        all => all.iter().map(author).collect(),
    };
    let mut article = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": study.title,
        "description": description,
        "inLanguage": "id",
        "url": absolute,
        "mainEntityOfPage": absolute,
        "datePublished": study.published_at.to_rfc3339(),
        "dateModified": study.updated_at.to_rfc3339(),
        "author": author,
        "publisher": { "@type": "Organization", "name": site },
        "articleSection": view.sector_name,
        "keywords": view.indicators.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
        "isAccessibleForFree": study.visibility == "public",
    });
    if let (Some(fields), false) = (article.as_object_mut(), image.is_empty()) {
        fields.insert("image".to_owned(), serde_json::Value::from(image));
    }
    Ok(JsonLd::of(&article)?)
}
