//! An upgrade of Ceph by Rook: how far it is, and what it waits for.
//!
//! How Rook does it: one controller takes the mons, the mgrs and the OSDs, in this order; then others take MDSs, RGWs and
//! mirrors, each of which leaves its work alone while Ceph's health is an error. So the CephCluster can say Ready while
//! half of the daemons are old for ever (seen on a real upgrade from 18.2.7 to 20.2.4).

mod runs;
mod target;
mod wait;

use serde::Serialize;

use super::picture::Picture;
use crate::assess::explain::{counted, names};
use crate::assess::{Finding, Grade, version};
use crate::model::kube::Condition;
use crate::model::rook::RookCluster;
use crate::model::{CephVersion, Inventory, Severity, VersionCount};

/// How far an upgrade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpgradeState {
    /// All daemons run what is wanted.
    Settled,
    /// Some do not yet, and Rook is at it.
    UnderWay,
    /// Some do not, and nothing moves.
    Stuck,
    /// Nobody told what runs, or what is wanted.
    Unknown,
}

/// An upgrade of Ceph by Rook, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upgrade {
    /// How far it is.
    pub state: UpgradeState,
    /// The image that is wanted (`spec.cephVersion.image`).
    pub image: Option<String>,
    /// The version that is wanted, as the image's tag or Rook tells it.
    pub version: Option<String>,
    /// How many daemons there are, by Ceph's own `versions`; null where that was not seen.
    pub total: Option<u64>,
    /// How many of them run what is wanted.
    pub done: Option<u64>,
    /// Those that do not, by type and version.
    pub behind: Vec<Behind>,
    /// What Rook says that it is at, while it is at something.
    pub doing: Option<String>,
    /// What holds it, or will.
    pub waits_for: Vec<Wait>,
}

/// Daemons of one type that run something else than is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Behind {
    /// The type: `mds`.
    pub daemon_type: String,
    /// What they run.
    pub version: String,
    /// How many.
    pub count: u64,
    /// Which, as far as anybody told.
    pub daemons: Vec<String>,
}

/// One thing an upgrade waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wait {
    /// What.
    pub what: String,
    /// What releases it.
    pub release: String,
}

impl Upgrade {
    /// Whether daemons run that are not what is wanted.
    #[must_use]
    pub const fn is_unfinished(&self) -> bool {
        matches!(self.state, UpgradeState::UnderWay | UpgradeState::Stuck)
    }
}

impl Behind {
    /// `2 mds on 18.2.7 (mds.myfs-a, mds.myfs-b)`.
    pub(super) fn text(&self) -> String {
        let which = if self.daemons.is_empty() {
            String::new()
        } else {
            format!(" ({})", names(self.daemons.iter().map(String::as_str)))
        };
        format!("{} {} on {}{which}", self.count, self.daemon_type, self.version)
    }
}

/// How the upgrade of this cluster is; `None` where no CephCluster of it was seen.
#[must_use]
pub fn upgrade(inventory: &Inventory) -> Option<Upgrade> {
    let picture = Picture::of(inventory);
    picture.cluster.map(|cluster| of(&picture, cluster))
}

pub(super) fn of(picture: &Picture<'_>, cluster: &RookCluster) -> Upgrade {
    let target = target::of(cluster);
    let mut upgrade = Upgrade {
        state: UpgradeState::Unknown,
        image: cluster.wants.image.clone(),
        version: target.as_ref().map(ToString::to_string),
        total: None,
        done: None,
        behind: Vec::new(),
        doing: None,
        waits_for: Vec::new(),
    };
    let Some(target) = target else { return upgrade };
    let Some(versions) = runs::kept(picture, cluster, &target) else { return upgrade };
    let is_done = |version: &CephVersion| runs::is(&version.version, &target);
    let count = |rows: &mut dyn Iterator<Item = &VersionCount>| rows.map(|row| row.count).sum::<u64>();
    upgrade.total = Some(count(&mut versions.iter()));
    upgrade.done = Some(count(&mut versions.iter().filter(|row| is_done(&row.version))));
    let old = versions.iter().filter(|row| !is_done(&row.version));
    upgrade.behind = old.map(|row| behind(picture, row)).collect();
    if upgrade.behind.is_empty() {
        upgrade.state = UpgradeState::Settled;
        return upgrade;
    }
    upgrade.doing = doing(cluster);
    upgrade.waits_for = wait::all(picture, cluster, &upgrade);
    upgrade.state =
        if moves(picture, cluster, &upgrade) { UpgradeState::UnderWay } else { UpgradeState::Stuck };
    upgrade
}

