//! What goes on and what happened lately, as one timeline.
//!
//! Progress events come from the mgr; everything else is read out of the tail of the cluster log and the crash list,
//! which is why the view says how far back that tail goes.
//! What the log only repeats is left to `koor log`: `Health check update`, which a recovery brings every few seconds,
//! `overall HEALTH_WARN` of each hour, and an OSD's words that requests are slow, but for the first.

mod line;
mod list;
#[cfg(test)]
mod tests;

pub use list::{EventFilter, EventKind, EventList, EventRow, EventState};
