//! The right figures: the mgrs and what their modules say.

use koor_core::model::Ratio;
use koor_core::wire;

use crate::answers::{RELEASES, read};

#[test]
fn mgrs() {
    let expected = [("y", "x", 4, "21091", 27), ("y", "x", 4, "22091", 28), ("x", "y", 5, "23090", 27)];
    for (release, (active, standby, epoch, port, modules)) in RELEASES.into_iter().zip(expected) {
        let map = read(release, "mgr_dump", wire::mgr::decode);
        assert_eq!((map.epoch, map.available, map.active.as_deref()), (epoch, true, Some(active)));
        assert_eq!((map.standbys.as_slice(), map.modules.len()), (&[standby.to_owned()][..], modules));
        assert!(map.active_since.is_some());
        assert_eq!(map.active_addresses.len(), 2);
        assert_eq!(map.services["dashboard"], format!("http://127.0.0.1:{port}/"));
        let module = |name: &str| map.modules.iter().find(|module| module.name == name).unwrap();
        let (dashboard, balancer) = (module("dashboard"), module("balancer"));
        assert!(dashboard.enabled && !dashboard.always_on && dashboard.can_run);
        assert!(!balancer.enabled && balancer.always_on && !balancer.is_failed());
        let influx = module("influx");
        assert!(!influx.can_run && !influx.is_failed());
        assert_eq!(influx.error.as_deref(), Some("influxdb python module not found"));
        // Modules that run carry a text too, from 18.2 on, which is no error.
        assert!(map.modules.iter().all(|module| module.can_run == module.error.is_none()), "{release}");
        assert_eq!(map.modules.iter().filter(|module| module.always_on).count(), 10);
    }
}

#[test]
fn devices_and_crashes() {
    for release in RELEASES {
        let devices = read(release, "device_ls", wire::device::decode);
        let device = &devices[0];
        assert_eq!((devices.len(), device.id.as_str(), device.wear_level), (1, "VENDOR_MODEL_S1", None));
        assert_eq!(device.life_expectancy_min.unwrap().to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(device.life_expectancy_max.unwrap().to_string(), "2027-02-01T00:00:00Z");

        let crashes = read(release, "crash_ls", wire::crash::decode);
        assert_eq!((crashes.len(), crashes[0].entity.as_str()), (2, "osd.1"));
        assert_eq!(crashes[0].at.unwrap().to_string(), "2026-11-22T17:31:06.374853Z");
        assert_eq!(crashes[0].hostname.as_deref(), Some("node1"));
        assert_eq!(crashes[0].version.as_deref(), Some("16.2.15"));
        assert!(crashes[0].archived.is_some() && crashes[1].archived.is_none());
    }
    let crashes = read("16.2.15", "crash_ls", wire::crash::decode);
    assert_eq!(crashes[0].archived.unwrap().to_string(), "2026-11-22T18:01:12.823801Z");
}

#[test]
fn progress_and_balancer() {
    let events = read("16.2.15", "progress", wire::event::progress);
    assert_eq!(events.len(), 3);
    assert_eq!(events[0].message, "Rebalancing after osd.2 marked out");
    assert_eq!((events[0].progress, events[0].finished), (Ratio(0.157_563_025_210_084_03), None));
    assert_eq!(events[0].started.unwrap().to_string(), "2026-11-22T18:01:31.236753Z");
    assert_eq!((events[2].progress, events[2].failed), (Ratio(1.0), false));
    assert_eq!(events[2].finished.unwrap().to_string(), "2026-11-22T18:01:36.243712Z");
    for release in ["18.2.7", "20.2.4"] {
        assert_eq!(read(release, "progress", wire::event::progress), []);
        assert_eq!(read(release, "status", wire::cluster::decode).1.progress, []);
    }
    // The same events, as the mons repeat them: two lines for people, of which the age and the bar are left out.
    let mut repeated = read("16.2.15", "status", wire::cluster::decode).1.progress;
    repeated.sort_by(|a, b| b.id.cmp(&a.id));
    assert_eq!(repeated[0].id, events[0].id);
    let said: Vec<_> = repeated.iter().map(|event| event.message.as_str()).collect();
    assert_eq!(said, ["Rebalancing after osd.2 marked out", "Global Recovery Event"]);
    assert!(repeated.iter().all(|event| event.started.is_none() && event.finished.is_none()));

    let expected =
        ["Some PGs (0.909091) are inactive", "Too many objects (0.348923", "Unable to find further"];
    for (release, beginning) in RELEASES.into_iter().zip(expected) {
        let balancer = read(release, "balancer", wire::event::balancer);
        assert!(balancer.active && balancer.last_result.starts_with(beginning));
        assert_eq!(balancer.mode, "upmap");
        assert!(balancer.last_started.unwrap().starts_with("Sun Nov 22 18:"));
    }
}
