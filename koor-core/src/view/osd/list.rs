//! All OSDs, or some of them, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::OsdFilter;
use super::filter::Sieve;
use super::row::{OsdRow, state};
use crate::model::Inventory;
use crate::view::fill::FullRatios;
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, Key, List, Row, Sortable, by};
use crate::view::{Header, figure};

/// OSDs by id. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: OsdFilter,
    /// How full an OSD may get.
    pub full_ratios: Option<FullRatios>,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub osds: Option<Vec<OsdRow>>,
    #[serde(skip)]
    why_none: String,
}

impl OsdList {
    /// Of an inventory, as [`Selection::osds`](crate::collect::Selection::osds) asks for it; to choose by pool it needs
    /// the PGs, as [`Selection::osd_show`](crate::collect::Selection::osd_show) asks for them.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &OsdFilter, now: Timestamp) -> Self {
        let map = inventory.osd_map.value();
        let crush_seen = inventory.crush.value().is_some();
        let mut all: Vec<OsdRow> =
            inventory.osds().into_iter().map(|osd| OsdRow::of(osd, crush_seen)).collect();
        all.sort_by_key(|osd| osd.id);
        let sieve = Sieve::of(filter, inventory);
        let why_none = sieve.why_none(&all);
        let total = all.len() as u64;
        all.retain(|osd| sieve.keeps(osd));
        let header = Header::of(inventory, now).about(&inventory.osd_map);
        Self {
            // Without the PGs nobody can tell which OSDs serve a pool: that is no answer.
            header: if filter.pool.is_some() { header.about(&inventory.pgs) } else { header },
            filter: filter.clone(),
            full_ratios: map.map(FullRatios::of),
            total: map.map(|_| total),
            osds: map.map(|_| all),
            why_none,
        }
    }

    fn row(&self, osd: &OsdRow) -> Vec<Cell> {
        // Without CRUSH nothing is known of its place; with it, no host is a fact.
        let placed = |name: Option<&String>| match name {
            None if osd.crush_seen() => figure::nothing(),
            name => Cell::or_unknown(name),
        };
        let latency = osd.commit_ms.zip(osd.apply_ms).map(|(commit, apply)| {
            format!("{}/{} ms", figure::milliseconds(commit), figure::milliseconds(apply))
        });
        let reweight = Cell::plain(figure::weight(osd.reweight));
        vec![
            osd.name.as_str().into(),
            placed(osd.host.as_ref()),
            placed(osd.device_class.as_ref()),
            state(osd.up, osd.is_in),
            if osd.reweight < 1.0 { reweight.toned(Tone::Warn) } else { reweight },
            Cell::or_unknown(osd.fill.size_bytes),
            Cell::or_unknown(osd.fill.used_bytes),
            Cell::or_unknown(osd.fill.available_bytes),
            osd.fill.percent(self.full_ratios),
            Cell::or_unknown(osd.pgs),
            match latency {
                None if !osd.up => figure::nothing(),
                latency => Cell::or_unknown(latency),
            },
            figure::version(osd.version.as_ref()),
            Cell::or_unknown(osd.crush_weight.map(figure::weight)),
            Cell::or_unknown(osd.objectstore.as_ref()),
            osd.devices.as_deref().map_or_else(Cell::unknown, figure::names),
            osd.location.as_deref().map_or_else(Cell::unknown, figure::names),
            figure::names(&osd.flags),
        ]
    }
}

/// Commit and apply latency share a column, and so do up and in: that is what keeps the list within 100 columns.
impl Row for OsdRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("OSD"), |osd| u64::from(osd.id.0).into()),
        by(Column::words("HOST"), |osd| osd.host.as_ref().into()),
        by(Column::words("CLASS"), |osd| osd.device_class.as_ref().into()),
        by(Column::words("STATE"), |osd| state(osd.up, osd.is_in).text.into()),
        by(Column::figures("REWEIGHT"), |osd| osd.reweight.into()),
        by(Column::figures("SIZE"), |osd| osd.fill.size_bytes.into()),
        by(Column::figures("USED"), |osd| osd.fill.used_bytes.into()),
        by(Column::figures("AVAIL"), |osd| osd.fill.available_bytes.into()),
        by(Column::figures("USE%"), |osd| osd.fill.utilization.into()),
        by(Column::figures("PGS"), |osd| osd.pgs.into()),
        by(Column::figures("LATENCY"), |osd| osd.commit_ms.into()),
        by(Column::words("VERSION"), |osd| osd.version.as_ref().into()),
        by(Column::figures("WEIGHT").wide(), |osd| osd.crush_weight.into()),
        by(Column::words("STORE").wide(), |osd| osd.objectstore.as_ref().into()),
        by(Column::words("DEVICES").wide(), |osd| Key::names(osd.devices.as_deref().unwrap_or_default())),
        by(Column::words("LOCATION").wide(), |osd| Key::names(osd.location.as_deref().unwrap_or_default())),
        by(Column::words("FLAGS").wide(), |osd| Key::names(&osd.flags)),
    ];
}

