//! Filters, and counts by sector, indicator, kabupaten/kota, stage and year.

use tantivy::Term;
use tantivy::aggregation::agg_req::{Aggregation, AggregationVariants, Aggregations};
use tantivy::aggregation::agg_result::{AggregationResult, AggregationResults, BucketResult};
use tantivy::aggregation::bucket::TermsAggregation;
use tantivy::aggregation::{AggContextParams, AggregationCollector, Key};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::schema::Fields;
use super::{Audience, Facets, Filters};

/// More values of a group than this are not counted; Indonesia has 514 kabupaten and kota.
const MAX_VALUES: u32 = 1_000;

/// More values of a group than this are not looked at as a filter.
const MAX_CHOSEN: usize = 1_000;

/// A group of values that can be counted and chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Sectors,
    Indicators,
    KabupatenKota,
    Stages,
    Years,
}

impl Group {
    pub const ALL: [Group; 5] = [Group::Sectors, Group::Indicators, Group::KabupatenKota, Group::Stages, Group::Years];

    fn field(self) -> &'static str {
        match self {
            Group::Sectors => "sector",
            Group::Indicators => "indicators",
            Group::KabupatenKota => "kabupaten_kota",
            Group::Stages => "stage",
            Group::Years => "year",
        }
    }

    /// Whether something of the group is chosen.
    pub fn is_chosen(self, filters: &Filters) -> bool {
        match self {
            Group::Sectors => !filters.sectors.is_empty(),
            Group::Indicators => !filters.indicators.is_empty(),
            Group::KabupatenKota => !filters.kabupaten_kota.is_empty(),
            Group::Stages => !filters.stages.is_empty(),
            Group::Years => !filters.years.is_empty(),
        }
    }

    fn of(self, facets: &mut Facets) -> &mut Vec<(String, u64)> {
        match self {
            Group::Sectors => &mut facets.sectors,
            Group::Indicators => &mut facets.indicators,
            Group::KabupatenKota => &mut facets.kabupaten_kota,
            Group::Stages => &mut facets.stages,
            Group::Years => &mut facets.years,
        }
    }
}

/// What a document must be, besides matching words; `but` leaves one group out, to count its other values.
pub fn narrowing(
    fields: &Fields,
    audience: Audience,
    filters: &Filters,
    but: Option<Group>,
) -> Vec<(Occur, Box<dyn Query>)> {
    let text = |field, values: &[String]| -> Vec<Term> {
        values.iter().map(|value| Term::from_field_text(field, value)).collect()
    };
    let years = filters.years.iter().map(|year| Term::from_field_i64(fields.year, i64::from(*year)));
    let groups = [
        (Some(Group::Sectors), text(fields.sector, &filters.sectors)),
        (Some(Group::Indicators), text(fields.indicators, &filters.indicators)),
        (Some(Group::KabupatenKota), text(fields.kabupaten_kota, &filters.kabupaten_kota)),
        (Some(Group::Stages), text(fields.stage, &filters.stages)),
        (Some(Group::Years), years.collect()),
        (None, text(fields.kecamatan, &filters.kecamatan)),
        (None, filters.kind.iter().map(|kind| Term::from_field_u64(fields.kind, kind.code())).collect()),
        (None, Vec::from_iter(filters.has_figures.then(|| Term::from_field_u64(fields.has_figures, 1)))),
        (None, audience_terms(fields, audience)),
    ];
    let chosen = groups.into_iter().filter(|(group, terms)| !terms.is_empty() && (group.is_none() || *group != but));
    chosen.map(|(_, terms)| (Occur::Must, any_of(terms))).collect()
}

fn audience_terms(fields: &Fields, audience: Audience) -> Vec<Term> {
    match audience {
        Audience::Public => vec![Term::from_field_u64(fields.audience, Audience::Public as u64)],
        Audience::Members => Vec::new(),
    }
}

fn any_of(terms: Vec<Term>) -> Box<dyn Query> {
    let single =
        |term| -> (Occur, Box<dyn Query>) { (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic))) };
    let any = BooleanQuery::new(terms.into_iter().take(MAX_CHOSEN).map(single).collect());
    Box::new(ConstScoreQuery::new(Box::new(any), 0.0))
}

/// Counts the values of some groups.
pub fn counting(groups: &[Group]) -> AggregationCollector {
    let request = |group: &Group| {
        let terms =
            TermsAggregation { field: group.field().to_owned(), size: Some(MAX_VALUES), ..TermsAggregation::default() };
        (
            group.field().to_owned(),
            Aggregation { agg: AggregationVariants::Terms(terms), sub_aggregation: Aggregations::default() },
        )
    };
    AggregationCollector::from_aggs(groups.iter().map(request).collect(), AggContextParams::default())
}

/// Takes what was counted over into the answer.
pub fn collect(counted: &AggregationResults, groups: &[Group], facets: &mut Facets) {
    for group in groups {
        let Some(AggregationResult::BucketResult(BucketResult::Terms { buckets, .. })) = counted.0.get(group.field())
        else {
            continue;
        };
        let mut values: Vec<_> = buckets.iter().map(|bucket| (value(&bucket.key), bucket.doc_count)).collect();
        values.retain(|(_, count)| *count > 0);
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        *group.of(facets) = values;
    }
}

fn value(key: &Key) -> String {
    match key {
        Key::Str(text) => text.clone(),
        Key::I64(number) => number.to_string(),
        Key::U64(number) => number.to_string(),
        Key::F64(number) => number.to_string(),
    }
}
