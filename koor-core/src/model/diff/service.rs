//! Daemons without a map of their own: rgw, rbd-mirror, nfs, …

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Service, ServiceDaemon};
use super::change::{Direction, Subject, SubjectKind};
use super::field::Field;
use super::ledger::{Ledger, values};

const FIELDS: &[Field<ServiceDaemon>] = &[
    Field::new("hostname", |daemon| daemon.hostname.clone()),
    Field::new("version", |daemon| daemon.metadata.get("ceph_version_short").cloned()),
];

pub(super) fn compare(ledger: &mut Ledger, before: &[Service], after: &[Service]) {
    let (was, is) = (daemons(before), daemons(after));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let subject = Subject::new(SubjectKind::ServiceDaemon, name);
        match (was.get(name), is.get(name)) {
            (Some(before), Some(after)) => one(ledger, &subject, before, after),
            // A daemon that dies leaves the service map by itself, so that gone is worse.
            (before, after) => {
                let text =
                    |daemon: &&ServiceDaemon| daemon.hostname.clone().unwrap_or_else(|| "running".into());
                let texts = (before.map(text), after.map(text));
                let direction = Direction::of_bad(before.is_none(), after.is_none());
                let (what, verb) = if after.is_some() { ("added", "came") } else { ("removed", "is gone") };
                let place = before.or(after).and_then(|daemon| daemon.hostname.as_ref());
                let place = place.map_or_else(String::new, |host| format!(" on {host}"));
                ledger.push(subject.clone(), what, texts, direction, format!("{subject}{place} {verb}"));
            }
        }
    }
}

fn one(ledger: &mut Ledger, subject: &Subject, before: &ServiceDaemon, after: &ServiceDaemon) {
    if let (Some(was), Some(is)) = (before.started, after.started)
        && was != is
    {
        let sentence = format!("{subject} was restarted: it runs since {is}");
        ledger.push(subject.clone(), "restarted", values(was, is), Direction::Neutral, sentence);
    }
    ledger.said_fields(subject, before, after, FIELDS);
}

/// Every daemon by its name, `rgw.a`. Its key in the service map is a number that changes with every start, so its
/// own id comes first; several daemons may carry one id, and none of them may get lost.
fn daemons(services: &[Service]) -> BTreeMap<String, &ServiceDaemon> {
    let mut all = BTreeMap::new();
    for service in services {
        for daemon in &service.daemons {
            let id = daemon.id.as_ref().unwrap_or(&daemon.key);
            let name = format!("{}.{id}", service.service_type);
            let mut unique = name.clone();
            let mut number = 2;
            while all.contains_key(&unique) {
                unique = format!("{name} ({number})");
                number += 1;
            }
            all.insert(unique, daemon);
        }
    }
    all
}
