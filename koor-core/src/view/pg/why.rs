//! Why a PG is in its state, in plain sentences, and which OSDs it waits for.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::domain::Domains;
use super::overdue;
use crate::model::{Inventory, Osd, OsdId, Pg, PgQuery, Pool, PoolKind};
use crate::view::age;
use crate::view::words::{counted, listed};

/// An OSD that a PG waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AwaitedOsd {
    /// Its number.
    pub id: OsdId,
    /// Its name.
    pub name: String,
    /// Whether it is up; null where the OSD map was not seen, or has no such OSD.
    pub up: Option<bool>,
    /// Whether it takes data; null as above.
    #[serde(rename = "in")]
    pub is_in: Option<bool>,
    /// The CRUSH host above it.
    pub host: Option<String>,
    /// When it was last marked down.
    pub down_at: Option<Timestamp>,
}

impl AwaitedOsd {
    /// `osd.1 (down since 3 h, in, host node1)`.
    pub(super) fn text(&self, now: Timestamp) -> String {
        let state = match self.up {
            Some(true) => "up".to_owned(),
            Some(false) => self.down_at.map_or_else(
                || "down".to_owned(),
                |at| format!("down since {}", age::span(now.duration_since(at))),
            ),
            None => "its state is not known".to_owned(),
        };
        let place = self.is_in.map(|is_in| if is_in { "in" } else { "out" }.to_owned());
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let all: Vec<String> = [Some(state), place, host].into_iter().flatten().collect();
        format!("{} ({})", self.name, all.join(", "))
    }
}

/// Why, and for whom.
pub(super) struct Explained {
    pub reasons: Vec<String>,
    pub waits_for: Vec<AwaitedOsd>,
}

/// What is looked at.
struct Case<'a> {
    pg: &'a Pg,
    pool: Option<&'a Pool>,
    query: Option<&'a PgQuery>,
    osds: Vec<Osd>,
    inventory: &'a Inventory,
    reasons: Vec<String>,
    waits_for: BTreeSet<OsdId>,
}

/// Of one PG, as the mgr has it, the maps, and (where it could be asked) its primary.
pub(super) fn explain(inventory: &Inventory, pg: &Pg, query: Option<&PgQuery>, now: Timestamp) -> Explained {
    let map = inventory.osd_map.value();
    let pool = map.and_then(|map| map.pools.iter().find(|pool| pool.id == pg.id.pool));
    let mut case = Case {
        pg,
        pool,
        query,
        osds: inventory.osds(),
        inventory,
        reasons: Vec::new(),
        waits_for: BTreeSet::new(),
    };
    case.not_serving();
    case.peering();
    case.missing_copies();
    case.objects();
    case.moving();
    case.scrubs();
    if case.reasons.is_empty() && pg.state.is_healthy() {
        case.reasons
            .push("nothing is wrong with it: it serves, and all of its copies are where they belong".into());
    }
    case.reasons.extend(overdue::scrubs(inventory, pg, pool, now));
    let waits_for = case.waits_for.iter().map(|id| case.awaited(*id)).collect();
    Explained { reasons: case.reasons, waits_for }
}

