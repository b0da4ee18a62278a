use serde_json::{Value, json};

use super::{MgrList, MgrShow, ModuleFilter, ModuleList, ModuleRow};
use crate::model::{Inventory, MgrMap};
use crate::view::sample::{FOOTER, now, seen, timed_out};
use crate::view::sample_daemons::{inventory, mgrs, stale_digest};
use crate::view::{DaemonFilter, List as _, Report, Sort};

fn text(inventory: &Inventory) -> String {
    MgrList::of(inventory, &DaemonFilter::default(), now()).to_string()
}

#[test]
fn mgrs_are_listed_with_their_modules() {
    let expected = "\
MGR  STATE    SINCE  HOST    VERSION
x    active     2 h  node-x  16.2.15
y    standby      -  node-y  16.2.15
modules  on: dashboard, prometheus; always on: devicehealth, volumes
         devicehealth has failed: unable to open database file
         prometheus has failed: No module named 'cherrypy'
";
    assert_eq!(text(&inventory()), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(MgrList::of(&inventory(), &DaemonFilter::default(), now())).unwrap();
    let mgr = &json["mgrs"][0];
    assert_eq!((&mgr["name"], &mgr["active"]), (&json!("mgr.x"), &json!(true)));
    assert_eq!(mgr["active_since"], "2026-11-22T13:04:05Z");
    assert_eq!(json["mgrs"][1]["active_since"], Value::Null);
    assert_eq!(json["modules"].as_array().unwrap().len(), 4, "those that are on");
    assert_eq!(
        json["modules"][0],
        json!({
            "name": "dashboard", "state": "on", "failed": false, "why": null, "url": "http://10.0.0.1:8443/"
        })
    );
}

/// The mons call a silent mgr active for half a minute, and a list that only repeats them would too.
#[test]
fn a_silent_mgr_is_not_called_well() {
    let mut inventory = inventory();
    inventory.pg_digest = stale_digest();
    let text = text(&inventory);
    assert!(text.contains("\nx    active (silent) "), "{text}");
    assert!(text.contains("\nKOOR_MGR_SILENT  The active mgr x is silent"), "{text}");
    assert!(text.contains("ceph mgr fail x"), "{text}");
}

#[test]
fn why_there_is_none() {
    let mut inventory = inventory();
    inventory.mgrs = seen(MgrMap { standbys: Vec::new(), ..mgrs() });
    assert!(text(&inventory).contains("\nno standby: nobody takes over when it fails\n"));
    let none = MgrMap { active: None, standbys: Vec::new(), modules: Vec::new(), ..mgrs() };
    inventory.mgrs = seen(none);
    assert!(text(&inventory).starts_with("The mgr map names no mgr: none runs, so nobody counts PGs, "));
    let modules = ModuleList::of(&inventory, ModuleFilter::All, now()).to_string();
    assert!(
        modules.starts_with("No module is known: no mgr is active, and only the active one tells them.\n")
    );
    inventory.mgrs = timed_out();
    let list = MgrList::of(&inventory, &DaemonFilter::default(), now());
    assert!(list.to_string().starts_with("The mgr map could not be seen: "));
    assert!(list.header().failure().is_some());
}

#[test]
fn a_mgr_by_itself() {
    let active = MgrShow::of(&inventory(), "x", now()).unwrap().to_string();
    for line in [
        "mgr      mgr.x: active\n",
        "since    2026-11-22 13:04:05 UTC (2 h ago)\n",
        "others   y (standby)\n",
        "modules  on: dashboard, prometheus; always on: devicehealth, volumes\n",
        "         prometheus has failed: No module named 'cherrypy'\n",
        "         dashboard serves http://10.0.0.1:8443/\n",
    ] {
        assert!(active.contains(line), "{line}{active}");
    }
    let standby = MgrShow::of(&inventory(), "mgr.y", now()).unwrap().to_string();
    for line in ["since    not active\n", "address  unknown\n", "modules  none: a standby runs no module\n"] {
        assert!(standby.contains(line), "{line}{standby}");
    }
    let error = MgrShow::of(&inventory(), "z", now()).unwrap_err();
    assert_eq!(error.to_string(), "mgr.z does not exist; mgrs are x, y");
}

#[test]
fn modules_are_listed_with_why_they_do_not_run() {
    let text = |filter| ModuleList::of(&inventory(), filter, now()).to_string();
    let expected = "\
MODULE        STATE              SERVES                 WHY NOT
dashboard     on                 http://10.0.0.1:8443/  -
devicehealth  always on, failed  -                      unable to open database file
influx        off                -                      influxdb python module not found
prometheus    on, failed         -                      No module named 'cherrypy'
volumes       always on          -                      -
";
    assert_eq!(text(ModuleFilter::All), format!("{expected}{FOOTER}"));
    let failed = text(ModuleFilter::Failed);
    assert!(failed.contains("\n2 of 5 modules: failed\n") && !failed.contains("influx"), "{failed}");
    let by_state: Sort<ModuleRow> = "state".parse().unwrap();
    let json = serde_json::to_value(ModuleList::of(&inventory(), ModuleFilter::All, now()).sorted(by_state));
    assert_eq!(json.unwrap()["modules"][0]["name"], "devicehealth", "always on comes first");
    let mut well = inventory();
    well.health = timed_out();
    well.mgrs = seen(MgrMap { modules: mgrs().modules[..1].to_vec(), ..mgrs() });
    let text = ModuleList::of(&well, ModuleFilter::Failed, now()).to_string();
    assert!(text.starts_with("No module of 1 is failed.\n"), "{text}");
}
