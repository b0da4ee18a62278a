//! Incidents that happened to people: each is flagged with its source, and its twin is not.

use koor_core::model::Inventory;
use koor_core::model::catalogue::Product;

use super::base::{self, base, found, found_before, run};
use super::more;

use Product::{Ceph, CephCsi, Rook};

pub(crate) type Change = fn(&mut Inventory);

/// What happened to somebody.
pub(crate) struct Incident {
    /// The entry of the catalogue.
    id: &'static str,
    /// What runs.
    runs: &'static [(Product, &'static str)],
    /// To what it is to be upgraded; nothing where running it is what hurts.
    to: Option<(Product, &'static str)>,
    /// What makes it one.
    makes: Change,
    /// The same without that.
    twin: Change,
}

pub(crate) const fn running(
    id: &'static str,
    runs: &'static [(Product, &'static str)],
    makes: Change,
    twin: Change,
) -> Incident {
    Incident { id, runs, to: None, makes, twin }
}

pub(crate) const fn upgrading(
    id: &'static str,
    runs: &'static [(Product, &'static str)],
    to: (Product, &'static str),
    makes: Change,
    twin: Change,
) -> Incident {
    Incident { id, runs, to: Some(to), makes, twin }
}

pub(crate) fn nothing(_: &mut Inventory) {}

/// Read affinity is on.
fn near(inventory: &mut Inventory) {
    base::rook(inventory).wants.read_affinity = Some(true);
}

fn incidents() -> Vec<Incident> {
    let mut all = running_it();
    all.extend(upgrading_ceph());
    all.extend(more::upgrading_the_rest());
    all.extend(more::vulnerable());
    all
}

fn running_it() -> Vec<Incident> {
    vec![
        running("ceph-20.2.0-read-affinity", &[(Ceph, "20.2.0")], near, nothing),
        running("ceph-csi-read-affinity-tentacle", &[(Ceph, "20.2.0")], near, nothing),
        running("rook-1.18-read-affinity", &[(Ceph, "20.2.0"), (Rook, "1.18.8")], near, |one| {
            near(one);
            run(one, Rook, "1.18.9");
        }),
        running("ceph-18.2.4-arm64", &[(Ceph, "18.2.4")], |one| base::processor(one, "aarch64"), nothing),
        running(
            "ceph-19.2-elastic-shared-blobs",
            &[(Ceph, "19.2.3")],
            |one| base::created_on(one, "19.2.1"),
            |one| {
                base::created_on(one, "18.2.4");
            },
        ),
        running("ceph-17.2.2-mgr-crash", &[(Ceph, "17.2.2")], nothing, |one| run(one, Ceph, "17.2.3")),
        running("ceph-17.2.8-bluestore", &[(Ceph, "17.2.8")], nothing, |one| run(one, Ceph, "17.2.7")),
        running("ceph-18.2.5-bluestore-log", &[(Ceph, "18.2.6")], nothing, |one| run(one, Ceph, "18.2.7")),
        running("ceph-16.2.8-mgr-deadlock", &[(Ceph, "16.2.8")], nothing, |one| run(one, Ceph, "16.2.9")),
        running("ceph-16.2.11-slow-activate", &[(Ceph, "16.2.11")], nothing, |one| run(one, Ceph, "16.2.12")),
        running("ceph-17.2-pg-log-dups", &[(Ceph, "17.2.3")], nothing, |one| run(one, Ceph, "17.2.4")),
        running("ceph-14.2.13-lvm-sorting", &[(Ceph, "14.2.13")], nothing, |one| run(one, Ceph, "14.2.14")),
        running("ceph-15.2.2-wal-preextend", &[(Ceph, "15.2.2")], nothing, |one| run(one, Ceph, "15.2.3")),
        running(
            "ceph-16.2.6-nfs",
            &[(Ceph, "16.2.6"), (Rook, "1.9.13")],
            |one| base::make(one, "CephNFS"),
            nothing,
        ),
        running("ceph-17.2.1-nfs", &[(Ceph, "17.2.1")], |one| base::serve(one, "nfs"), nothing),
        running(
            "ceph-18.2.1-mgr-prometheus",
            &[(Ceph, "18.2.1")],
            |one| base::module(one, "prometheus", true),
            |one| {
                base::module(one, "prometheus", false);
            },
        ),
        running(
            "ceph-19.2.1-rgw-copy",
            &[(Ceph, "19.2.1")],
            |one| base::serve(one, "rgw"),
            |one| {
                base::stop(one, "rgw", "CephObjectStore");
            },
        ),
        running("ceph-19.2.0-balancer", &[(Ceph, "19.2.0")], nothing, |one| run(one, Ceph, "19.2.1")),
        running(
            "ceph-20.2.2-rook-module-leak",
            &[(Ceph, "20.2.2")],
            |one| base::module(one, "rook", true),
            nothing,
        ),
        running(
            "ceph-20.2.3-rook-module-crash",
            &[(Ceph, "20.2.4")],
            |one| base::module(one, "rook", true),
            nothing,
        ),
        running(
            "rook-1.20-rook-module",
            &[(Ceph, "20.2.4"), (Rook, "1.20.5")],
            |one| base::module(one, "rook", true),
            |one| {
                base::module(one, "rook", true);
                run(one, Rook, "1.20.6");
            },
        ),
        running(
            "ceph-keys-kernel",
            &[(Ceph, "20.2.5")],
            |one| base::csi_keys(one, "aes256k"),
            |one| {
                base::csi_keys(one, "aes256k");
                base::kernel(one, "7.0.3-1.el10");
            },
        ),
        running(
            "rook-1.20-aes256k-csi",
            &[(Rook, "1.20.6")],
            |one| base::csi_keys(one, "aes256k"),
            |one| {
                base::csi_keys(one, "aes");
            },
        ),
        running("ceph-csi-aes256k", &[(CephCsi, "3.15.0")], |one| base::csi_keys(one, "aes256k"), nothing),
        running(
            "rook-1.20-csi-drivers-chart",
            &[(Rook, "1.20.3")],
            |one| base::remove_chart(one, "ceph-csi-drivers"),
            nothing,
        ),
        running("rook-1.20.0-require-osd-release", &[(Rook, "1.20.0")], nothing, |one| {
            run(one, Rook, "1.20.1")
        }),
    ]
}

