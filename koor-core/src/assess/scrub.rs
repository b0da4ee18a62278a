//! What scrubs wrote to the log: which object, and whose copy of it. No other answer of Ceph's that Koor asks for names them.

use std::collections::BTreeMap;

use crate::model::{LogEntry, OsdId, PgId};

/// One copy of an object that a scrub found to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BadCopy {
    pub pg: PgId,
    pub osd: OsdId,
    /// `name`, or `name@snapshot`.
    pub object: String,
    /// Ceph's words: `missing`, `data_digest 0x… != data_digest 0x…`.
    pub what: String,
}

/// The bad copies that the log names, without those of PGs that a later scrub or repair found well. As far as the log goes
/// back: Pacific keeps 50 lines.
pub(super) fn bad_copies(log: &[LogEntry]) -> Vec<BadCopy> {
    let mut found: BTreeMap<(PgId, OsdId, String), String> = BTreeMap::new();
    for entry in log {
        if let Some(bad) = bad_copy(&entry.message) {
            found.insert((bad.pg, bad.osd, bad.object), bad.what);
        } else if let Some(pg) = found_well(&entry.message) {
            found.retain(|(of, ..), _| *of != pg);
        }
    }
    found.into_iter().map(|((pg, osd, object), what)| BadCopy { pg, osd, object, what }).collect()
}

/// `9.6 shard 1 9:7800b0f3:::o1:head : missing`, `9.6 shard 1(2) soid 9:7800b0f3:::o1:head : candidate had …`.
fn bad_copy(message: &str) -> Option<BadCopy> {
    let (head, what) = message.split_once(" : ")?;
    let mut words = head.split_whitespace();
    let pg = words.next()?.parse().ok()?;
    if words.next()? != "shard" {
        return None;
    }
    // Of an erasure-coded pool with the chunk's number in brackets.
    let osd = words.next()?.split('(').next()?.parse().ok()?;
    let object = object(words.last()?)?;
    Some(BadCopy { pg, osd: OsdId(osd), object, what: what.trim().to_owned() })
}

/// The name out of `pool:hash:namespace:locator:name:snapshot`.
fn object(whole: &str) -> Option<String> {
    let mut fields = whole.split(':').skip(4);
    let (name, snapshot) = (fields.next()?, fields.next()?);
    if name.is_empty() || fields.next().is_some() {
        return None;
    }
    Some(if snapshot == "head" { name.to_owned() } else { format!("{name}@{snapshot}") })
}

/// `9.6 deep-scrub ok`, `9.6 repair 1 errors, 1 fixed`.
fn found_well(message: &str) -> Option<PgId> {
    let (pg, rest) = message.split_once(' ')?;
    let mut words = rest.split_whitespace();
    let action = words.next()?;
    if !action.ends_with("scrub") && action != "repair" {
        return None;
    }
    let well = match words.collect::<Vec<_>>().as_slice() {
        ["ok"] => true,
        [errors, "errors,", fixed, "fixed"] => errors == fixed,
        _ => false,
    };
    if well { pg.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(all: &[&str]) -> Vec<LogEntry> {
        let entry = |message: &&str| LogEntry {
            at: None,
            daemon: "osd.2".into(),
            channel: "cluster".into(),
            priority: "ERR".into(),
            message: (*message).into(),
        };
        all.iter().map(entry).collect()
    }

    fn told(all: &[&str]) -> Vec<String> {
        let all = bad_copies(&lines(all));
        all.iter().map(|bad| format!("{} {} {}: {}", bad.pg, bad.osd, bad.object, bad.what)).collect()
    }

    #[test]
    fn the_log_names_object_and_osd() {
        let log = [
            "9.6 deep-scrub starts",
            "9.6 shard 1 9:7800b0f3:::o1:head : missing",
            "9.6 shard 0 soid 9:7800b0f3:::o2:4 : data_digest 0x1 != data_digest 0x2 from auth oi 9:7800b0f3:::o2:4",
            "3.1f shard 4(2) soid 3:f800b0f3:ns::big%3aname:head : candidate had a read error",
            "9.6 deep-scrub 1 missing, 1 inconsistent objects",
            "9.6 deep-scrub 2 errors",
        ];
        assert_eq!(
            told(&log),
            [
                "3.1f osd.4 big%3aname: candidate had a read error",
                "9.6 osd.0 o2@4: data_digest 0x1 != data_digest 0x2 from auth oi 9:7800b0f3:::o2:4",
                "9.6 osd.1 o1: missing",
            ]
        );
    }

    #[test]
    fn what_was_repaired_is_not_told() {
        let bad = "9.6 shard 1 9:7800b0f3:::o1:head : missing";
        for end in ["9.6 repair 1 errors, 1 fixed", "9.6 deep-scrub ok", "9.6 scrub ok"] {
            assert_eq!(told(&[bad, end]), [""; 0], "{end}");
        }
        for other in ["9.6 repair 2 errors, 1 fixed", "9.7 deep-scrub ok", "9.6 deep-scrub 1 errors"] {
            assert_eq!(told(&[bad, other]).len(), 1, "{other}");
        }
        assert_eq!(
            told(&["9.6 shard 1 9:78 : missing", "pgmap v1 : 65 pgs", "9.6 shard x : y", ""]),
            [""; 0]
        );
    }
}
