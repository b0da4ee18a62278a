//! The CRUSH map: who sits where, device classes, weights, rules.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{CrushBucket, CrushDevice, CrushMap, CrushRule, CrushStep};
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, text};
use super::ledger::Ledger;
use super::pair::{Pair, pairs};

const FIELDS: &[Field<CrushMap>] = &[Field::new("tunables_profile", |map| text(&map.tunables_profile))];
const DEVICE: &[Field<CrushDevice>] = &[Field::new("device_class", |device| device.class.clone())];
const BUCKET: &[Field<CrushBucket>] = &[
    Field::new("name", |bucket| text(&bucket.name)),
    Field::new("type", |bucket| text(&bucket.bucket_type)),
];

pub(super) fn compare(ledger: &mut Ledger, before: &CrushMap, after: &CrushMap) {
    ledger.fields(&Subject::new(SubjectKind::CrushMap, "CRUSH map"), before, after, FIELDS);
    let places = (parents(before), parents(after));
    devices(ledger, before, after, &places);
    for pair in pairs(&before.buckets, &after.buckets, |bucket| bucket.id) {
        let bucket = pair.newest();
        let subject = Subject::new(SubjectKind::CrushBucket, &bucket.name);
        match pair {
            Pair::Both(before, after) => {
                ledger.fields(&subject, before, after, BUCKET);
                moved(ledger, &subject, after.id, &places);
            }
            Pair::Added(bucket) => ledger.existence(&subject, (None, Some(bucket.bucket_type.clone()))),
            Pair::Removed(bucket) => ledger.existence(&subject, (Some(bucket.bucket_type.clone()), None)),
        }
    }
    for pair in pairs(&before.rules, &after.rules, |rule| rule.id) {
        let rule = pair.newest();
        let subject = Subject::numbered(SubjectKind::CrushRule, rule.id, &rule.name);
        let (before, after) = pair.sides();
        if let (Some(before), Some(after)) = (before, after) {
            ledger.setting(&subject, "name", (text(&before.name), text(&after.name)), Direction::Neutral);
        }
        ledger.existence(&subject, (before.map(steps), after.map(steps)));
    }
}

/// By the number of an OSD or bucket, the bucket it is directly in. A host that moves to another rack is one change
/// this way, and not one for each of its OSDs.
type Parents<'a> = BTreeMap<i64, Vec<&'a CrushBucket>>;

fn parents(map: &CrushMap) -> Parents<'_> {
    let mut parents = Parents::new();
    for bucket in &map.buckets {
        for item in &bucket.items {
            // One OSD may stand under several roots.
            parents.entry(item.id).or_default().push(bucket);
        }
    }
    parents
}

fn moved(ledger: &mut Ledger, subject: &Subject, id: i64, places: &(Parents<'_>, Parents<'_>)) {
    let (was, is) = (places.0.get(&id), places.1.get(&id));
    let ids = |buckets: &Vec<&CrushBucket>| buckets.iter().map(|bucket| bucket.id).collect::<BTreeSet<_>>();
    let name = |bucket: &&CrushBucket| format!("{} {}", bucket.bucket_type, bucket.name);
    let names = |buckets: &Vec<&CrushBucket>| buckets.iter().map(name).collect::<Vec<_>>().join(" and ");
    let values = (was.map(names), is.map(names));
    // By number and by name: a bucket that was renamed holds what it held, and one that was made anew under its old
    // name (or stands in another cluster) is still the same place to people.
    if was.map(ids) == is.map(ids) || values.0 == values.1 {
        return;
    }
    let (what, sentence) = match (&values.0, &values.1) {
        (Some(before), Some(after)) => ("moved", format!("{subject} moved from {before} to {after}")),
        (None, Some(after)) => ("placed", format!("{subject} was put into {after}")),
        (before, _) => {
            let before = before.as_deref().unwrap_or_default();
            ("unplaced", format!("{subject} was taken out of {before}"))
        }
    };
    ledger.push(subject.clone(), what, values, Direction::Neutral, sentence);
}

fn devices(ledger: &mut Ledger, before: &CrushMap, after: &CrushMap, places: &(Parents<'_>, Parents<'_>)) {
    let weights = (before.weights(), after.weights());
    for pair in pairs(&before.devices, &after.devices, |device| device.id) {
        // Which OSDs there are is the OSD map's to say.
        let Pair::Both(before, after) = pair else { continue };
        let id = after.id;
        let subject = Subject::osd(id);
        ledger.fields(&subject, before, after, DEVICE);
        moved(ledger, &subject, i64::from(id.0), places);
        // As many decimals as `ceph osd tree` prints.
        if let (Some(was), Some(is)) = (weights.0.get(&id), weights.1.get(&id)) {
            let values = (Some(format!("{was:.5}")), Some(format!("{is:.5}")));
            ledger.setting(&subject, "crush_weight", values, Direction::Neutral);
        }
    }
}

/// A rule as one line.
fn steps(rule: &CrushRule) -> String {
    rule.steps.iter().map(step).collect::<Vec<_>>().join(", ")
}

fn step(step: &CrushStep) -> String {
    let mut line = step.op.clone();
    if let Some(item) = &step.item {
        line = format!("{line} {item}");
    }
    if let Some(num) = step.num {
        line = format!("{line} {num}");
    }
    if let Some(bucket_type) = &step.bucket_type {
        line = format!("{line} type {bucket_type}");
    }
    line
}
