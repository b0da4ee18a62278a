//! Every daemon, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{DaemonFilter, host_key, name_key, state_cell, state_key, version_key};
use crate::model::{Daemon, Inventory};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, Key, List, Row, Sortable, by};
use crate::view::words::there_are;
use crate::view::{Header, figure, order};

/// The daemons, in the order of [`Inventory::daemons`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaemonList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: DaemonFilter,
    /// How many there are, whether they match or not.
    pub total: u64,
    /// Those that match. Parts that were not seen hide theirs: the header names them.
    pub daemons: Vec<Daemon>,
    #[serde(skip)]
    why_none: String,
}

impl DaemonList {
    /// Of an inventory, as [`Selection::daemons`](crate::collect::Selection::daemons) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DaemonFilter, now: Timestamp) -> Self {
        Self::listing(Header::of(inventory, now), &inventory.daemons(), filter)
    }

    fn listing(header: Header, all: &[Daemon], filter: &DaemonFilter) -> Self {
        let daemons = all.iter().filter(|daemon| filter.keeps(*daemon)).cloned().collect();
        Self {
            why_none: why_none(&header, all, filter),
            header,
            filter: filter.clone(),
            total: all.len() as u64,
            daemons,
        }
    }
}

/// A type that is not there may be there and not seen.
fn why_none(header: &Header, all: &[Daemon], filter: &DaemonFilter) -> String {
    if all.is_empty() {
        return "No daemon could be seen.".into();
    }
    let types = order::distinct(all.iter().map(|daemon| daemon.name.daemon_type.0.as_str()));
    let kind = filter.daemon_type.as_ref().map(|kind| kind.0.as_str());
    match kind {
        Some(kind) if !types.contains(&kind) => {
            let seen = if header.unseen.is_empty() { "There is no" } else { "No" };
            let been = if header.unseen.is_empty() { "" } else { " could be seen" };
            format!("{seen} {kind} daemon{been}; {}.", there_are("type", "types", &types))
        }
        kind => filter.why_none(all, kind.unwrap_or("daemon")),
    }
}

impl Row for Daemon {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("DAEMON"), name_key),
        by(Column::words("STATE"), state_key),
        by(Column::words("HOST"), host_key),
        by(Column::words("VERSION"), version_key),
        by(Column::words("ADDRESS").wide(), |daemon| Key::names(&daemon.addresses)),
    ];
}

impl List for DaemonList {
    type Row = Daemon;

    fn rows_mut(&mut self) -> Option<&mut Vec<Daemon>> {
        Some(&mut self.daemons)
    }
}

fn row(daemon: &Daemon) -> Vec<Cell> {
    vec![
        daemon.name.to_string().into(),
        state_cell(daemon),
        Cell::or_unknown(daemon.hostname.as_ref()),
        figure::version(daemon.version.as_ref()),
        figure::names(&daemon.addresses),
    ]
}

impl Report for DaemonList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<Daemon>(),
            rows: self.daemons.iter().map(row).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != DaemonFilter::default() && !self.daemons.is_empty() {
            let text = format!("{} of {} daemons: {}", self.daemons.len(), self.total, self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for DaemonList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::{DaemonFilter, DaemonList};
    use crate::model::{Daemon, DaemonName, DaemonType};
    use crate::view::sample::{self, FOOTER, now, timed_out};
    use crate::view::{Header, List as _, Sort};

    fn daemon(name: &str, state: &str, ok: bool) -> Daemon {
        Daemon {
            name: name.parse::<DaemonName>().unwrap(),
            state: state.into(),
            ok: Some(ok),
            hostname: Some("node0".into()),
            version: (state != "down, out").then(sample::version),
            addresses: vec!["v2:10.0.0.1:3300".into()],
        }
    }

    fn all() -> Vec<Daemon> {
        vec![
            daemon("mon.a", "leader", true),
            daemon("osd.2", "down, out", false),
            daemon("osd.10", "up, in", true),
            daemon("rgw.a", "running", true),
        ]
    }

    fn list(kind: Option<&str>) -> DaemonList {
        let filter =
            DaemonFilter { daemon_type: kind.map(|kind| DaemonType(kind.into())), ..DaemonFilter::default() };
        DaemonList::listing(Header::of(&sample::inventory(), now()), &all(), &filter)
    }

    #[test]
    fn daemons_are_listed_one_a_line() {
        let expected = "\
DAEMON  STATE      HOST   VERSION
mon.a   leader     node0  16.2.15
osd.2   down, out  node0  unknown
osd.10  up, in     node0  16.2.15
rgw.a   running    node0  16.2.15
";
        assert_eq!(list(None).to_string(), format!("{expected}{FOOTER}"));
        let json = serde_json::to_value(list(Some("osd"))).unwrap();
        assert_eq!(json["total"], 4);
        assert_eq!(json["daemons"][0]["name"], "osd.2");
        assert_eq!(json["daemons"][1]["version"]["version"], "16.2.15");
    }

    #[test]
    fn a_type_that_is_not_there_is_told_with_those_that_are() {
        let text = list(Some("mds")).to_string();
        assert!(text.starts_with("There is no mds daemon; types are mon, osd, rgw.\n"), "{text}");
        let mut inventory = sample::inventory();
        inventory.file_systems = timed_out();
        let filter = DaemonFilter { daemon_type: Some(DaemonType("mds".into())), ..DaemonFilter::default() };
        let text = DaemonList::listing(Header::of(&inventory, now()), &all(), &filter).to_string();
        assert!(text.starts_with("No mds daemon could be seen; types are mon, osd, rgw.\n"), "{text}");
        let text = DaemonList::listing(Header::of(&inventory, now()), &[], &filter).to_string();
        assert!(text.starts_with("No daemon could be seen.\n"), "{text}");
    }

    #[test]
    fn a_host_and_a_state_choose() {
        let text = |host: Option<&str>, state: Option<&str>| {
            let own = str::to_owned;
            let filter =
                DaemonFilter { host: host.map(own), state: state.map(own), ..DaemonFilter::default() };
            DaemonList::listing(Header::of(&sample::inventory(), now()), &all(), &filter).to_string()
        };
        let down = text(None, Some("down"));
        assert!(down.contains("\nosd.2 ") && down.contains("\n1 of 4 daemons: state down\n"), "{down}");
        for (host, state, why) in [
            (Some("node7"), None, "No daemon runs on host node7; the only host is node0."),
            (None, Some("peon"), "No daemon is peon; states are down, out, leader, running, up, in."),
        ] {
            assert_eq!(text(host, state), format!("{why}\n{FOOTER}"));
        }
    }

    #[test]
    fn daemons_stand_by_any_column() {
        let sort: Sort<Daemon> = "version".parse().unwrap();
        let names: Vec<String> =
            list(None).sorted(sort).daemons.iter().map(|daemon| daemon.name.to_string()).collect();
        assert_eq!(names, ["mon.a", "osd.10", "rgw.a", "osd.2"], "who told no version is last");
    }
}