fn upgrading_ceph() -> Vec<Incident> {
    vec![
        upgrading(
            "ceph-16.2-omap-quick-fix",
            &[(Ceph, "15.2.17")],
            (Ceph, "16.2.6"),
            |one| {
                base::set(one, "bluestore_fsck_quick_fix_on_mount", "true");
            },
            nothing,
        ),
        upgrading(
            "ceph-17-device-health-metrics",
            &[(Ceph, "16.2.15")],
            (Ceph, "17.2.7"),
            |one| {
                base::name_pool(one, "device_health_metrics");
            },
            nothing,
        ),
        upgrading("ceph-17.2.9-no-image", &[(Ceph, "17.2.7")], (Ceph, "17.2.9"), nothing, |one| {
            base::value(&mut one.rook_clusters).clear();
        }),
        upgrading(
            "ceph-18-filestore",
            &[(Ceph, "17.2.7")],
            (Ceph, "18.2.7"),
            |one| base::store_with(one, "filestore"),
            nothing,
        ),
        upgrading("ceph-18-mds-sanity", &[(Ceph, "16.2.5")], (Ceph, "18.2.7"), nothing, base::no_file_system),
        upgrading(
            "ceph-18.2.4-old-kernel",
            &[(Ceph, "18.2.2")],
            (Ceph, "18.2.7"),
            |one| base::kernel(one, "3.10.0-1160.el7"),
            nothing,
        ),
        upgrading(
            "ceph-19.2-elastic-shared-blobs-hop",
            &[(Ceph, "18.2.7")],
            (Ceph, "19.2.3"),
            nothing,
            |one| {
                base::set(one, "bluestore_elastic_shared_blobs", "0");
            },
        ),
        upgrading("ceph-19.2.6-to-tentacle", &[(Ceph, "19.2.6")], (Ceph, "20.2.2"), nothing, |one| {
            run(one, Ceph, "19.2.5")
        }),
        upgrading("ceph-keys-health-err", &[(Ceph, "19.2.5")], (Ceph, "19.2.6"), nothing, base::rotate),
        upgrading(
            "ceph-keys-old-rook",
            &[(Ceph, "19.2.5"), (Rook, "1.18.11")],
            (Ceph, "19.2.6"),
            nothing,
            |one| run(one, Rook, "1.19.9"),
        ),
        upgrading(
            "ceph-keys-rook-1.20",
            &[(Ceph, "20.2.1"), (Rook, "1.20.4")],
            (Ceph, "20.2.4"),
            nothing,
            |one| run(one, Rook, "1.20.5"),
        ),
        upgrading(
            "ceph-keys-from-reef",
            &[(Ceph, "18.2.7"), (Rook, "1.18.11")],
            (Ceph, "20.2.4"),
            nothing,
            |one| run(one, Ceph, "19.2.5"),
        ),
        upgrading(
            "ceph-sigv4-multisite",
            &[(Ceph, "19.2.5")],
            (Ceph, "19.2.6"),
            |one| base::make(one, "CephObjectZone"),
            nothing,
        ),
        upgrading("ceph-20-multi-take", &[(Ceph, "19.2.5")], (Ceph, "20.2.5"), base::take_twice, nothing),
        upgrading(
            "ceph-20-mgr-restful",
            &[(Ceph, "19.2.5")],
            (Ceph, "20.2.5"),
            |one| base::module(one, "restful", true),
            |one| {
                base::module(one, "restful", false);
            },
        ),
        upgrading(
            "ceph-20-rook-module",
            &[(Ceph, "19.2.5")],
            (Ceph, "20.2.5"),
            |one| base::module(one, "rook", true),
            nothing,
        ),
        upgrading(
            "ceph-21-blaum-roth",
            &[(Ceph, "20.2.5")],
            (Ceph, "21.2.0"),
            |one| base::code(one, "jerasure", "blaum_roth"),
            |one| {
                base::code(one, "jerasure", "reed_sol_van");
            },
        ),
        upgrading(
            "ceph-21-ec-clay",
            &[(Ceph, "20.2.5")],
            (Ceph, "21.2.0"),
            |one| base::code(one, "clay", ""),
            |one| {
                base::code(one, "isa", "reed_sol_van");
            },
        ),
        upgrading("ceph-21-base-image", &[(Ceph, "20.2.5")], (Ceph, "21.2.0"), nothing, |one| {
            for osd in base::value(&mut one.osd_metadata) {
                osd.arch = Some("aarch64".into());
            }
            for part in [&mut one.mon_metadata, &mut one.mgr_metadata, &mut one.mds_metadata] {
                base::value(part).iter_mut().for_each(|daemon| daemon.arch = Some("aarch64".into()));
            }
        }),
        // Skipped: 17 to 20.
        upgrading("ceph-17.2.7-to-20.2.5", &[(Ceph, "17.2.7")], (Ceph, "20.2.5"), nothing, |one| {
            run(one, Ceph, "18.2.8")
        }),
        // A downgrade, which Rook goes through with.
        upgrading("ceph-20.2.1-to-19.2.5", &[(Ceph, "20.2.1")], (Ceph, "19.2.5"), nothing, |one| {
            run(one, Ceph, "19.2.4")
        }),
    ]
}

