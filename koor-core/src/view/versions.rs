//! What runs: which daemons run which version, whether they are all alike, and which are behind.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::report::{self, Block, Cell, Column, Report, Table, Tone};
use super::sort::{self, Key, List, Row, Sortable, by};
use super::words::{counted, listed, there_are};
use super::{Header, order};
use crate::model::{CephVersion, Daemon, DaemonName, DaemonType, Inventory};

/// The daemons of one type that run one version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionRow {
    /// Their type.
    pub daemon_type: DaemonType,
    /// What they run.
    #[serde(flatten)]
    pub version: CephVersion,
    /// How many, as `ceph versions` counts.
    pub count: u64,
    /// Those whose own metadata says this version; may lag behind the count, and it behind them.
    pub daemons: Vec<DaemonName>,
    /// Whether a newer version runs somewhere in the cluster.
    pub behind: bool,
}

/// What runs, by type and then oldest first. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The type that was asked for; null where all were.
    pub daemon_type: Option<DaemonType>,
    /// Whether all of them run the same; null where there is none to tell.
    pub alike: Option<bool>,
    /// The newest version that runs anywhere in the cluster, whatever type was asked for.
    pub newest: Option<CephVersion>,
    /// What runs.
    pub versions: Option<Vec<VersionRow>>,
    /// Daemons that are in a map and never told a version.
    pub untold: Vec<DaemonName>,
    #[serde(skip)]
    why_none: String,
}

impl VersionList {
    /// Of an inventory, as [`Selection::versions`](crate::collect::Selection::versions) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, daemon_type: Option<&DaemonType>, now: Timestamp) -> Self {
        let daemons = inventory.daemons();
        let of_type = |one: &DaemonType| daemon_type.is_none_or(|wanted| wanted == one);
        let all = inventory.versions.value().map(|versions| &versions.0);
        let newest = all.and_then(|all| all.iter().map(|row| &row.version).max_by_key(|v| &v.version));
        let row = |row: &crate::model::VersionCount| VersionRow {
            daemons: daemons.iter().filter(|daemon| runs(daemon, row)).map(|d| d.name.clone()).collect(),
            behind: newest.is_some_and(|newest| row.version.version < newest.version),
            daemon_type: row.daemon_type.clone(),
            version: row.version.clone(),
            count: row.count,
        };
        let rows: Option<Vec<VersionRow>> =
            all.map(|all| all.iter().filter(|one| of_type(&one.daemon_type)).map(row).collect());
        let untold = daemons.iter().filter(|daemon| {
            daemon.version.is_none() && of_type(&daemon.name.daemon_type) && metadata_seen(inventory, daemon)
        });
        let why_none = all.map(|all| why_none(all.iter().map(|row| row.daemon_type.0.as_str()), daemon_type));
        Self {
            header: Header::of(inventory, now).about(&inventory.versions),
            daemon_type: daemon_type.cloned(),
            alike: rows.as_deref().and_then(alike),
            newest: newest.cloned(),
            untold: untold.map(|daemon| daemon.name.clone()).collect(),
            versions: rows,
            why_none: why_none.unwrap_or_default(),
        }
    }

    /// One sentence: all alike, or which are behind.
    fn sentence(&self, rows: &[VersionRow]) -> Option<Block> {
        let count = crate::model::total(rows.iter().map(|row| row.count));
        let of_type = self.daemon_type.as_ref().map_or_else(String::new, |kind| format!("{kind} "));
        let first = &rows.first()?.version;
        let newest = self.newest.as_ref()?;
        let behind: Vec<String> = rows
            .iter()
            .filter(|row| row.behind)
            .map(|row| format!("{} {}", row.count, row.daemon_type))
            .collect();
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

fn runs(daemon: &Daemon, row: &crate::model::VersionCount) -> bool {
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
    Some(rows.iter().all(|row| row.version == first.version))
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

impl Row for VersionRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("TYPE"), |row| (&row.daemon_type.0).into()),
        by(Column::words("VERSION"), |row| (&row.version).into()),
        by(Column::words("RELEASE"), |row| (&row.version.release).into()),
        by(Column::figures("COUNT"), |row| row.count.into()),
        by(Column::words("DAEMONS"), |row| row.daemons.first().map(ToString::to_string).into()),
        by(Column::words("BUILD").wide(), |row| Key::from(&row.version.build)),
    ];
}

