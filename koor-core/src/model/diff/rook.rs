//! What somebody wants of Rook, and what Rook says of it.

use std::collections::BTreeSet;

use super::super::REDACTED;
use super::super::kube::Condition;
use super::super::rook::{MonEndpoints, RookCluster, RookConfig, RookResource};
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, list, on_off, text};
use super::ledger::Ledger;
use super::pair::pairs;

/// Neither its health nor what ran: Ceph says that itself, and sooner.
const CLUSTER: &[Field<RookCluster>] = &[
    Field::new("phase", |one: &RookCluster| one.phase.clone()).worse_by(|one| failed(one.phase.as_deref())),
    Field::new("state", |one: &RookCluster| one.state.clone()).worse_by(|one| failed(one.state.as_deref())),
    Field::new("Ready", |one: &RookCluster| ready(one))
        .worse_by(|one| f64::from(ready(one).as_deref() == Some("False"))),
    Field::new("message", |one: &RookCluster| one.message.clone()),
    Field::new("image wanted", |one: &RookCluster| one.wants.image.clone()),
    Field::new("version set out for", |one: &RookCluster| {
        one.version.as_ref().and_then(|version| version.version.clone())
    }),
    Field::new("mons wanted", |one| one.wants.mons.map(|count| count.to_string())),
    Field::new("mgrs wanted", |one| one.wants.mgrs.map(|count| count.to_string())),
    Field::new("changes not taken up", behind).worse_by(|one| f64::from(behind(one).is_some())),
    Field::new("do-not-reconcile", |one| on_off(one.left_alone)),
    Field::new("deleted", |one| one.deleting_since.map(|since| format!("since {since}"))),
];

const RESOURCE: &[Field<RookResource>] = &[
    Field::new("phase", |one: &RookResource| one.phase.clone()).worse_by(|one| failed(one.phase.as_deref())),
    Field::new("message", |one: &RookResource| one.message.clone()),
    Field::new("do-not-reconcile", |one| on_off(one.left_alone)),
    Field::new("deleted", |one| one.deleting_since.map(|since| format!("since {since}"))),
];

const MONS: &[Field<MonEndpoints>] = &[
    Field::new("mons", |one: &MonEndpoints| {
        list(&one.mons.iter().map(|(name, address)| format!("{name}={address}")).collect::<Vec<_>>())
    }),
    Field::new("nodes", |one: &MonEndpoints| {
        list(&one.nodes.iter().map(|(name, node)| format!("{name}={node}")).collect::<Vec<_>>())
    }),
    Field::new("out of quorum", |one: &MonEndpoints| list(&one.out_of_quorum))
        .worse_by(|one| one.out_of_quorum.len() as f64),
];

/// Whether a phase or state is one of failing.
fn failed(word: Option<&str>) -> f64 {
    f64::from(matches!(word, Some("Failure" | "Error" | "Failed")))
}

fn ready(one: &RookCluster) -> Option<String> {
    Condition::find(&one.conditions, "Ready").map(|condition| condition.status.clone())
}

/// Which change of what is wanted waits, where one does.
fn behind(one: &RookCluster) -> Option<String> {
    let (generation, observed) = (one.generation?, one.observed_generation?);
    (generation > observed).then(|| format!("{} of {generation}", generation - observed))
}

pub(super) fn clusters(ledger: &mut Ledger, before: &[RookCluster], after: &[RookCluster]) {
    for pair in pairs(before, after, |one| (&one.namespace, &one.name)) {
        let newest = pair.newest();
        let name = format!("{}/{}", newest.namespace, newest.name);
        let subject = Subject::new(SubjectKind::RookCluster, name);
        match pair.sides() {
            (Some(before), Some(after)) => ledger.fields(&subject, before, after, CLUSTER),
            (before, after) => {
                let words = |one: &RookCluster| one.phase.clone().unwrap_or_else(|| "no phase".into());
                ledger.existence(&subject, (before.map(words), after.map(words)));
            }
        }
    }
}

pub(super) fn resources(ledger: &mut Ledger, before: &[RookResource], after: &[RookResource]) {
    for pair in pairs(before, after, |one| (&one.kind, &one.namespace, &one.name)) {
        let newest = pair.newest();
        let subject = Subject::new(SubjectKind::RookResource, format!("{} {}", newest.kind, newest.name));
        match pair.sides() {
            (Some(before), Some(after)) => {
                ledger.fields(&subject, before, after, RESOURCE);
                let paths: BTreeSet<&String> = before.wants.keys().chain(after.wants.keys()).collect();
                for path in paths {
                    let value = |one: &RookResource| one.wants.get(path).cloned();
                    ledger.setting(&subject, path, (value(before), value(after)), Direction::Neutral);
                }
            }
            (before, after) => {
                let words = |one: &RookResource| one.phase.clone().or_else(|| text("no phase"));
                ledger.existence(&subject, (before.and_then(words), after.and_then(words)));
            }
        }
    }
}

pub(super) fn config(ledger: &mut Ledger, before: &RookConfig, after: &RookConfig) {
    let endpoints = Subject::new(SubjectKind::RookConfig, "rook-ceph-mon-endpoints");
    if let (Some(before), Some(after)) = (&before.mon_endpoints, &after.mon_endpoints) {
        ledger.fields(&endpoints, before, after, MONS);
    }
    let operator = Subject::new(SubjectKind::RookConfig, "rook-ceph-operator-config");
    let names: BTreeSet<&String> = before.operator.keys().chain(after.operator.keys()).collect();
    for name in names {
        let values = (before.operator.get(name).cloned(), after.operator.get(name).cloned());
        let hidden = |value: &Option<String>| value.as_deref() == Some(REDACTED);
        if !hidden(&values.0) && !hidden(&values.1) {
            ledger.setting(&operator, name, values, Direction::Neutral);
        }
    }
    // Its lines may be many; that they changed is the news.
    let subject = Subject::new(SubjectKind::RookConfig, "rook-config-override");
    let lines = |config: &RookConfig| {
        let text = config.config_override.as_deref().filter(|text| !text.trim().is_empty())?;
        Some(text.trim().to_owned())
    };
    let (was, is) = (lines(before), lines(after));
    let hidden = [&was, &is].iter().any(|text| text.as_deref().is_some_and(|text| text.contains(REDACTED)));
    if was != is && !hidden {
        let sentence = format!("{subject} was changed");
        ledger.push(subject, "changed", (was, is), Direction::Neutral, sentence);
    }
    let draining = Subject::new(SubjectKind::RookConfig, "rook-ceph-pdbstatemap");
    let values = (before.draining.clone(), after.draining.clone());
    let direction = Direction::of_bad(values.0.is_some(), values.1.is_some());
    ledger.setting(&draining, "draining", values, direction);
}
