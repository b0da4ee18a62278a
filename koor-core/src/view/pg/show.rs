//! All that is known of one PG.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{PgRow, state};
use crate::Error;
use crate::model::{Inventory, OsdId, OsdMap, Pg, PgId, PgMap};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::{counted, there_are};
use crate::view::{Header, figure};

type Lines = Vec<Vec<Cell>>;

/// One placement group. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when.
    pub as_of: Option<Timestamp>,
    /// The PG; null where PGs were not seen.
    pub pg: Option<PgDetail>,
    #[serde(skip)]
    asked: PgId,
}

/// One PG with all that is known of it: the fields of [`PgRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: PgRow,
    /// What the words of its state mean.
    pub state_words: Vec<StateWord>,
    /// The OSDs it waits for.
    pub blocked_by: Vec<OsdId>,
    /// Errors the last scrubs found.
    pub scrub_errors: u64,
    /// When its primary last reported it.
    pub last_fresh: Option<Timestamp>,
    /// When its state last changed.
    pub last_change: Option<Timestamp>,
    /// When it was last active.
    pub last_active: Option<Timestamp>,
    /// When it was last clean.
    pub last_clean: Option<Timestamp>,
}

/// One word of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StateWord {
    /// Ceph's word.
    pub word: String,
    /// What it means.
    pub meaning: &'static str,
}

impl PgShow {
    /// Of an inventory, as [`Selection::pgs`](crate::collect::Selection::pgs) asks for it.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the PGs were seen and no such PG is among them.
    pub fn of(inventory: &Inventory, id: PgId, now: Timestamp) -> Result<Self, Error> {
        let map = inventory.osd_map.value();
        let detail = match inventory.pgs.value() {
            None => None,
            Some(pgs) => match pgs.pgs.iter().find(|pg| pg.id == id) {
                Some(pg) => Some(PgDetail::of(pg, map)),
                None => return Err(not_found(id, pgs, map)),
            },
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.pgs),
            as_of: inventory.pgs.as_of(),
            pg: detail,
            asked: id,
        })
    }
}

fn not_found(id: PgId, pgs: &PgMap, map: Option<&OsdMap>) -> Error {
    let mut seeds: Vec<PgId> = pgs.pgs.iter().map(|pg| pg.id).filter(|pg| pg.pool == id.pool).collect();
    seeds.sort_unstable();
    let pool = map.and_then(|map| map.pools.iter().find(|pool| pool.id == id.pool));
    let name = pool.map_or_else(String::new, |pool| format!(" ({})", pool.name));
    let instead = match (seeds.as_slice(), map) {
        ([only], _) => format!("the only PG of pool {}{name} is {only}", id.pool),
        ([first, .., last], _) => {
            format!("pool {}{name} has {} PGs, {first} to {last}", id.pool, seeds.len())
        }
        ([], Some(map)) => {
            let pools: Vec<String> =
                map.pools.iter().map(|pool| format!("{} ({})", pool.id, pool.name)).collect();
            there_are("pool", "pools", &pools)
        }
        ([], None) => format!("no PG of a pool {} was seen", id.pool),
    };
    Error::NotFound { message: format!("PG {id} does not exist; {instead}") }
}

impl PgDetail {
    fn of(pg: &Pg, map: Option<&OsdMap>) -> Self {
        let pool = map.and_then(|map| map.pools.iter().find(|pool| pool.id == pg.id.pool));
        let word = |word: &str| StateWord { word: word.to_owned(), meaning: state::word(word).1 };
        Self {
            row: PgRow::of(pg, pool.map(|pool| pool.name.as_str())),
            state_words: pg.state.words().map(word).collect(),
            blocked_by: pg.blocked_by.clone(),
            scrub_errors: pg.scrub_errors,
            last_fresh: pg.last_fresh,
            last_change: pg.last_change,
            last_active: pg.last_active,
            last_clean: pg.last_clean,
        }
    }

    fn facts(&self, now: Timestamp) -> Block {
        let row = &self.row;
        let pool = row.pool.as_ref().map_or_else(|| row.pool_id.to_string(), Clone::clone);
        let objects = counted(row.objects, "object", "objects");
        Block::Facts(vec![
            ("pg", vec![vec![Cell::plain(format!("{} of pool {pool}", row.id))]]),
            ("state", self.state()),
            ("acting", vec![vec![Cell::plain(row.acting_text())]]),
            ("up", vec![vec![Cell::plain(row.up_text())]]),
            ("blocked by", vec![vec![self.blocked()]]),
            ("data", vec![vec![Cell::plain(format!("{objects}, {} stored", row.stored_bytes))]]),
            ("amiss", vec![vec![state::amiss(row.degraded, row.misplaced, row.unfound)]]),
            ("scrubs", self.scrubs(now)),
            ("history", self.history(now)),
        ])
    }

    fn state(&self) -> Lines {
        let whole = Cell::new(self.row.state.to_string(), state::tone(&self.row.state));
        let words = self.state_words.iter().map(|word| {
            vec![
                Cell::new(format!("  {}", word.word), state::word(&word.word).0),
                Cell::plain(format!(": {}", word.meaning)),
            ]
        });
        std::iter::once(vec![whole]).chain(words).collect()
    }

    fn blocked(&self) -> Cell {
        if self.blocked_by.is_empty() {
            return figure::nothing();
        }
        let names: Vec<String> = self.blocked_by.iter().map(ToString::to_string).collect();
        Cell::new(names.join(", "), Tone::Bad)
    }

    fn scrubs(&self, now: Timestamp) -> Lines {
        let errors = (self.scrub_errors > 0).then(|| {
            let text = format!("{} found", counted(self.scrub_errors, "error", "errors"));
            vec![Cell::new(text, Tone::Bad)]
        });
        let rows = [("scrubbed", self.row.last_scrub), ("deep-scrubbed", self.row.last_deep_scrub)];
        rows.into_iter().map(|(what, at)| moment(what, at, now)).chain(errors).collect()
    }

    fn history(&self, now: Timestamp) -> Lines {
        let rows = [
            ("last reported", self.last_fresh),
            ("in this state since", self.last_change),
            ("last active", self.last_active),
            ("last clean", self.last_clean),
        ];
        rows.into_iter().map(|(what, at)| moment(what, at, now)).collect()
    }
}

fn moment(what: &str, at: Option<Timestamp>, now: Timestamp) -> Vec<Cell> {
    let at = at.map_or_else(|| "unknown".to_owned(), |at| figure::moment(now, at));
    vec![Cell::plain(format!("{what} {at}"))]
}

impl Report for PgShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        match &self.pg {
            Some(pg) => blocks.push(pg.facts(self.header.now())),
            None => blocks.push(self.header.missing("pgs", &format!("PG {}", self.asked))),
        }
        blocks
    }
}

impl fmt::Display for PgShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
