use serde_json::{Value, json};

use super::{RgwList, RgwShow};
use crate::model::{Inventory, Service};
use crate::view::sample::{FOOTER, now, seen, timed_out};
use crate::view::sample_daemons::{gateway, inventory};
use crate::view::{DaemonFilter, Report};

fn list(inventory: &Inventory) -> RgwList {
    RgwList::of(inventory, &DaemonFilter::default(), now())
}

fn with(gateways: &[(&str, &str)]) -> Inventory {
    let daemons = gateways.iter().map(|(key, id)| gateway(key, id)).collect();
    Inventory { services: seen(vec![Service { service_type: "rgw".into(), daemons }]), ..inventory() }
}

#[test]
fn gateways_are_listed() {
    let expected = "\
RGW      STATE    HOST   ZONE  ZONEGROUP  REALM  FRONTEND               VERSION  STARTED
store.a  running  node0  eu-1  eu         -      beast 8080 8443 (ssl)  16.2.15      2 h
";
    assert_eq!(list(&inventory()).to_string(), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(list(&inventory())).unwrap();
    let rgw = &json["gateways"][0];
    assert_eq!((&rgw["name"], &rgw["key"]), (&json!("rgw.store.a"), &json!("4183")));
    assert_eq!((&rgw["zone"], &rgw["realm"]), (&json!("eu-1"), &Value::Null));
    assert_eq!(rgw["frontends"][0]["endpoints"], json!(["8080", "8443 (ssl)"]));
}

#[test]
fn why_there_is_none() {
    let none = "No RADOS gateway has registered with the mgr's service map: none runs, or none has reached";
    assert!(list(&with(&[])).to_string().starts_with(none));
    let other = Inventory { services: seen(Vec::new()), ..inventory() };
    assert!(list(&other).to_string().starts_with(none));
    // The mgr is silent: nobody knows, but the mons counted.
    let unseen = Inventory { services: timed_out(), ..inventory() };
    let view = list(&unseen);
    let text = view.to_string();
    assert!(
        text.starts_with("The mgr's service map, which names the gateways, could not be seen: "),
        "{text}"
    );
    assert!(text.contains("\nThe mons counted 1 gateway when the mgr last told them.\n"), "{text}");
    assert!(view.header().failure().is_some());
    let on = DaemonFilter { host: Some("node9".into()), ..DaemonFilter::default() };
    let text = RgwList::of(&inventory(), &on, now()).to_string();
    assert!(text.starts_with("No gateway runs on host node9; the only host is node0.\n"), "{text}");
}

#[test]
fn a_gateway_by_itself() {
    let expected = "\
rgw        rgw.store.a: running
zone       eu-1
zonegroup  eu
realm      -
serves     beast port=8080 ssl_port=8443
started    2026-11-22 13:04:05 UTC (2 h ago)
runs       16.2.15 pacific
           on node0 (x86_64)
address    10.0.0.1:0/1
key        4183
";
    for named in ["store.a", "rgw.store.a", "4183"] {
        let show = RgwShow::of(&inventory(), named, now()).unwrap();
        assert_eq!(show.to_string(), format!("{expected}{FOOTER}"), "{named}");
    }
    let error = RgwShow::of(&inventory(), "b", now()).unwrap_err();
    assert_eq!(error.to_string(), "rgw.b is not in the service map; the only gateway is store.a");
}

/// Two processes may be started with one id.
#[test]
fn two_of_one_id_are_told_apart_by_their_key() {
    let inventory = with(&[("41", "a"), ("42", "a"), ("43", "b")]);
    assert_eq!(list(&inventory).total, Some(3));
    let error = RgwShow::of(&inventory, "a", now()).unwrap_err();
    assert_eq!(error.to_string(), "2 gateways are rgw.a: name one by its key, 41 or 42");
    let json = serde_json::to_value(RgwShow::of(&inventory, "42", now()).unwrap()).unwrap();
    assert_eq!(json["gateway"]["key"], "42");
}
