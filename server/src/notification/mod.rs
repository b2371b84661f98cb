//! x

pub mod entity;
