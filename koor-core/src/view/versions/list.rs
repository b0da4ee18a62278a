//! The list of what runs: whether Ceph's daemons are all alike, which are behind, what is not as wanted.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::beside::Beside;
use super::row::VersionRow;
use crate::assess::rook::upgrade;
use crate::model::{CephVersion, Daemon, DaemonName, DaemonType, Inventory, VersionCount};
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::sort::{self, List};
use crate::view::words::{counted, listed, there_are};
use crate::view::{Header, order};

/// Something that may have a version which nobody told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnknownVersion {
    /// What, by the words of [`VersionRow::what`].
    pub what: String,
    /// Why it is not known.
    pub why: String,
    /// Whether the view's last lines say it already.
    #[serde(skip)]
    pub(super) told: bool,
}

/// What runs: Ceph's daemons by type and then oldest first, then everything else. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The type that was asked for; null where all were.
    pub daemon_type: Option<DaemonType>,
    /// Whether all of Ceph's daemons run the same; null where there is none to tell.
    pub alike: Option<bool>,
    /// The newest version that runs anywhere among Ceph's daemons, whatever type was asked for.
    pub newest: Option<CephVersion>,
    /// What runs; null where nothing of the cluster was seen.
    pub versions: Option<Vec<VersionRow>>,
    /// Daemons that are in a map and never told a version.
    pub untold: Vec<DaemonName>,
    /// What may have a version that nobody told, and why.
    pub unknown: Vec<UnknownVersion>,
    #[serde(skip)]
    why_none: String,
}

/// What Ceph's daemons are to run, where Rook carries them.
#[derive(Default)]
struct Wanted {
    version: Option<String>,
    image: Option<String>,
}

impl Wanted {
    fn of(inventory: &Inventory) -> Self {
        // Of a cluster that is elsewhere Rook's image says nothing.
        let is_here = inventory.rook_cluster().is_some_and(|cluster| !cluster.wants.external);
        let upgrade = is_here.then(|| upgrade(inventory)).flatten();
        upgrade.map_or_else(Self::default, |one| Self { version: one.version, image: one.image })
    }

    fn row(&self, counted: &VersionCount, daemons: &[Daemon], newest: Option<&CephVersion>) -> VersionRow {
        let runs = &counted.version;
        let is_of = |daemon: &&Daemon| runs_it(daemon, counted);
        // A build of its own behind the three numbers is no other version.
        let same = |wanted: &String| *wanted == numbers(&runs.version);
        VersionRow {
            what: counted.daemon_type.0.clone(),
            daemon_type: Some(counted.daemon_type.clone()),
            version: Some(runs.version.to_string()),
            release: Some(runs.release.clone()),
            build: Some(runs.build.clone()),
            image: None,
            wanted: self.version.clone().or_else(|| self.image.clone()),
            as_wanted: self.version.as_ref().map(same),
            count: counted.count,
            daemons: daemons.iter().filter(is_of).map(|daemon| daemon.name.clone()).collect(),
            who: Vec::new(),
            read_in: "ceph versions".to_owned(),
            mixed: false,
            behind: newest.is_some_and(|newest| runs.version < newest.version),
        }
    }
}

fn numbers(version: &semver::Version) -> String {
    format!("{}.{}.{}", version.major, version.minor, version.patch)
}

