//! Configuration, crashes, the log and events, as a user meets them.

use std::time::Duration;

use serde_json::json;

use crate::{contains, site};

#[test]
fn what_does_not_exist_is_told_with_what_does() {
    let site = site();
    let sentence = |args: &[&str]| site.koor(args).refusal(2).to_owned();
    contains(&sentence(&["config", "show", "osd.99"]), &["there is no daemon osd.99", "osd.0"]);
    contains(&sentence(&["config", "help", "osd_max_backfils"]), &["did you mean osd_max_backfills"]);
    contains(
        &sentence(&["config", "show", "osd.0", "osd_max_backfils"]),
        &["did you mean osd_max_backfills"],
    );
    contains(&sentence(&["crash", "show", "x"]), &["there is no crash"]);
    contains(&sentence(&["device", "show", "x"]), &["there is no device x"]);
}

#[test]
fn a_running_value_names_its_source() {
    let site = site();
    site.cluster.ceph_all(&["config set osd.1 osd_max_backfills 4"]).unwrap();
    let show = || site.koor(&["config", "show", "osd.1", "osd_max_backfills", "-o", "json"]).well().json();
    let taken = site.cluster.wait_for("osd.1 takes up its option", Duration::from_secs(30), |_| {
        Ok(show()["running"]["value"] == "4")
    });
    let shown = show();
    site.cluster.ceph_all(&["config rm osd.1 osd_max_backfills"]).unwrap();
    taken.unwrap();
    assert_eq!(
        (&shown["running"]["source"], &shown["running"]["default"]),
        (&json!("mon"), &json!("1")),
        "{shown}"
    );
    // The gateway is known to the mgr by a number; its secret is set centrally and never shown.
    let rgw = site.koor(&["config", "show", "rgw.a", "rgw_keystone_admin_password"]).well();
    contains(&rgw.stdout, &["option", "rgw_keystone_admin_password of rgw.a"]);
}

#[test]
fn an_empty_list_says_why() {
    let site = site();
    contains(&site.koor(&["crash", "ls"]).well().stdout, &["No crash was reported."]);
    contains(&site.koor(&["device", "ls"]).well().stdout, &["No daemon told the id of a disk"]);
    contains(&site.koor(&["event", "--state", "running"]).well().stdout, &["Nothing is under way"]);
    contains(&site.koor(&["log", "--level", "debug"]).well().stdout, &["the log "]);
}
