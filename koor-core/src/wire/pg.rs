//! `ceph pg dump`: the summary's stamp, and every PG.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::decode::{DecodeError, field, json};
use super::{stamp, text};
use crate::model::{Bytes, OsdId, Pg, PgId, PgMap, PgState};

#[derive(Deserialize)]
struct Summary {
    pg_map: SummaryMap,
}

#[derive(Deserialize)]
struct SummaryMap {
    stamp: String,
}

/// As of when the mgr's figures are, out of `ceph pg dump summary`.
///
/// # Errors
/// Where the stamp is missing or reads as no time.
pub fn stamp(bytes: &[u8]) -> Result<Timestamp, DecodeError> {
    let summary: Summary = json(bytes)?;
    stamp::parse(&summary.pg_map.stamp)
        .ok_or_else(|| field("pg_map.stamp", format!("`{}` is no time", summary.pg_map.stamp)))
}

#[derive(Deserialize)]
struct Dump {
    pg_map: DumpMap,
}

#[derive(Deserialize)]
struct DumpMap {
    version: u64,
    #[serde(deserialize_with = "stamp::optional")]
    stamp: Option<Timestamp>,
    pg_stats: Vec<Read>,
}

/// A PG, made as soon as its row was read: no more than one row is held beside the PGs.
#[derive(Deserialize)]
#[serde(from = "Row")]
struct Read(Pg);

impl From<Row> for Read {
    fn from(row: Row) -> Self {
        Self(row.into())
    }
}

// 2.3 KB a PG in JSON: what is not here is skipped, and no text but the state's is copied.
#[derive(Deserialize)]
struct Row {
    #[serde(deserialize_with = "text::parsed")]
    pgid: PgId,
    state: PgState,
    up: Vec<Place>,
    acting: Vec<Place>,
    acting_primary: i64,
    blocked_by: Vec<OsdId>,
    stat_sum: Sum,
    #[serde(deserialize_with = "stamp::optional")]
    last_scrub_stamp: Option<Timestamp>,
    #[serde(deserialize_with = "stamp::optional")]
    last_deep_scrub_stamp: Option<Timestamp>,
    #[serde(deserialize_with = "stamp::optional")]
    last_fresh: Option<Timestamp>,
    #[serde(deserialize_with = "stamp::optional")]
    last_change: Option<Timestamp>,
    #[serde(deserialize_with = "stamp::optional")]
    last_active: Option<Timestamp>,
    #[serde(deserialize_with = "stamp::optional")]
    last_clean: Option<Timestamp>,
}

/// One place in an up or acting set.
#[derive(Deserialize)]
#[serde(from = "i64")]
struct Place(Option<OsdId>);

impl From<i64> for Place {
    fn from(item: i64) -> Self {
        Self(OsdId::from_crush(item))
    }
}

#[derive(Deserialize)]
struct Sum {
    num_objects: u64,
    num_bytes: Bytes,
    num_objects_degraded: u64,
    num_objects_misplaced: u64,
    num_objects_unfound: u64,
    num_scrub_errors: u64,
}

/// Reads the answer of `ceph pg dump` as the PGs, sorted by id, and as of when they are.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn map(bytes: &[u8]) -> Result<(PgMap, Option<Timestamp>), DecodeError> {
    json::<Dump>(bytes).map(sorted)
}

/// The same through a deserializer of your own: what another parser makes of it.
///
/// # Errors
/// Those of the deserializer.
pub fn map_from<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(PgMap, Option<Timestamp>), D::Error> {
    Dump::deserialize(deserializer).map(sorted)
}

fn sorted(dump: Dump) -> (PgMap, Option<Timestamp>) {
    let DumpMap { version, stamp, pg_stats } = dump.pg_map;
    // In place: a `Read` is a `Pg`.
    let mut pgs: Vec<Pg> = pg_stats.into_iter().map(|read| read.0).collect();
    pgs.sort_unstable_by_key(|pg| pg.id);
    (PgMap { version, pgs }, stamp)
}

impl From<Row> for Pg {
    fn from(row: Row) -> Self {
        let osds = |places: Vec<Place>| places.into_iter().map(|place| place.0).collect();
        Self {
            id: row.pgid,
            state: row.state,
            up: osds(row.up),
            acting: osds(row.acting),
            // -1 where nobody leads it.
            acting_primary: OsdId::from_crush(row.acting_primary),
            blocked_by: row.blocked_by,
            objects: row.stat_sum.num_objects,
            bytes: row.stat_sum.num_bytes,
            degraded: row.stat_sum.num_objects_degraded,
            misplaced: row.stat_sum.num_objects_misplaced,
            unfound: row.stat_sum.num_objects_unfound,
            scrub_errors: row.stat_sum.num_scrub_errors,
            last_scrub: row.last_scrub_stamp,
            last_deep_scrub: row.last_deep_scrub_stamp,
            last_fresh: row.last_fresh,
            last_change: row.last_change,
            last_active: row.last_active,
            last_clean: row.last_clean,
        }
    }
}
