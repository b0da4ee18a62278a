//! The pools and every setting of theirs.

use std::collections::BTreeSet;

use super::super::{Pool, PoolKind};
use super::change::{Direction, Subject};
use super::field::{Field, list, text};
use super::ledger::Ledger;
use super::pair::{Pair, pairs, words};

const FIELDS: &[Field<Pool>] = &[
    Field::new("name", |pool| text(&pool.name)),
    Field::new("kind", |pool| text(kind(pool))),
    // Fewer copies are worse, whoever wanted it.
    Field::new("size", |pool: &Pool| text(pool.size)).worse_by(|pool| -(pool.size as f64)),
    Field::new("min_size", |pool| text(pool.min_size)),
    Field::new("pg_num", |pool| text(pool.pg_num)),
    Field::new("pg_num_target", |pool| text(pool.pg_num_target)),
    Field::new("pgp_num", |pool| text(pool.pgp_num)),
    Field::new("pg_autoscale_mode", |pool| text(&pool.autoscale_mode)),
    Field::new("crush_rule", |pool| text(pool.crush_rule)),
    Field::new("applications", |pool| list(&pool.applications)),
    Field::new("quota_bytes", |pool| pool.quota_bytes.map(|quota| quota.to_string())),
    Field::new("quota_objects", |pool| pool.quota_objects.map(|quota| quota.to_string())),
    Field::new("compression_mode", |pool| pool.compression_mode.clone()),
    Field::new("compression_algorithm", |pool| pool.compression_algorithm.clone()),
];

pub(super) fn compare(ledger: &mut Ledger, before: &[Pool], after: &[Pool]) {
    for pair in pairs(before, after, |pool| pool.id) {
        let pool = pair.newest();
        let subject = Subject::pool(pool.id, &pool.name);
        match pair {
            Pair::Both(before, after) => one(ledger, &subject, before, after),
            Pair::Added(pool) => ledger.existence(&subject, (None, Some(shape(pool)))),
            Pair::Removed(pool) => ledger.existence(&subject, (Some(shape(pool)), None)),
        }
    }
}

fn one(ledger: &mut Ledger, subject: &Subject, before: &Pool, after: &Pool) {
    ledger.fields(subject, before, after, FIELDS);
    let options: BTreeSet<&String> = before.options.keys().chain(after.options.keys()).collect();
    for option in options {
        let values = (before.options.get(option).cloned(), after.options.get(option).cloned());
        ledger.setting(subject, option, values, Direction::Neutral);
    }
    let bad = |flag: &str| matches!(flag, "full" | "full_quota" | "nearfull" | "backfillfull");
    let (gone, come) = words(&before.flags, &after.flags);
    for flag in come {
        let values = (None, Some(flag.to_owned()));
        let sentence = format!("{subject}: the flag {flag} was set");
        ledger.push(subject.clone(), "flag_set", values, Direction::of_bad(false, bad(flag)), sentence);
    }
    for flag in gone {
        let values = (Some(flag.to_owned()), None);
        let sentence = format!("{subject}: the flag {flag} was cleared");
        ledger.push(subject.clone(), "flag_cleared", values, Direction::of_bad(bad(flag), false), sentence);
    }
}

fn kind(pool: &Pool) -> String {
    match &pool.kind {
        PoolKind::Replicated => "replicated".to_owned(),
        PoolKind::Erasure { profile } => format!("erasure ({profile})"),
    }
}

/// A pool in few words.
fn shape(pool: &Pool) -> String {
    format!("{}, size {}, min_size {}, pg_num {}", kind(pool), pool.size, pool.min_size, pool.pg_num)
}