impl VersionList {
    /// Of an inventory, as [`Selection::versions`](crate::collect::Selection::versions) asks for it. `of_type` is one of the
    /// words of [`VersionRow::what`].
    #[must_use]
    pub fn of(inventory: &Inventory, of_type: Option<&DaemonType>, now: Timestamp) -> Self {
        let is_asked = |what: &str| of_type.is_none_or(|wanted| wanted.0 == what);
        let all = inventory.versions.value().map(|versions| &versions.0);
        let newest = all.and_then(|all| all.iter().map(|row| &row.version).max_by_key(|v| &v.version));
        let (wanted, daemons) = (Wanted::of(inventory), inventory.daemons());
        let row = |row: &VersionCount| wanted.row(row, &daemons, newest);
        let mut of_ceph: Option<Vec<VersionRow>> = all.map(|all| all.iter().map(row).collect());
        VersionRow::mark_mixed(of_ceph.as_deref_mut().unwrap_or_default());
        let mut beside = Beside::of(inventory);
        let words: Vec<&str> =
            of_ceph.iter().flatten().chain(&beside.rows).map(|row| row.what.as_str()).collect();
        let why_none = why_none(words.into_iter(), of_type);
        let of_ceph = of_ceph.map(|rows| rows.into_iter().filter(|row| is_asked(&row.what)).collect());
        beside.rows.retain(|row| is_asked(&row.what));
        beside.unknown.retain(|one| is_asked(&one.what));
        let alike = of_ceph.as_deref().and_then(alike);
        let header = Header::of(inventory, now);
        let by_name = of_type.is_some() && !beside.rows.is_empty();
        let untold = daemons.into_iter().filter(|daemon| {
            daemon.version.is_none()
                && is_asked(&daemon.name.daemon_type.0)
                && metadata_seen(inventory, daemon)
        });
        Self {
            // Without Ceph's word it is no answer, unless something else was asked for.
            header: if by_name { header } else { header.about(&inventory.versions) },
            daemon_type: of_type.cloned(),
            alike,
            newest: newest.cloned(),
            untold: untold.map(|daemon| daemon.name).collect(),
            versions: match of_ceph {
                Some(rows) => Some([rows, beside.rows].concat()),
                None => (by_name || beside.cluster_seen).then_some(beside.rows),
            },
            unknown: beside.unknown,
            why_none,
        }
    }

    fn of_ceph(rows: &[VersionRow]) -> impl Iterator<Item = &VersionRow> {
        rows.iter().filter(|row| row.daemon_type.is_some())
    }

    /// One sentence: all alike, or which are behind.
    fn sentence(&self, rows: &[VersionRow]) -> Option<Block> {
        let rows: Vec<&VersionRow> = Self::of_ceph(rows).collect();
        let count = crate::model::total(rows.iter().map(|row| row.count));
        let of_type = self.daemon_type.as_ref().map_or_else(String::new, |kind| format!("{kind} "));
        let first = rows.first()?.runs();
        let newest = self.newest.as_ref()?;
        let behind: Vec<String> =
            rows.iter().filter(|row| row.behind).map(|row| format!("{} {}", row.count, row.what)).collect();
        let who = match count {
            1 => format!("The only {of_type}daemon runs"),
            _ => format!("All {count} {of_type}daemons run"),
        };
        Some(match (self.alike?, behind.is_empty()) {
            (true, true) => Block::line(format!("{who} {first}."), Tone::Good),
            (true, false) => {
                Block::line(format!("{who} {first}, behind {newest}, which runs elsewhere."), Tone::Warn)
            }
            (false, true) => {
                Block::line(format!("{who} {newest}, in more than one build: -o wide."), Tone::Warn)
            }
            (false, false) => Block::line(
                format!("Mixed versions: behind {newest} are {} of {count}.", joined(&behind)),
                Tone::Warn,
            ),
        })
    }

    /// What does not run what is wanted: Ceph's daemons in one sentence, everything else one by one.
    fn unlike(rows: &[VersionRow]) -> Vec<Block> {
        let unlike = |row: &&VersionRow| row.as_wanted == Some(false);
        let mut blocks = Vec::new();
        let other = crate::model::total(Self::of_ceph(rows).filter(unlike).map(|row| row.count));
        if let Some(wanted) = Self::of_ceph(rows).find(unlike).and_then(|row| row.wanted.as_ref()) {
            let count = crate::model::total(Self::of_ceph(rows).map(|row| row.count));
            let run = if other == 1 { "runs" } else { "run" };
            let text = format!("Wanted is Ceph {wanted}, and {other} of {count} {run} something else.");
            blocks.push(Block::line(text, Tone::Warn));
        }
        for row in rows.iter().filter(|row| row.daemon_type.is_none()).filter(unlike) {
            let wanted = row.wanted.as_deref().unwrap_or_default();
            let text = format!("Wanted is {} {wanted}, and {} runs.", row.what, row.runs());
            blocks.push(Block::line(text, Tone::Warn));
        }
        blocks
    }