fn of(incident: &Incident, change: Change) -> Vec<koor_core::assess::advice::Ruling> {
    let mut inventory = base();
    for (product, number) in incident.runs {
        run(&mut inventory, *product, number);
    }
    change(&mut inventory);
    match incident.to {
        None => found(&inventory),
        Some((product, to)) => found_before(&inventory, product, to),
    }
}

#[test]
fn every_incident_is_flagged_with_its_source_and_no_twin_is() {
    let all = incidents();
    assert!(all.len() >= 40, "{}", all.len());
    let mut wrong = Vec::new();
    for incident in &all {
        let flagged = of(incident, incident.makes);
        match flagged.iter().find(|one| one.id == incident.id) {
            None => {
                let ids: Vec<&str> = flagged.iter().map(|one| one.id.as_str()).collect();
                wrong.push(format!("{} is not flagged; flagged are {ids:?}", incident.id));
            }
            Some(one) if one.sources.is_empty() && !one.sentence.contains("downgrade") => {
                wrong.push(format!("{} names no source", incident.id));
            }
            Some(one) if one.sentence.is_empty() => wrong.push(format!("{} says nothing", incident.id)),
            Some(_) => {}
        }
        if of(incident, incident.twin).iter().any(|one| one.id == incident.id) {
            wrong.push(format!("{}: its twin is flagged, too", incident.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_speaks_against_the_cluster_that_all_of_them_are_made_of() {
    let ids: Vec<String> =
        found(&base()).into_iter().map(|one| format!("{}: {}", one.id, one.sentence)).collect();
    assert_eq!(ids, Vec::<String>::new());
}
