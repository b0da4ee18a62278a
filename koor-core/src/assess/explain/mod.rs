//! Ceph's health checks in plain words, for the cluster at hand.
//!
//! What holds for every cluster is data ([`text`]): what a check means, what it comes from, what to do. What holds
//! for this one is read out of the inventory: which OSDs, hosts, pools and PGs are affected, what the likely cause
//! is, with which names the next step is to be taken. Checks whose reading needs more than their own lines have a file
//! a family; all others get the general reading.
//!
//! A figure that no part told is absent; none is estimated.

mod affected;
mod crash;
mod detail;
mod flag;
mod full;
mod mds;
mod mon;
mod osd;
mod pg;
mod pool;
mod scene;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;

use serde::Serialize;

pub use self::affected::{Affected, AffectedPgs};
pub use self::text::{SUBTREE_DOWN, Text, text, texts};

use self::detail::Named;
use self::scene::Scene;
pub(in crate::assess) use self::scene::{counted, names, since};
use super::rook;
use crate::model::{Check, Inventory, Severity};

/// One raised check, explained. Ceph's own detail lines stay where they are, in the check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explained {
    /// Its code, `OSD_DOWN`.
    pub code: String,
    /// How bad Ceph says it is.
    pub severity: Severity,
    /// Ceph's one line.
    pub summary: String,
    /// Whether somebody muted it.
    pub muted: bool,
    /// Whether Koor has a text about this code. Where not, there is only what Ceph says.
    pub known: bool,
    /// The first of Ceph 16, 18 and 20 that knows the code (16: and all before it).
    pub since: Option<&'static str>,
    /// What it means, wherever it is raised.
    pub meaning: Option<&'static str>,
    /// What is affected here.
    pub affected: Affected,
    /// The likely cause here, as the inventory shows it; empty where it shows none.
    pub cause: Vec<String>,
    /// What it comes from in general, likeliest first.
    pub possible_causes: &'static [String],
    /// What to do next, safest first, with the names of what is affected.
    pub next: Vec<String>,
    /// The page of Ceph's documentation.
    pub doc: Option<&'static str>,
}

/// What one family reads out of the inventory.
#[derive(Debug, Default)]
struct Reading {
    affected: Affected,
    cause: Vec<String>,
    /// What to do in this case, where that is other than what the text says for all cases; else empty.
    next: Vec<String>,
}

/// Every raised check, explained: worst first, by Ceph's severity and then by whether clients wait or data is
/// damaged; those that somebody muted last. Empty where health was not seen.
#[must_use]
pub fn explain(inventory: &Inventory) -> Vec<Explained> {
    let Some(health) = inventory.health.value() else {
        return Vec::new();
    };
    let scene = Scene::of(inventory);
    let mut all: Vec<Explained> = health.checks.iter().map(|check| explained(check, &scene)).collect();
    all.sort_by(|a, b| {
        let rank = |one: &Explained| (one.muted, Reverse(one.severity), !hurts_now(&one.code));
        rank(a).cmp(&rank(b)).then_with(|| a.code.cmp(&b.code))
    });
    all
}

/// Whether clients wait or data is damaged while it is raised. Ceph calls a forgotten flag and a PG that does not serve
/// the same `HEALTH_WARN`.
fn hurts_now(code: &str) -> bool {
    const CODES: [&str; 10] = [
        "FS_WITH_FAILED_MDS",
        "MDS_ALL_DOWN",
        "MDS_DAMAGE",
        "MDS_READ_ONLY",
        "OBJECT_UNFOUND",
        "OSD_FULL",
        "PG_AVAILABILITY",
        "PG_DAMAGED",
        "POOL_FULL",
        "SLOW_OPS",
    ];
    CODES.contains(&code)
}

fn explained(check: &Check, scene: &Scene<'_>) -> Explained {
    let named = Named::of(check, scene.inventory.osd_map.value());
    let Reading { affected, cause, next } = read(check, scene, &named);
    // What Kubernetes knows comes before what Ceph can only guess.
    let mut causes = rook::causes(scene.inventory, &check.code, &affected);
    causes.extend(cause);
    let text = text(&check.code);
    let general = || text.map(|text| text.next.iter().map(|step| affected.fill(step)).collect());
    let next = if next.is_empty() { general().unwrap_or_default() } else { next };
    Explained {
        code: check.code.clone(),
        severity: check.severity,
        summary: check.summary.clone(),
        muted: check.muted,
        known: text.is_some(),
        since: text.map(|text| text.since.as_str()),
        meaning: text.map(|text| text.meaning.as_str()),
        cause: causes,
        possible_causes: text.map(|text| text.causes.as_slice()).unwrap_or_default(),
        next,
        doc: text.map(|text| text.doc.as_str()),
        affected,
    }
}

/// The reading of the check's family.
fn read(check: &Check, scene: &Scene<'_>, named: &Named) -> Reading {
    match check.code.as_str() {
        "OSD_DOWN" => osd::down(scene, named),
        code if text::is_subtree_down(code) => osd::down(scene, named),
        "OSD_NEARFULL" | "OSD_BACKFILLFULL" | "OSD_FULL" | "POOL_NEARFULL" | "POOL_BACKFILLFULL" => {
            full::read(check.code.as_str(), scene, named)
        }
        "SLOW_OPS" | "BLUESTORE_SLOW_OP_ALERT" => osd::slow(scene, named),
        "OSDMAP_FLAGS" | "OSD_FLAGS" => flag::set(&check.code, scene, named),
        "PG_AVAILABILITY"
        | "PG_DEGRADED"
        | "PG_DAMAGED"
        | "PG_BACKFILL_FULL"
        | "PG_RECOVERY_FULL"
        | "OBJECT_UNFOUND"
        | "OBJECT_MISPLACED"
        | "OSD_SCRUB_ERRORS"
        | "PG_SLOW_SNAP_TRIMMING" => pg::read(check, scene, named),
        "PG_NOT_SCRUBBED" | "PG_NOT_DEEP_SCRUBBED" => pg::scrub(check, scene, named),
        "RECENT_CRASH" | "RECENT_MGR_MODULE_CRASH" => crash::recent(check, scene, named),
        "MON_DOWN" => mon::down(scene, named),
        "MON_CLOCK_SKEW" => mon::clock(scene, named),
        code if code.starts_with("MDS_") || code.starts_with("FS_") => mds::read(scene, named),
        code if code.starts_with("POOL_") || code == "SMALLER_PGP_NUM" || code == "MANY_OBJECTS_PER_PG" => {
            pool::read(code, scene, named)
        }
        _ => Reading { affected: Affected::named(scene, named), ..Reading::default() },
    }
}