    /// What is mixed beside Ceph's daemons, one line a kind.
    fn mixed(rows: &[VersionRow]) -> Vec<Block> {
        let mixed: Vec<&VersionRow> =
            rows.iter().filter(|row| row.mixed && row.daemon_type.is_none()).collect();
        let line = |what: &str| {
            let each = mixed.iter().filter(|row| row.what == what);
            let each: Vec<String> =
                each.map(|row| format!("{} on {}", row.runs(), listed(&row.who))).collect();
            Block::line(format!("Mixed {what}: {}.", each.join("; ")), Tone::Warn)
        };
        order::distinct(mixed.iter().map(|row| row.what.as_str())).into_iter().map(line).collect()
    }

    /// What is not known, by the reason.
    fn not_known(&self) -> Vec<Block> {
        let untold = || self.unknown.iter().filter(|one| !one.told);
        let line = |why: &str| {
            let what = order::distinct(untold().filter(|one| one.why == why).map(|one| one.what.as_str()));
            Block::line(format!("Not known: {} ({why}).", what.join(", ")), Tone::Warn)
        };
        order::distinct(untold().map(|one| one.why.as_str())).into_iter().map(line).collect()
    }

    fn silent(&self) -> Option<Block> {
        let names: Vec<String> = self.untold.iter().map(ToString::to_string).collect();
        let who = counted(names.len() as u64, "daemon has", "daemons have");
        (!names.is_empty())
            .then(|| Block::line(format!("{who} not told a version: {}.", listed(&names)), Tone::Warn))
    }
}

/// `2 mon and 3 osd`: what is counted, as a sentence has it.
fn joined(parts: &[String]) -> String {
    match parts {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        parts => parts.join(", "),
    }
}

fn runs_it(daemon: &Daemon, row: &VersionCount) -> bool {
    daemon.name.daemon_type == row.daemon_type && daemon.version.as_ref() == Some(&row.version)
}

/// Whether what a daemon of this type says of itself was seen, so that no version means that it told none.
fn metadata_seen(inventory: &Inventory, daemon: &Daemon) -> bool {
    match daemon.name.daemon_type.0.as_str() {
        "mon" => inventory.mon_metadata.value().is_some(),
        "mgr" => inventory.mgr_metadata.value().is_some(),
        "mds" => inventory.mds_metadata.value().is_some(),
        "osd" => inventory.osd_metadata.value().is_some(),
        // The service map names them with all they say.
        _ => true,
    }
}

fn alike(rows: &[VersionRow]) -> Option<bool> {
    let first = rows.first()?;
    Some(rows.iter().all(|row| (&row.version, &row.build) == (&first.version, &first.build)))
}

fn why_none<'a>(types: impl Iterator<Item = &'a str>, asked: Option<&DaemonType>) -> String {
    let types = order::distinct(types);
    match asked {
        Some(kind) if !types.is_empty() => {
            format!("No {kind} daemon told its version; {}.", there_are("type", "types", &types))
        }
        _ => "No daemon told its version.".into(),
    }
}

impl List for VersionList {
    type Row = VersionRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<VersionRow>> {
        self.versions.as_mut()
    }
}

impl Report for VersionList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let rows = self.versions.as_deref().unwrap_or_default();
        if self.versions.is_none() || self.header.unseen.iter().any(|part| part.part == "versions") {
            blocks.push(self.header.missing("versions", "What runs"));
        }
        if self.versions.is_some() {
            blocks.push(Block::Table(Table {
                columns: sort::columns::<VersionRow>(),
                rows: rows.iter().map(VersionRow::cells).collect(),
                empty: self.why_none.clone(),
            }));
        }
        blocks.extend(self.sentence(rows));
        blocks.extend(Self::unlike(rows));
        blocks.extend(Self::mixed(rows));
        blocks.extend(self.silent());
        blocks.extend(self.not_known());
        blocks
    }
}

impl fmt::Display for VersionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
