//! What has to be said before anything else: the cluster does not answer, or answers for nobody.

use serde::Serialize;

use crate::model::{Inventory, Kind};
use crate::view::Header;

/// Why what the dashboard shows can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alarm {
    /// In two words: `NO QUORUM`.
    pub title: &'static str,
    /// In one sentence.
    pub sentence: String,
    /// What each mon said when it was asked alone.
    pub mons: Vec<String>,
}

impl Alarm {
    /// Of an inventory; `None` where the cluster answers for itself.
    pub(super) fn of(inventory: &Inventory, header: &Header) -> Option<Self> {
        let mons = inventory.mon_pings.value().into_iter().flatten().map(|ping| {
            let how = ping.why.clone().unwrap_or_else(|| "runs".into());
            if how.contains(&ping.mon) { how } else { format!("mon {}: {how}", ping.mon) }
        });
        let (title, sentence) = if header.has_quorum() == Some(false) {
            (
                "NO QUORUM",
                "The mons have no quorum: the cluster serves nobody new, and no map can change.".into(),
            )
        } else {
            // Every answer for the cluster as a whole begins with this one.
            let why = inventory.cluster.why().filter(|_| inventory.cluster.was_asked())?;
            let title = match why.kind {
                Kind::Denied => "DENIED",
                Kind::Timeout => "NO ANSWER",
                Kind::Corrupt => "UNREADABLE",
                _ => "UNREACHABLE",
            };
            (title, format!("{}.", why.message.trim_end_matches('.')))
        };
        Some(Self { title, sentence, mons: mons.collect() })
    }
}
