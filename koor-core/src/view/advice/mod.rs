//! Advice on versions: the check of a cluster, the calendar of ends, the catalogue itself.
//!
//! - [`VersionCheck`]: what runs here, how long it is supported, what is newer, what must not be run, and why;
//! - [`VersionCard`]: the same in one line a product;
//! - [`VersionCalendar`]: when the lines that are known end, as a table and as iCal;
//! - [`VersionAdvice`]: the same for facts that somebody tells, as the version service answers;
//! - [`CatalogueView`]: what is known, and how old it is;
//! - `pipeline`: the check for machines that read `JUnit`, SARIF or Markdown.

mod calendar;
mod card;
mod catalogue;
mod check;
mod pipeline;
mod told;

pub use calendar::{CalendarRow, VersionCalendar};
pub use card::{RulingCounts, VersionCard, VersionCardRow};
pub use catalogue::{CatalogueRef, CatalogueView};
pub(crate) use check::day;
pub use check::{ProductRow, VersionCheck};
pub use told::VersionAdvice;

use jiff::civil::Date;

use crate::model::catalogue::End;
use crate::view::report::Tone;

/// A catalogue older than this many days is said to be old: Ceph and Rook release every few weeks.
pub const OLD_DAYS: u64 = 60;

/// The days that sources give for an end, each once, the earliest first.
fn dates(ends: &[End]) -> Vec<Date> {
    let mut dates: Vec<Date> = ends.iter().map(|end| end.date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// `2026-03-20 or 2026-03-31`.
fn either(dates: &[Date]) -> String {
    dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

/// How an end reads on a day.
fn tone_of_end(end: Date, today: Date) -> Tone {
    match (end - today).get_days() {
        ..0 => Tone::Bad,
        0..=90 => Tone::Warn,
        _ => Tone::Plain,
    }
}
