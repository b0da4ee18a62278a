//! Comparing two looks at a cluster that is idle but alive: its figures move between them, so both are taken until
//! they agree, within a limit, and the last difference is told.

use std::time::Duration;

use koor_testbed::{Cluster, Error};
use serde_json::Value;

/// Far above the second or two that the mgr's digest takes: only figures that differ for good get there. Looks of all rungs take
/// ten seconds on a machine that builds beside them.
const LIMIT: Duration = Duration::from_mins(2);

/// Takes pairs `(what, Koor's, Ceph's)` until all are equal.
pub(crate) fn until_equal(
    cluster: &Cluster,
    what: &str,
    mut look: impl FnMut(&Cluster) -> Result<Vec<(String, Value, Value)>, Error>,
) {
    let (mut last, mut compared) = (Vec::new(), 0);
    let agreed = cluster.wait_for(what, LIMIT, |cluster| {
        let pairs = look(cluster)?;
        compared = pairs.len();
        last = pairs.into_iter().filter(|(_, ours, theirs)| !same(ours, theirs)).collect();
        Ok(last.is_empty())
    });
    let differing: Vec<String> = last
        .iter()
        .map(|(what, ours, theirs)| format!("{what}: koor says {ours}, ceph says {theirs}"))
        .collect();
    if let Err(error) = agreed {
        panic!("{what} differs:\n{}\n{error}", differing.join("\n"));
    }
    assert!(compared > 0, "{what}: nothing was compared");
}

/// Equal; numbers within a rounding of their text.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) if x.is_f64() || y.is_f64() => {
            let (x, y) = (x.as_f64().unwrap(), y.as_f64().unwrap());
            (x - y).abs() <= 1e-6 * x.abs().max(y.abs()).max(1.0)
        }
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| same(x, y)))
        }
        _ => a == b,
    }
}

/// A list's rows.
pub(crate) fn rows(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// The row whose `field` is `value`.
pub(crate) fn row<'a>(list: &'a Value, field: &str, value: &Value) -> &'a Value {
    rows(list).iter().find(|row| &row[field] == value).unwrap_or(&Value::Null)
}

/// One field of every row, sorted.
pub(crate) fn column(list: &Value, field: &str) -> Value {
    let mut values: Vec<Value> = rows(list).iter().map(|row| row[field].clone()).collect();
    values.sort_by_key(ToString::to_string);
    values.into()
}
