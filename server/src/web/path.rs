//! Our own path segments: `123` or `123-slug`, and the key of a draft. Anything else is a page that does not exist.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::error::Error;
use crate::ids::DraftKey;

/// The id in a path's first parameter, with the slug that followed it.
#[derive(Clone, Debug)]
pub struct IdPath<T> {
    /// The id.
    pub id: T,
    /// What stood behind the id's dash; a wrong or missing slug redirects on GET.
    pub slug: String,
}

impl<S: Send + Sync, T: From<i64>> FromRequestParts<S> for IdPath<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let segment = first_segment(parts, state).await?;
        let (id, slug) = segment.split_once('-').unwrap_or((&segment, ""));
        let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
        Ok(Self { id: T::from(id), slug: slug.to_owned() })
    }
}

/// The key of a draft in a path's first parameter.
#[derive(Clone, Copy, Debug)]
pub struct DraftKeyPath(pub DraftKey);

impl<S: Send + Sync> FromRequestParts<S> for DraftKeyPath {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let segment = first_segment(parts, state).await?;
        segment.parse().map(Self).map_err(|_| Error::NotFound)
    }
}

async fn first_segment<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Error> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
    params.iter().next().map(|(_, value)| value.to_owned()).ok_or(Error::NotFound)
}
