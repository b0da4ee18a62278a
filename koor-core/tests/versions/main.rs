//! Advice on versions: real incidents that must be flagged, each beside a twin that lacks what makes it one; hops; and what
//! healthy clusters must not be told. Needs no service: the inventories are those of a pretend cluster, changed in what matters.
#![cfg(feature = "sim")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests say what must hold")]
#![allow(
    clippy::needless_for_each,
    clippy::semicolon_if_nothing_returned,
    clippy::too_many_lines,
    reason = "a table of incidents, each changed in one line"
)]

mod against;
mod base;
mod cards;
mod hops;
mod incidents;
mod more;
mod offers;
mod pairs;
mod pipelines;
mod support;
mod unknown;
