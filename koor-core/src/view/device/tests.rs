use std::collections::BTreeMap;

use super::{DeviceFilter, DeviceList, DeviceShow};
use crate::model::{DaemonName, Device, DeviceHealth, DeviceLocation, Inventory};
use crate::view::sample::{self, FOOTER, before, now, seen, timed_out};

fn device(id: &str, osd: &str, host: &str, fails_in_days: Option<i64>) -> Device {
    let in_days = |days: i64| before(-days * 86_400);
    Device {
        id: id.into(),
        locations: vec![DeviceLocation { host: host.into(), device: "sdb".into() }],
        daemons: vec![DaemonName::new("osd", osd)],
        wear_level: Some(0.03),
        life_expectancy_min: fails_in_days.map(in_days),
        life_expectancy_max: fails_in_days.map(|days| in_days(days + 30)),
    }
}

fn inventory() -> Inventory {
    let devices = vec![device("A_1", "0", "node0", None), device("B_2", "1", "node1", Some(20))];
    Inventory { devices: seen(devices), ..sample::inventory() }
}

#[test]
fn what_fails_first_stands_first() {
    let expected = "\
DEVICE  CLASS  DAEMONS  HOST:DEV   FAILS IN      WORN
B_2     hdd    osd.1    node1:sdb  20 d to 50 d   3 %
A_1     hdd    osd.0    node0:sdb  -              3 %
";
    let list = DeviceList::of(&inventory(), &DeviceFilter::default(), now());
    assert_eq!(list.to_string(), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!((&json["total"], &json["devices"][0]["id"]), (&2.into(), &"B_2".into()));
}

#[test]
fn an_empty_list_says_why() {
    let first = |inventory: &Inventory, host: Option<&str>, osd: Option<&str>| {
        let filter =
            DeviceFilter { host: host.map(str::to_owned), daemon: osd.map(|id| DaemonName::new("osd", id)) };
        DeviceList::of(inventory, &filter, now()).to_string().lines().next().unwrap().to_owned()
    };
    assert_eq!(first(&inventory(), Some("x"), None), "No device is in host x; hosts are node0, node1.");
    assert_eq!(
        first(&inventory(), None, Some("7")),
        "No device is known of osd.7; daemons are osd.0, osd.1."
    );
    assert!(
        first(&inventory(), Some("node0"), Some("1"))
            .contains("all of this at once: host node0, daemon osd.1")
    );
    let none = Inventory { devices: seen(Vec::new()), ..sample::inventory() };
    assert!(first(&none, None, None).starts_with("No daemon told the id of a disk: "));
}

#[test]
fn one_device_says_its_health_or_why_it_does_not() {
    let figures = BTreeMap::from([("smart_status.passed".to_owned(), "false".to_owned())]);
    let health = DeviceHealth { at: Some(before(3_600)), reports: 4, figures };
    let show = |id, health| DeviceShow::of(&inventory(), id, &health, now());
    let text = show("B_2", seen(Some(health))).unwrap().to_string();
    assert!(text.contains("fails    in 20 d to 50 d (2026-12-12 to 2027-01-11)\n"), "{text}");
    assert!(text.contains("4 reports are kept\n         smart_status.passed false\n"), "{text}");
    assert!(show("A_1", seen(None)).unwrap().to_string().contains("not known: Ceph holds no report"));
    assert!(show("A_1", timed_out()).unwrap().to_string().contains("not known: the mgr did not answer"));
    let error = show("A_9", seen(None)).unwrap_err().to_string();
    assert!(error.starts_with("there is no device A_9; "), "{error}");
}
