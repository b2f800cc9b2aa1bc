//! What a document states: figures, quotes, names, dates and claims, each with its place.

pub mod figure;
pub mod date;
pub mod name;
pub mod quote;
pub mod claim;