impl Case<'_> {
    fn say(&mut self, sentence: impl Into<String>) {
        self.reasons.push(sentence.into());
    }

    fn has(&self, word: &str) -> bool {
        self.pg.state.has(word)
    }

    fn osd(&self, id: OsdId) -> Option<&Osd> {
        self.osds.iter().find(|osd| osd.state.id == id)
    }

    fn awaited(&self, id: OsdId) -> AwaitedOsd {
        let osd = self.osd(id);
        AwaitedOsd {
            id,
            name: id.to_string(),
            up: osd.map(|osd| osd.state.up),
            is_in: osd.map(|osd| osd.state.is_in),
            host: osd.and_then(|osd| osd.host.clone()),
            down_at: osd.filter(|osd| !osd.state.up).and_then(|osd| osd.state.down_at),
        }
    }

    /// It does not serve, and that is first of all.
    fn not_serving(&mut self) {
        let acting = self.pg.acting.iter().flatten().count() as u64;
        if let Some(pool) = self.pool
            && acting < pool.min_size
            && !self.has("active")
        {
            self.say(format!(
                "it does not serve: {} of its {} copies {} up, and pool {} wants min_size {}",
                acting,
                pool.size,
                if acting == 1 { "is" } else { "are" },
                pool.name,
                pool.min_size
            ));
        }
        if self.has("stale") {
            let gone: Vec<OsdId> = self.pg.acting.iter().flatten().copied().collect();
            let gone: Vec<OsdId> =
                gone.into_iter().filter(|id| self.osd(*id).is_some_and(|osd| !osd.state.up)).collect();
            self.waits_for.extend(&gone);
            let names: Vec<String> = gone.iter().map(ToString::to_string).collect();
            let who = if names.is_empty() { String::new() } else { format!(": {} down", are(&names)) };
            self.say(format!("nobody reports it any more, so what is told here is old{who}"));
        }
        if self.has("unknown") {
            self.say("no OSD has reported it since the mgr started: none of its OSDs is up, or the mgr has just begun");
        }
        if self.has("creating") {
            self.say("it is being made; if that lasts, CRUSH finds no OSDs for it");
        }
    }

    /// What peering waits for, as the mgr and the primary say it.
    fn peering(&mut self) {
        self.waits_for.extend(&self.pg.blocked_by);
        if !self.pg.blocked_by.is_empty() {
            let names: Vec<String> = self.pg.blocked_by.iter().map(ToString::to_string).collect();
            self.say(format!("peering waits for {}", listed(&names)));
        }
        if let Some(query) = self.query {
            self.waits_for.extend(query.peering_blocked_by.iter().map(|blocker| blocker.osd));
            self.waits_for.extend(&query.down_osds_we_would_probe);
            if let Some(words) = &query.blocked {
                self.reasons.push(format!("its primary says: {words}"));
            }
            for blocker in &query.peering_blocked_by {
                self.reasons.push(format!(
                    "{}: {} (marking it lost gives up what only it has)",
                    blocker.osd, blocker.comment
                ));
            }
            if !query.down_osds_we_would_probe.is_empty() {
                let names: Vec<String> =
                    query.down_osds_we_would_probe.iter().map(ToString::to_string).collect();
                self.reasons.push(format!(
                    "{} down, and may hold writes that the OSDs that are up do not have",
                    are(&names)
                ));
            }
            let incomplete: Vec<String> =
                query.peers.iter().filter(|peer| peer.incomplete).map(|peer| peer.osd.to_string()).collect();
            if self.has("incomplete") && !incomplete.is_empty() {
                self.say(format!("the history of the copies on {} is not whole", listed(&incomplete)));
            }
        }
        if self.has("down") && self.query.is_none() && self.pg.blocked_by.is_empty() {
            self.say("an OSD that is down may hold writes that those that are up do not have");
        }
        if self.has("incomplete") {
            self.say("no copy that is up has all of its history: bring back the OSDs that had it last");
        }
    }

    /// Fewer copies than the pool wants: which are missing, and why CRUSH has no other place.
    fn missing_copies(&mut self) {
        let Some(pool) = self.pool else {
            return;
        };
        let there = self.pg.acting.iter().flatten().count() as u64;
        if there >= pool.size || there == 0 && self.has("unknown") {
            return;
        }
        let missing = pool.size - there;
        let have = if missing == 1 { "has" } else { "have" };
        let places: Vec<String> = self
            .pg
            .acting
            .iter()
            .enumerate()
            .filter(|(_, osd)| osd.is_none())
            .map(|(place, _)| place.to_string())
            .collect();
        let what = match pool.kind {
            PoolKind::Erasure { .. } if !places.is_empty() => {
                format!(
                    "{missing} of {} chunks {have} no OSD (place {} of acting)",
                    pool.size,
                    places.join(", ")
                )
            }
            PoolKind::Erasure { .. } => format!("{missing} of {} chunks {have} no OSD", pool.size),
            PoolKind::Replicated => format!("{missing} of {} copies {have} no OSD", pool.size),
        };
        self.say(what);
        // Another place is no help to a PG whose data nobody has who is up.
        let lacks_data = self.has("down") || self.has("incomplete");
        if !lacks_data && let Some(domains) = Domains::of(self.inventory, pool) {
            self.why_no_place(pool, &domains);
        }
    }

    fn why_no_place(&mut self, pool: &Pool, domains: &Domains) {
        let kind = &domains.kind;
        let usable = domains.usable();
        if usable < pool.size {
            let (one, many) = match pool.kind {
                PoolKind::Erasure { .. } => ("chunk", "chunks"),
                PoolKind::Replicated => ("copy", "copies"),
            };
            let wants =
                format!("pool {} wants {} on different {kind}s", pool.name, counted(pool.size, one, many));
            let have = format!(
                "{usable} of {} have an OSD that is up and in",
                counted(domains.total(), kind, &format!("{kind}s"))
            );
            self.say(format!("{wants}, but {have}"));
            let mut down = Vec::new();
            for (name, osds) in domains.unusable() {
                let names: Vec<String> = osds
                    .iter()
                    .map(|osd| {
                        let up = if osd.state.up { "up" } else { "down" };
                        let place = if osd.state.is_in { "in" } else { "out" };
                        format!("{} is {up} and {place}", osd.name)
                    })
                    .collect();
                down.extend(
                    osds.iter().filter(|osd| !osd.state.up || !osd.state.is_in).map(|osd| osd.state.id),
                );
                let of_osd = kind == "osd";
                self.reasons.push(if of_osd {
                    listed(&names)
                } else {
                    format!("{kind} {name} has none: {}", listed(&names))
                });
            }
            if down.is_empty() && domains.total() < pool.size {
                let otherwise = match pool.kind {
                    PoolKind::Erasure { .. } => "move the data to a pool of fewer chunks (k + m)",
                    PoolKind::Replicated => "give the pool a smaller size",
                };
                self.say(format!("there are fewer {kind}s than that: add a {kind}, or {otherwise}"));
            }
            self.waits_for.extend(down);
            return;
        }
        let down: Vec<OsdId> = domains.down_but_in().map(|osd| osd.state.id).collect();
        if down.is_empty() {
            self.say("CRUSH found no OSD for it though there are enough: too few tries (choose_total_tries), or weights that differ much");
            return;
        }
        let names: Vec<String> = down.iter().map(ToString::to_string).collect();
        self.waits_for.extend(down);
        self.say(format!(
            "{} down but still in: once marked out (mon_osd_down_out_interval), CRUSH takes other OSDs; the flag noout \
             keeps that from happening",
            are(&names)
        ));
    }

    /// Objects that have too few copies, or none.
    fn objects(&mut self) {
        let pg = self.pg;
        if pg.unfound > 0 {
            self.say(format!(
                "{} on no OSD that is up: bring back the OSDs that had them; `ceph pg {} list_unfound` names them",
                counted(pg.unfound, "object is", "objects are"),
                pg.id
            ));
        }
        if pg.degraded > 0 {
            let next = if self.has("recovering") {
                "and recovery makes them now"
            } else if self.has("recovery_wait") {
                "and recovery waits for its turn (osd_max_backfills, osd_recovery_max_active of its OSDs)"
            } else if self.has("undersized") {
                "and nowhere to make them until an OSD comes back or CRUSH has another place"
            } else {
                "and recovery has not begun"
            };
            self.say(format!(
                "{} missing, {next}",
                counted(pg.degraded, "object copy is", "object copies are")
            ));
        }
        if self.has("recovery_toofull") {
            self.too_full("recovery");
        }
    }

    /// Data on its way from some OSDs to others.
    fn moving(&mut self) {
        let pg = self.pg;
        let of = |set: &[Option<OsdId>]| set.iter().flatten().copied().collect::<BTreeSet<OsdId>>();
        let (up, acting) = (of(&pg.up), of(&pg.acting));
        let names = |set: &BTreeSet<OsdId>, without: &BTreeSet<OsdId>| -> Vec<String> {
            set.difference(without).map(ToString::to_string).collect()
        };
        let mut to = names(&up, &acting);
        if to.is_empty() {
            // Recovery of a degraded PG copies to OSDs that act already.
            to = self.query.map_or_else(Vec::new, |query| {
                query.backfill_targets.iter().map(ToString::to_string).collect()
            });
        }
        let from = names(&acting, &up);
        let way = match (from.as_slice(), to.as_slice()) {
            ([], []) => String::new(),
            ([], to) => format!(" to {}", listed(to)),
            (from, []) => format!(" away from {}", listed(from)),
            (from, to) => format!(" from {} to {}", listed(from), listed(to)),
        };
        if self.has("backfilling") {
            self.say(format!("its data is being copied{way}"));
        } else if self.has("backfill_wait") {
            self.say(format!(
                "its data shall be copied{way}, and waits for a reservation: an OSD takes part in osd_max_backfills copies \
                 at once"
            ));
        } else if self.has("remapped") && !way.is_empty() {
            self.say(format!("CRUSH wants it elsewhere: its data moves{way}"));
        }
        if self.has("backfill_toofull") {
            self.too_full("backfill");
        }
    }

    fn too_full(&mut self, what: &str) {
        let limit = self.inventory.osd_map.value().map(|map| map.backfillfull_ratio);
        let full: Vec<String> = self
            .pg
            .up
            .iter()
            .chain(&self.pg.acting)
            .flatten()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|id| self.osd(*id))
            .filter_map(|osd| Some((osd, osd.usage.as_ref()?.utilization)))
            .filter(|(_, share)| limit.is_none_or(|limit| *share >= limit))
            .map(|(osd, share)| format!("{} at {share}", osd.name))
            .collect();
        let limit = limit.map_or_else(String::new, |limit| format!(" above backfillfull ({limit})"));
        if full.is_empty() {
            self.say(format!("{what} stands still: an OSD it goes to would be{limit}"));
        } else {
            self.say(format!("{what} stands still: {}{limit}; free room or add OSDs", listed(&full)));
        }
    }

    /// What scrubs found.
    fn scrubs(&mut self) {
        if self.has("inconsistent") || self.pg.scrub_errors > 0 {
            self.say(format!(
                "scrubs found {}: `rados list-inconsistent-obj {}` names them; look at the disks of its OSDs before \
                 `ceph pg repair`",
                counted(self.pg.scrub_errors, "error", "errors"),
                self.pg.id
            ));
        }
        if self.has("failed_repair") {
            self.say("a repair did not put all of it right");
        }
    }
}

/// `osd.1 is`, `osd.1, osd.2 are`.
fn are(names: &[String]) -> String {
    format!("{} {}", listed(names), if names.len() == 1 { "is" } else { "are" })
}
