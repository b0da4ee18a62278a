//! librados, the `ceph` program and a recording show the same cluster; the library shows what the command shows.

use koor_core::Koor;
use koor_core::ladder::{Environment, Options};
use koor_testbed::Cluster;
use koor_tests::command::inside;
use serde_json::{Map, Value};

use crate::Site;
use crate::settle::until_equal;

/// What moves by itself, or with the asking, in an idle cluster.
const MOVES: [(&str, &str); 12] = [
    ("cluster", "quorum_age_s"),
    ("quorum", "age_s"),
    // The digest's number, one more with each.
    ("pgs", "version"),
    // Stamps of the last report of each PG.
    ("pgs", "last_fresh"),
    ("pgs", "last_active"),
    ("pgs", "last_clean"),
    // Rates of a cluster whose gateway and mgr write by themselves.
    ("pool_io", "client"),
    ("pool_io", "recovery_bytes_per_s"),
    ("pool_io", "recovery_objects_per_s"),
    // It looks each minute.
    ("balancer", "last_started"),
    // Clients by what they speak: whoever asks is one of them.
    ("features", "count"),
    // Measured anew with each report.
    ("clocks", "latency_s"),
];

pub(crate) fn see_the_same(site: &Site) {
    let Site { cluster, planted } = site;
    let (folder, archive) = (site.path("rungs"), site.path("rungs.tar.zst"));
    until_equal(cluster, "the inventories of all rungs", |cluster| {
        for path in [&folder, &archive] {
            let _recorded = inside(cluster, &["record", "--overwrite", path]).well();
        }
        let librados = inventory(cluster, &["--rung", "librados"]);
        let redacted = redacted(&librados, &planted.secrets);
        let mut pairs = parts(&librados, &inventory(cluster, &["--rung", "ceph"]), "ceph");
        pairs.extend(parts(&redacted, &inventory(cluster, &["--recording", &folder]), "folder"));
        pairs.extend(parts(&redacted, &inventory(cluster, &["--recording", &archive]), "archive"));
        Ok(pairs)
    });
}

fn inventory(cluster: &Cluster, how: &[&str]) -> Value {
    let said = inside(cluster, &[how, &["inventory", "-o", "json"]].concat()).well();
    let inventory = said.json();
    let rung = how[1].split('/').next().unwrap();
    let rung = if rung.is_empty() { "recording" } else { rung };
    assert_eq!(inventory["source"]["rung"], rung, "another rung than was asked for");
    inventory
}

/// Each part's value, without ages and what moves, as pairs.
fn parts(one: &Value, other: &Value, rung: &str) -> Vec<(String, Value, Value)> {
    let fields = one.as_object().unwrap();
    let kept = |inventory: &Value, part: &str| {
        let mut value = match inventory[part]["seen"].get("value") {
            Some(value) => value.clone(),
            // Why it was not seen is a sentence of the rung's own; that it was not seen must be the same.
            None => Value::String(format!("unseen: {}", inventory[part]["unseen"]["why"]["kind"])),
        };
        for (_, field) in MOVES.iter().filter(|(moving, _)| *moving == part) {
            without(&mut value, field);
        }
        value
    };
    let compared = fields.keys().filter(|name| !matches!(name.as_str(), "source" | "collected_at"));
    compared
        .flat_map(|part| {
            let (ours, theirs) = (kept(one, part), kept(other, part));
            pieces(&format!("{rung}: {part}"), ours, theirs)
        })
        .collect()
}

/// A part's fields one by one, so that a difference is told in a line and not in a page.
fn pieces(what: &str, ours: Value, theirs: Value) -> Vec<(String, Value, Value)> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) if ours.keys().eq(theirs.keys()) => {
            let pair = |(field, value): (String, Value)| {
                let other = theirs[&field].clone();
                (format!("{what}.{field}"), value, other)
            };
            ours.into_iter().map(pair).collect()
        }
        (ours, theirs) => vec![(what.to_owned(), ours, theirs)],
    }
}

fn without(value: &mut Value, field: &str) {
    match value {
        Value::Object(fields) => {
            fields.remove(field);
            fields.values_mut().for_each(|value| without(value, field));
        }
        Value::Array(rows) => rows.iter_mut().for_each(|value| without(value, field)),
        _ => {}
    }
}

/// The same with the planted secrets as a recording has them.
fn redacted(value: &Value, secrets: &[String]) -> Value {
    match value {
        Value::String(text) if secrets.contains(text) => "REDACTED".into(),
        Value::Array(rows) => rows.iter().map(|row| redacted(row, secrets)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), redacted(value, secrets)));
            fields.collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// One handle in this process and the command say the same.
pub(crate) fn library_equals_command(site: &Site) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let options = Options { conf: Some(site.cluster.conf()), ..Options::default() };
    // No variable of this process may choose.
    let koor = runtime.block_on(Koor::open_in(options, &Environment::default())).unwrap();
    let conf = site.cluster.conf().display().to_string();
    until_equal(&site.cluster, "the library's status and the command's", |cluster| {
        let mut library = serde_json::to_value(runtime.block_on(koor.status())).unwrap();
        let mut command = inside(cluster, &["--conf", &conf, "status", "-o", "json"]).well().json();
        for status in [&mut library, &mut command] {
            for moves in ["collected_at", "as_of", "quorum_age_s"] {
                without(status, moves);
            }
        }
        assert_eq!(library["cluster"]["fsid"], cluster.fsid());
        Ok(vec![("status".into(), library, command)])
    });
}