impl VersionRow {
    fn cells(&self) -> Vec<Cell> {
        let ids: Vec<&str> = self.daemons.iter().map(|name| name.id.as_str()).collect();
        let version = Cell::plain(self.version.version.to_string());
        vec![
            self.daemon_type.0.as_str().into(),
            if self.behind { version.toned(Tone::Warn) } else { version },
            self.version.release.as_str().into(),
            self.count.to_string().into(),
            if ids.is_empty() { Cell::unknown() } else { listed(&ids).into() },
            Cell::new(self.version.build.clone(), Tone::Faint),
        ]
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
        let Some(rows) = &self.versions else {
            blocks.push(self.header.missing("versions", "What runs"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: sort::columns::<VersionRow>(),
            rows: rows.iter().map(VersionRow::cells).collect(),
            empty: self.why_none.clone(),
        }));
        blocks.extend(self.sentence(rows));
        blocks.extend(self.silent());
        blocks
    }
}

impl fmt::Display for VersionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::VersionList;
    use crate::model::{CephVersion, DaemonType, Inventory};
    use crate::view::Report;
    use crate::view::sample::{FOOTER, now, seen, timed_out, version};
    use crate::view::sample_daemons::{inventory, versions};

    fn newer() -> CephVersion {
        CephVersion::parse("ceph version 18.2.7 (6b0e98) reef (stable)").unwrap()
    }

    fn text(counts: &[(&str, &CephVersion, u64)], daemon_type: Option<&str>) -> String {
        let inventory = Inventory { versions: seen(versions(counts)), ..inventory() };
        let daemon_type = daemon_type.map(|kind| DaemonType(kind.into()));
        VersionList::of(&inventory, daemon_type.as_ref(), now()).to_string()
    }

    #[test]
    fn daemons_that_are_all_alike() {
        let expected = "\
TYPE  VERSION  RELEASE  COUNT  DAEMONS
mon   16.2.15  pacific      3  a, b
mgr   16.2.15  pacific      2  x, y
All 5 daemons run 16.2.15 pacific.
2 daemons have not told a version: mon.c, osd.3.
";
        let text = text(&[("mon", &version(), 3), ("mgr", &version(), 2)], None);
        assert_eq!(text, format!("{expected}{FOOTER}"));
    }

    #[test]
    fn those_that_are_behind_are_named() {
        let (old, new) = (version(), newer());
        let mixed = [("mon", &new, 3), ("mgr", &old, 1), ("mgr", &new, 1), ("osd", &old, 3)];
        let all = text(&mixed, None);
        assert!(all.contains("\nMixed versions: behind 18.2.7 reef are 1 mgr and 3 osd of 8.\n"), "{all}");
        assert!(all.contains("\nosd   16.2.15  pacific      3  0, 1, 2\n"), "{all}");
        let osds = text(&mixed, Some("osd"));
        let behind = "\nAll 3 osd daemons run 16.2.15 pacific, behind 18.2.7 reef, which runs elsewhere.\n";
        assert!(osds.contains(behind) && !osds.contains("mgr "), "{osds}");
        let inventory = Inventory { versions: seen(versions(&mixed)), ..inventory() };
        let json = serde_json::to_value(VersionList::of(&inventory, None, now())).unwrap();
        assert_eq!((&json["alike"], &json["newest"]["version"]), (&json!(false), &json!("18.2.7")));
        assert_eq!(json["versions"][3]["behind"], true);
        assert_eq!(json["versions"][3]["daemons"], json!(["osd.0", "osd.1", "osd.2"]));
    }

    #[test]
    fn two_builds_of_one_version_are_not_alike() {
        let other = CephVersion { build: "abc".into(), ..version() };
        let text = text(&[("mon", &version(), 2), ("mon", &other, 1)], Some("mon"));
        assert!(text.contains("\nAll 3 mon daemons run 16.2.15 pacific, in more than one build: -o wide.\n"));
    }

    #[test]
    fn why_there_is_none() {
        let none = text(&[("mon", &version(), 3)], Some("iscsi"));
        assert!(none.starts_with("No iscsi daemon told its version; the only type is mon.\n"), "{none}");
        let unseen = Inventory { versions: timed_out(), ..inventory() };
        let list = VersionList::of(&unseen, None, now());
        assert!(list.to_string().starts_with("What runs could not be seen: "));
        assert!(list.header().failure().is_some());
    }
}
