//! What runs: by type of daemon, and daemon by daemon.

use std::collections::BTreeMap;

use super::super::{CephVersion, DaemonMetadata, Versions};
use super::change::{Direction, Subject, SubjectKind};
use super::field::Field;
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs};

const METADATA: &[Field<DaemonMetadata>] = &[
    Field::new("hostname", |daemon| daemon.hostname.clone()),
    Field::new("kernel", |daemon| daemon.kernel.clone()),
];

type Counts<'a> = BTreeMap<&'a CephVersion, u64>;

pub(super) fn compare(ledger: &mut Ledger, before: &Versions, after: &Versions) {
    let (was, is) = (by_type(before), by_type(after));
    for (daemon_type, before) in &was {
        let Some(after) = is.get(daemon_type) else {
            continue;
        };
        // Only daemons that are up are counted. Fewer of one and the same version is somebody down, which is said
        // elsewhere.
        let mixed = before.len() > 1 || after.len() > 1;
        if before == after || (!mixed && before.keys().eq(after.keys())) {
            continue;
        }
        let (before, after) = (counts(before), counts(after));
        let sentence = format!("{daemon_type} versions: {before} → {after}");
        ledger.push(
            Subject::new(SubjectKind::Versions, *daemon_type),
            "versions",
            (Some(before), Some(after)),
            Direction::Neutral,
            sentence,
        );
    }
}

fn by_type(versions: &Versions) -> BTreeMap<&str, Counts<'_>> {
    let mut types: BTreeMap<&str, Counts<'_>> = BTreeMap::new();
    for row in &versions.0 {
        let counts = types.entry(&row.daemon_type.0).or_default();
        *counts.entry(&row.version).or_default() += row.count;
    }
    types
}

fn counts(counts: &Counts<'_>) -> String {
    let mut rows = Vec::new();
    for (version, count) in counts {
        rows.push(format!("{count} × {version}"));
    }
    rows.join(", ")
}

pub(super) fn compare_metadata(
    ledger: &mut Ledger,
    before: &Vec<DaemonMetadata>,
    after: &Vec<DaemonMetadata>,
) {
    for pair in pairs(before, after, |daemon| &daemon.name) {
        // Which daemons there are is the maps' to say: one that is down may have no metadata.
        let Pair::Both(before, after) = pair else { continue };
        let kind = match after.name.daemon_type.0.as_str() {
            "mon" => SubjectKind::Mon,
            "mgr" => SubjectKind::Mgr,
            _ => SubjectKind::Mds,
        };
        let subject = Subject::new(kind, after.name.to_string());
        one(ledger, &subject, before.version.as_ref(), after.version.as_ref());
        ledger.said_fields(&subject, before, after, METADATA);
    }
}

/// One daemon's version, where both sides know it.
pub(super) fn one(
    ledger: &mut Ledger,
    subject: &Subject,
    before: Option<&CephVersion>,
    after: Option<&CephVersion>,
) {
    let (Some(before), Some(after)) = (before, after) else {
        return;
    };
    if before == after {
        return;
    }
    let (mut was, mut is) = (before.to_string(), after.to_string());
    if was == is {
        // The same number built from another commit.
        was = format!("{was} ({})", before.build);
        is = format!("{is} ({})", after.build);
    }
    let sentence = format!("{subject} runs {is} (was {was})");
    ledger.push(subject.clone(), "version", values(was, is), Direction::Neutral, sentence);
}