impl List for OsdList {
    type Row = OsdRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<OsdRow>> {
        self.osds.as_mut()
    }
}

impl Report for OsdList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(osds) = &self.osds else {
            blocks.push(self.header.missing("osd_map", "The OSD map"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: sort::columns::<OsdRow>(),
            rows: osds.iter().map(|osd| self.row(osd)).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != OsdFilter::default() && !osds.is_empty() {
            let total = self.total.unwrap_or_default();
            let text = format!("{} of {total} OSDs: {}", osds.len(), self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for OsdList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{OsdFilter, OsdList, OsdRow, sort};
    use crate::view::osd::OsdCondition;
    use crate::view::report::{Block, Tone};
    use crate::view::sample::{self, FOOTER, now, timed_out};
    use crate::view::{Cell, List as _, Report, Sort};

    fn list(filter: &OsdFilter) -> OsdList {
        OsdList::of(&sample::inventory(), filter, now())
    }

    fn text(filter: &OsdFilter) -> String {
        list(filter).to_string()
    }

    fn cell(list: &OsdList, row: usize, title: &str) -> Cell {
        let column = sort::columns::<OsdRow>().iter().position(|column| column.title == title).unwrap();
        match &list.blocks()[0] {
            Block::Table(table) => table.rows[row][column].clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_says_what_is_known_and_what_is_not() {
        let hdd = OsdFilter { class: Some("hdd".into()), ..OsdFilter::default() };
        let expected = "\
OSD    HOST   CLASS  STATE      REWEIGHT      SIZE     USED    AVAIL     USE%  PGS  LATENCY  VERSION
osd.0  node0  hdd    up, in            1  10.0 GiB  1.0 GiB  9.0 GiB     10.0    3   2/2 ms  16.2.15
osd.1  node1  hdd    up, in            1  10.0 GiB  9.0 GiB  1.0 GiB     90.0    3   3/3 ms  16.2.15
osd.2  node2  hdd    down, out         0   unknown  unknown  unknown  unknown    0        -  16.2.15
3 of 4 OSDs: class hdd
";
        let listed = text(&hdd);
        assert_eq!(listed, format!("{expected}{FOOTER}"));
        assert!(listed.lines().all(|line| line.chars().count() <= 100));
        // Nobody told anything of it but the OSD map.
        let all = text(&OsdFilter::default());
        let last = all.lines().nth(4).unwrap().split_whitespace();
        let unknown = std::iter::repeat_n("unknown", 7);
        assert!(last.eq(["osd.3", "-", "-", "up,", "in", "1"].into_iter().chain(unknown)), "{all}");
    }

    #[test]
    fn trouble_is_toned() {
        let list = list(&OsdFilter::default());
        assert_eq!(cell(&list, 0, "STATE").tone, Tone::Good);
        assert_eq!(cell(&list, 2, "STATE").tone, Tone::Bad);
        assert_eq!(cell(&list, 0, "USE%").tone, Tone::Plain);
        assert_eq!(cell(&list, 1, "USE%").tone, Tone::Warn, "90 % is above nearfull");
        assert_eq!(cell(&list, 1, "FLAGS").text, "nearfull");
    }

    #[test]
    fn json_has_numbers_and_nulls() {
        let json = serde_json::to_value(list(&OsdFilter::default())).unwrap();
        assert_eq!(json["total"], 4);
        let first = &json["osds"][0];
        assert_eq!(first["id"], 0);
        assert_eq!(first["name"], "osd.0");
        assert_eq!(first["in"], true);
        assert_eq!(first["size_bytes"], 10_u64 << 30);
        assert_eq!(first["utilization"], 0.1);
        assert_eq!(first["version"]["version"], "16.2.15");
        assert_eq!(first["location"], json!(["root=default", "host=node0"]));
        let out = &json["osds"][2];
        assert_eq!((&out["size_bytes"], &out["commit_ms"]), (&Value::Null, &Value::Null));
        assert_eq!(json["osds"][3]["location"], json!([]));
    }

    #[test]
    fn a_filter_chooses_and_says_why_nothing_is_left() {
        let host = |name: &str| OsdFilter { host: Some(name.into()), ..OsdFilter::default() };
        let chosen = text(&host("node1"));
        assert!(chosen.contains("\n1 of 4 OSDs: host node1\n"), "{chosen}");
        assert!(!chosen.contains("osd.0"), "{chosen}");
        let class = OsdFilter { class: Some("ssd".into()), ..OsdFilter::default() };
        let both = OsdFilter { class: Some("hdd".into()), state: Some(OsdCondition::Down), ..host("node0") };
        for (filter, why) in [
            (host("node9"), "No OSD matches host node9; hosts are node0, node1, node2."),
            (class, "No OSD matches class ssd; the only class is hdd."),
            (both, "No OSD matches all of this at once: host node0, class hdd, down."),
        ] {
            assert_eq!(text(&filter), format!("{why}\n{FOOTER}"));
        }
        let pool = |named: &str| OsdFilter { pool: Some(named.into()), ..OsdFilter::default() };
        let of_rbd = text(&pool("rbd"));
        assert!(of_rbd.contains("\n3 of 4 OSDs: pool rbd\n") && !of_rbd.contains("osd.3"), "{of_rbd}");
        assert_eq!(text(&pool("rdb")), format!("No pool is rdb; pools are rbd, archive.\n{FOOTER}"));
        assert_eq!(text(&pool("archive")), format!("No OSD serves pool archive.\n{FOOTER}"));
        let mut inventory = sample::inventory();
        inventory.pgs = timed_out();
        let blind = OsdList::of(&inventory, &pool("rbd"), now());
        assert!(blind.to_string().starts_with("No OSD can be chosen by its pool: the PGs were not seen.\n"));
        assert!(blind.header().failure().is_some());
        inventory.crush = timed_out();
        let blind = OsdList::of(&inventory, &host("node1"), now()).to_string();
        assert!(blind.starts_with("No OSD can be chosen by host: the CRUSH map was not seen.\n"), "{blind}");
        assert_eq!("down".parse(), Ok(OsdCondition::Down));
        assert!("dwon".parse::<OsdCondition>().is_err());
    }

    #[test]
    fn json_stands_in_the_same_order_as_the_table() {
        let sort: Sort<OsdRow> = "use".parse().unwrap();
        let list = list(&OsdFilter::default()).sorted(sort.reversed());
        let names: Vec<String> = (0..4).map(|row| cell(&list, row, "OSD").text).collect();
        assert_eq!(names, ["osd.1", "osd.0", "osd.2", "osd.3"], "fullest first, the unknown last");
        let json = serde_json::to_value(&list).unwrap();
        assert_eq!(json["osds"][0]["name"], "osd.1");
    }

    #[test]
    fn what_was_not_seen_is_unknown_and_never_zero() {
        let mut inventory = sample::inventory();
        inventory.osd_usage = timed_out();
        let list = OsdList::of(&inventory, &OsdFilter::default(), now());
        assert_eq!(cell(&list, 0, "SIZE").text, "unknown");
        assert_eq!(cell(&list, 0, "PGS").text, "unknown");
        assert!(list.to_string().contains("not seen: osd_usage (the mgr did not answer within 5 s)\n"));
        assert!(list.header().failure().is_none(), "it is an answer all the same");
        inventory.osd_map = timed_out();
        let list = OsdList::of(&inventory, &OsdFilter::default(), now());
        assert!(
            list.to_string()
                .starts_with("The OSD map could not be seen: the mgr did not answer within 5 s.\n")
        );
        assert_eq!(serde_json::to_value(&list).unwrap()["osds"], Value::Null);
        assert!(list.header().failure().is_some());
    }

    #[test]
    fn no_quorum_is_the_first_thing_said() {
        let inventory = sample::without_quorum(sample::inventory());
        let text = OsdList::of(&inventory, &OsdFilter::default(), now()).to_string();
        assert!(text.starts_with("The mons have no quorum: what is shown here may be old.\n"), "{text}");
    }
}
