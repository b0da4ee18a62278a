//! What screens are made of: text that wraps, tables that scroll, bars, trends, heat. Knows nothing of storage.

pub(super) mod bar;
pub(super) mod heat;
pub(super) mod list;
pub(super) mod rule;
pub(super) mod spark;
pub(super) mod text;
