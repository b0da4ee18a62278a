//! What goes on and what happened lately, as one timeline.
//!
//! Progress events come from the mgr; everything else is read out of the tail of the cluster log and the crash list,
//! which is why the view says how far back that tail goes.
//! `Health check update` lines are left to `koor log`: a recovery repeats them every few seconds.

mod line;
mod list;
#[cfg(test)]
mod tests;

pub use list::{EventFilter, EventKind, EventList, EventRow, EventState};