/// What Rook is at: its condition `Progressing`, which stands beside a `Ready` that stays true.
fn doing(cluster: &RookCluster) -> Option<String> {
    let progressing = Condition::find(&cluster.conditions, "Progressing");
    let said = progressing.filter(|one| one.holds() == Some(true)).and_then(|one| one.message.clone());
    let works = cluster.phase.as_deref() == Some("Progressing");
    said.or_else(|| cluster.message.clone()).filter(|_| works)
}

/// Minutes after which Rook, still at the same thing, is not believed to move.
const AT_ONE_THING_MIN: i64 = 30;
/// Minutes after a reconcile in which the controllers of MDSs and RGWs have taken theirs up.
const OTHERS_FOLLOW_MIN: i64 = 5;

/// Whether anything moves it. Rook's word alone is not enough, and a blocked step is none.
fn moves(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> bool {
    if wait::operator(picture).is_some() || cluster.left_alone {
        return false;
    }
    let progressing = Condition::find(&cluster.conditions, "Progressing");
    if upgrade.doing.is_some() {
        let since = progressing.and_then(|one| one.heartbeat.or(one.since));
        return !picture.is_older(since, AT_ONE_THING_MIN);
    }
    if matches!(cluster.phase.as_deref(), Some("Failure")) {
        return false;
    }
    if picture.deployments().any(|one| one.daemon.is_some() && one.is_rolling() && wait::starts(picture, one))
    {
        return true;
    }
    // A change that Rook has not taken up yet: it does so within seconds.
    if cluster.generation > cluster.observed_generation {
        return upgrade.waits_for.is_empty();
    }
    let ready =
        Condition::find(&cluster.conditions, "Ready").and_then(|ready| ready.heartbeat.or(ready.since));
    upgrade.waits_for.is_empty() && !picture.is_older(ready, OTHERS_FOLLOW_MIN)
}

fn behind(picture: &Picture<'_>, row: &VersionCount) -> Behind {
    let daemon_type = row.daemon_type.0.clone();
    let mut daemons: Vec<String> = version::known(picture.inventory, &daemon_type, &row.version)
        .iter()
        .map(ToString::to_string)
        .collect();
    if daemons.len() as u64 != row.count {
        // All there are of the type, where all of them are meant.
        let there: Vec<String> = picture
            .deployments()
            .filter_map(|deployment| deployment.daemon.as_ref())
            .filter(|name| name.daemon_type == row.daemon_type)
            .map(ToString::to_string)
            .collect();
        daemons = if there.len() as u64 == row.count { there } else { daemons };
    }
    Behind { daemon_type, version: row.version.version.to_string(), count: row.count, daemons }
}

pub(super) fn findings(upgrade: &Upgrade) -> Option<Finding> {
    let (done, total) = (upgrade.done?, upgrade.total?);
    let version = upgrade.version.as_deref().unwrap_or("what is wanted");
    let old: Vec<String> = upgrade.behind.iter().map(Behind::text).collect();
    let mut evidence: Vec<String> =
        vec![format!("{done} of {} run {version}, by Ceph's own word", counted(total, "daemon"))];
    evidence.extend(old.iter().map(|old| format!("behind: {old}")));
    evidence.extend(upgrade.waits_for.iter().map(|wait| format!("it waits for this: {}", wait.what)));
    match upgrade.state {
        UpgradeState::Settled | UpgradeState::Unknown => None,
        UpgradeState::Stuck => {
            evidence.extend(upgrade.doing.as_ref().map(|doing| format!("Rook has long been at: {doing}")));
            Some(Finding {
                code: "KOOR_ROOK_UPGRADE_STUCK",
                grade: Grade::Fault,
                severity: Severity::Warn,
                sentence: format!("The upgrade to {version} is stuck: {} still to come.", old.join(", ")),
                evidence,
                next: releases(upgrade),
            })
        }
        UpgradeState::UnderWay if upgrade.waits_for.is_empty() => None,
        UpgradeState::UnderWay => Some(Finding::advice(
            "KOOR_ROOK_UPGRADE_WILL_WAIT",
            format!("The upgrade to {version} is under way, and something will hold it."),
            evidence,
            releases(upgrade),
        )),
    }
}

fn releases(upgrade: &Upgrade) -> String {
    let mut all: Vec<&str> = Vec::new();
    for wait in &upgrade.waits_for {
        if !all.contains(&wait.release.as_str()) {
            all.push(&wait.release);
        }
    }
    if all.is_empty() {
        return "nothing that holds it is seen from here: look at the operator's log: \
                kubectl logs deploy/rook-ceph-operator"
            .into();
    }
    all.join("; ")
}
