//! A catalogue that is in use.

use super::Catalogue;

/// A catalogue, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldCatalogue {
    /// What it says.
    pub catalogue: Catalogue,
    /// Where it came from, in words: `built into koor 0.1.0`, a path.
    pub origin: String,
}
