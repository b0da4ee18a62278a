//! From a cluster's facts to advice, as a pipeline does it.

use koor_tests::command;
use serde_json::Value;

use crate::http;
use crate::served::Served;

#[test]
fn what_a_cluster_tells_of_itself_gets_the_advice_it_gets_at_home() {
    let served = Served::start(&[]);
    let demo = command::end(command::on_host(&["--demo", "versions", "facts"])).well();
    let answered = http::post(served.address(), "/v2/advice", &demo.stdout);
    assert_eq!(answered.status, 200, "{}", answered.body);
    let told: Value = serde_json::from_str(&answered.body).unwrap();
    let home = command::end(command::on_host(&["--demo", "versions", "check", "-o", "json"])).well().json();
    let found = |advice: &Value| -> Vec<String> {
        let rulings = advice["rulings"].as_array().unwrap().iter();
        rulings
            .filter(|one| one["outcome"] == "found")
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(!found(&home).is_empty());
    // What hangs on names and settings stays at home; nothing is found there that is not so here.
    for id in found(&told) {
        assert!(found(&home).contains(&id), "{id} is found by the service alone");
    }
    let missing: Vec<String> = found(&home).into_iter().filter(|id| !found(&told).contains(id)).collect();
    let unknown = |id: &String| {
        told["rulings"].as_array().unwrap().iter().any(|one| one["id"] == **id && one["outcome"] == "unknown")
    };
    assert!(missing.iter().all(unknown), "{missing:?} are neither found nor unknown to the service");
}

#[test]
fn facts_name_nothing_of_the_cluster() {
    let inventory =
        command::end(command::on_host(&["--demo=host-down", "inventory", "-o", "json"])).well().json();
    let facts = command::end(command::on_host(&["--demo=host-down", "versions", "facts"])).well().stdout;
    let text = |at: &str| inventory.pointer(at).and_then(Value::as_str).unwrap().to_owned();
    let mut names = vec![text("/cluster/seen/value/fsid")];
    for (list, name) in [("/osd_map/seen/value/pools", "name"), ("/nodes/seen/value", "name")] {
        let rows = inventory.pointer(list).and_then(Value::as_array).unwrap();
        names.extend(rows.iter().map(|row| row[name].as_str().unwrap().to_owned()));
    }
    assert!(names.len() > 8, "{names:?}");
    assert!(facts.contains("\"ceph\""), "{facts}");
    for name in names {
        assert!(!facts.contains(&format!("\"{name}\"")), "{name} is in {facts}");
    }
}
