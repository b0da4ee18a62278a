//! All that is known of one PG.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{AwaitedOsd, PgRow, state, why};
use crate::Error;
use crate::model::{Inventory, Kind, OsdId, OsdMap, Part, Pg, PgId, PgMap, PgQuery};
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
    /// Why it is in that state, in sentences.
    pub reasons: Vec<String>,
    /// The OSDs it waits for, whoever says so: the mgr, its primary, or the maps.
    pub waits_for: Vec<AwaitedOsd>,
    /// The OSDs that peering waits for, as the mgr says.
    pub blocked_by: Vec<OsdId>,
    /// What its primary says of it; null where it was not asked, or did not answer.
    pub query: Option<PgQuery>,
    /// Why its primary was not asked; null where it was.
    pub not_asked: Option<String>,
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
    /// Of an inventory, as [`Selection::pg_show`](crate::collect::Selection::pg_show) asks for it, and what the PG's
    /// primary said, which is [`asked`](Self::primary_to_ask) where that can tell more.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the PGs were seen and no such PG is among them.
    pub fn of(inventory: &Inventory, id: PgId, query: &Part<PgQuery>, now: Timestamp) -> Result<Self, Error> {
        let map = inventory.osd_map.value();
        let detail = match inventory.pgs.value() {
            None => None,
            Some(pgs) => match pgs.pgs.iter().find(|pg| pg.id == id) {
                Some(pg) => Some(PgDetail::of(inventory, pg, query, now)),
                None => return Err(not_found(id, pgs, map)),
            },
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.pgs).beside("pg_query", query),
            as_of: inventory.pgs.as_of(),
            pg: detail,
            asked: id,
        })
    }
}

impl PgShow {
    /// The OSD to ask why this PG is as it is. `None` where nothing is wrong with it, where nobody leads it, and where
    /// its leader is down: another OSD would never answer.
    #[must_use]
    pub fn primary_to_ask(inventory: &Inventory, id: PgId) -> Option<OsdId> {
        let pg = inventory.pgs.value()?.pgs.iter().find(|pg| pg.id == id)?;
        let primary = pg.acting_primary.filter(|_| !pg.state.is_healthy())?;
        let map = inventory.osd_map.value()?;
        map.osds.iter().any(|osd| osd.id == primary && osd.up).then_some(primary)
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

fn why_not_asked(pg: &Pg) -> &'static str {
    if pg.state.is_healthy() {
        "nothing is wrong with it"
    } else if pg.acting_primary.is_none() {
        "no OSD leads it"
    } else {
        "the OSD that led it is down, or the OSD map was not seen"
    }
}

impl PgDetail {
    fn of(inventory: &Inventory, pg: &Pg, query: &Part<PgQuery>, now: Timestamp) -> Self {
        let map = inventory.osd_map.value();
        let explained = why::explain(inventory, pg, query.value(), now);
        let pool = map.and_then(|map| map.pools.iter().find(|pool| pool.id == pg.id.pool));
        let word = |word: &str| StateWord { word: word.to_owned(), meaning: state::word(word).1 };
        Self {
            row: PgRow::of(pg, pool.map(|pool| pool.name.as_str())),
            state_words: pg.state.words().map(word).collect(),
            reasons: explained.reasons,
            waits_for: explained.waits_for,
            blocked_by: pg.blocked_by.clone(),
            query: query.value().cloned(),
            not_asked: match query {
                Part::Seen(_) => None,
                Part::Unseen(unseen) if unseen.why.kind == Kind::NotAsked => {
                    Some(why_not_asked(pg).to_owned())
                }
                Part::Unseen(unseen) => Some(unseen.why.message.clone()),
            },
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
            ("why", self.reasons()),
            ("acting", vec![vec![Cell::plain(row.acting_text())]]),
            ("up", vec![vec![Cell::plain(row.up_text())]]),
            ("waits for", self.waiting(now)),
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

    fn reasons(&self) -> Lines {
        let tone = match state::tone(&self.row.state) {
            Tone::Good => Tone::Plain,
            tone => tone,
        };
        let mut lines: Lines = self.reasons.iter().map(|why| vec![Cell::new(why.as_str(), tone)]).collect();
        if lines.is_empty() {
            lines.push(vec![Cell::new("neither the mgr nor the maps tell", Tone::Faint)]);
        }
        lines.extend(self.evidence().map(|text| vec![Cell::new(text, Tone::Faint)]));
        lines
    }

    /// Where its recovery machine stands, or why its primary was not asked.
    fn evidence(&self) -> Option<String> {
        match (&self.query, &self.not_asked) {
            (Some(query), _) => query.recovery.first().map(|state| {
                let words = state.comment.as_ref().map_or_else(String::new, |words| format!(": {words}"));
                format!("its primary stands at {}{words}", state.name)
            }),
            (None, Some(why)) if !self.row.state.is_healthy() => {
                Some(format!("told by the mgr and the maps alone; its primary was not asked: {why}"))
            }
            _ => None,
        }
    }

    fn waiting(&self, now: Timestamp) -> Lines {
        if self.waits_for.is_empty() {
            return vec![vec![figure::nothing()]];
        }
        self.waits_for
            .iter()
            .map(|osd| {
                let tone = if osd.up == Some(false) { Tone::Bad } else { Tone::Warn };
                vec![Cell::new(osd.text(now), tone)]
            })
            .collect()
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
