//! The balancer: whether it runs and how. What its last round did changes by itself and is left out.

use super::super::Balancer;
use super::change::{Subject, SubjectKind};
use super::field::{Field, on_off, text};
use super::ledger::Ledger;

const FIELDS: &[Field<Balancer>] = &[
    Field::new("active", |balancer| on_off(balancer.active)),
    Field::new("mode", |balancer| text(&balancer.mode)),
];

pub(super) fn compare(ledger: &mut Ledger, before: &Balancer, after: &Balancer) {
    ledger.fields(&Subject::new(SubjectKind::Balancer, "balancer"), before, after, FIELDS);
}
