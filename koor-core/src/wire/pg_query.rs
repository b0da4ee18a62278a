//! `ceph pg 1.2f query`, which the PG's primary answers.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::decode::{DecodeError, json};
use super::stamp;
use super::text::said;
use crate::model::{OsdId, PeeringBlocker, PgPeer, PgQuery, PgRecovery, PgState};

#[derive(Deserialize)]
struct Query {
    state: PgState,
    recovery_state: Vec<State>,
    peer_info: Vec<Peer>,
}

// What a state says beside its name depends on the state: each field stands in one of them only.
#[derive(Deserialize)]
struct State {
    name: String,
    #[serde(deserialize_with = "stamp::optional")]
    enter_time: Option<Timestamp>,
    comment: Option<String>,
    #[serde(default)]
    probing_osds: Vec<Shard>,
    #[serde(default)]
    down_osds_we_would_probe: Vec<Shard>,
    blocked: Option<String>,
    #[serde(default)]
    peering_blocked_by: Vec<Blocker>,
    recovery_progress: Option<Progress>,
}

#[derive(Deserialize)]
struct Progress {
    #[serde(default)]
    backfill_targets: Vec<Shard>,
}

#[derive(Deserialize)]
struct Blocker {
    osd: Shard,
    comment: String,
}

#[derive(Deserialize)]
struct Peer {
    peer: Shard,
    last_backfill: String,
    // 0 or 1.
    incomplete: u8,
}

/// An OSD as Ceph writes it here: a number, `"2"`, or with its place in an erasure-coded PG, `"2(1)"`.
struct Shard(OsdId);

impl<'de> Deserialize<'de> for Shard {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "an OSD's number, or a text such as `2(1)`")]
        enum Written {
            Number(u32),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self(OsdId(number))),
            Written::Text(text) => {
                let number = text.split('(').next().unwrap_or_default();
                number
                    .parse()
                    .map(|number| Self(OsdId(number)))
                    .map_err(|_| serde::de::Error::custom(format!("`{text}` is no OSD's number")))
            }
        }
    }
}

fn osds(shards: impl IntoIterator<Item = Shard>) -> Vec<OsdId> {
    let mut osds: Vec<OsdId> = shards.into_iter().map(|shard| shard.0).collect();
    osds.sort_unstable();
    osds.dedup();
    osds
}

/// Reads the answer of `query` to one PG.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<PgQuery, DecodeError> {
    let query: Query = json(bytes)?;
    let mut out = PgQuery {
        state: query.state,
        recovery: Vec::new(),
        probing: Vec::new(),
        down_osds_we_would_probe: Vec::new(),
        blocked: None,
        peering_blocked_by: Vec::new(),
        backfill_targets: Vec::new(),
        peers: query
            .peer_info
            .into_iter()
            .map(|peer| PgPeer {
                osd: peer.peer.0,
                incomplete: peer.incomplete != 0,
                backfilled: peer.last_backfill == "MAX",
            })
            .collect(),
    };
    for state in query.recovery_state {
        out.probing.extend(osds(state.probing_osds));
        out.down_osds_we_would_probe.extend(osds(state.down_osds_we_would_probe));
        out.backfill_targets
            .extend(osds(state.recovery_progress.into_iter().flat_map(|progress| progress.backfill_targets)));
        out.blocked = out.blocked.or_else(|| said(state.blocked));
        out.peering_blocked_by.extend(
            state
                .peering_blocked_by
                .into_iter()
                .map(|by| PeeringBlocker { osd: by.osd.0, comment: by.comment }),
        );
        out.recovery.push(PgRecovery {
            name: state.name,
            since: state.enter_time,
            comment: said(state.comment),
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::model::OsdId;

    #[test]
    fn a_place_in_an_erasure_coded_pg_is_no_part_of_the_osds_number() {
        let query = decode(
            br#"{"state":"active+undersized","peer_info":[{"peer":"2(1)","last_backfill":"MIN","incomplete":1}],
            "recovery_state":[{"name":"Started/Primary/Active","enter_time":"2026-11-22T20:51:39.660118+0000",
            "recovery_progress":{"backfill_targets":["10(2)","2(1)"]}}]}"#,
        )
        .unwrap();
        assert_eq!(query.backfill_targets, [OsdId(2), OsdId(10)]);
        assert_eq!(query.peers[0].osd, OsdId(2));
        assert!(query.peers[0].incomplete && !query.peers[0].backfilled);
    }
}
