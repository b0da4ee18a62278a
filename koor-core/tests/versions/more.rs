//! More incidents: upgrades of Rook, Kubernetes and CSI, and vulnerabilities.

use koor_core::model::catalogue::Product::{Ceph, CephCsi, Kubernetes, Rook};

use super::base::{self, run};
use super::incidents::{Incident, nothing, running, upgrading};

pub(crate) fn upgrading_the_rest() -> Vec<Incident> {
    vec![
        upgrading("rook-1.20-chart-before-1.19.5", &[(Rook, "1.19.4")], (Rook, "1.20.7"), nothing, |one| {
            run(one, Rook, "1.19.5")
        }),
        upgrading("rook-1.18.10-to-1.20.7", &[(Rook, "1.18.10")], (Rook, "1.20.7"), nothing, |one| {
            run(one, Rook, "1.19.9")
        }),
        upgrading("rook-1.18.5-chart", &[(Rook, "1.18.4")], (Rook, "1.18.5"), nothing, base::without_helm),
        upgrading("rook-1.18-storageclass", &[(Rook, "1.17.9")], (Rook, "1.18.11"), nothing, |one| {
            base::remove_chart(one, "rook-ceph-cluster");
        }),
        upgrading("rook-1.19-ceph-image-value", &[(Rook, "1.18.11")], (Rook, "1.19.9"), nothing, |one| {
            base::remove_chart(one, "rook-ceph-cluster");
        }),
        upgrading(
            "rook-1.20-default-ceph",
            &[(Rook, "1.19.9"), (Ceph, "19.2.5")],
            (Rook, "1.20.7"),
            nothing,
            |one| {
                run(one, Ceph, "20.2.1");
            },
        ),
        upgrading(
            "rook-1.16-default-ceph",
            &[(Rook, "1.15.9"), (Ceph, "18.2.4")],
            (Rook, "1.16.9"),
            nothing,
            |one| {
                base::remove_chart(one, "rook-ceph-cluster");
            },
        ),
        upgrading(
            "rook-1.19-mds-standby",
            &[(Rook, "1.18.11")],
            (Rook, "1.19.9"),
            nothing,
            base::no_file_system,
        ),
        upgrading(
            "rook-1.17-s3-credentials",
            &[(Rook, "1.16.9")],
            (Rook, "1.17.9"),
            |one| base::serve(one, "rgw"),
            |one| {
                base::stop(one, "rgw", "CephObjectStore");
            },
        ),
        upgrading(
            "rook-1.21-msgr2-kernel",
            &[(Rook, "1.20.7")],
            (Rook, "1.21.3"),
            |one| base::kernel(one, "5.4.0-150-generic"),
            nothing,
        ),
        upgrading(
            "kubernetes-1.25-old-rook-chart",
            &[(Kubernetes, "1.24.17"), (Rook, "1.9.9")],
            (Kubernetes, "1.25.16"),
            nothing,
            |one| {
                run(one, Rook, "1.9.10");
            },
        ),
        upgrading(
            "kubernetes-1.33.4-to-1.35.4",
            &[(Kubernetes, "1.33.4")],
            (Kubernetes, "1.35.4"),
            nothing,
            |one| {
                run(one, Kubernetes, "1.34.2");
            },
        ),
        upgrading(
            "ceph-csi-3.9-mount-options",
            &[(CephCsi, "3.8.1")],
            (CephCsi, "3.9.0"),
            nothing,
            base::no_file_system,
        ),
    ]
}

pub(crate) fn vulnerable() -> Vec<Incident> {
    vec![
        running("CVE-2025-30156", &[(Ceph, "19.2.5")], nothing, |one| run(one, Ceph, "19.2.6")),
        running("CVE-2026-50152", &[(Ceph, "20.2.3")], nothing, |one| run(one, Ceph, "20.2.4")),
        running(
            "CVE-2026-54330",
            &[(Ceph, "19.2.5")],
            |one| base::serve(one, "rgw"),
            |one| {
                base::stop(one, "rgw", "CephObjectStore");
            },
        ),
        running(
            "CVE-2024-48916",
            &[(Ceph, "19.2.2")],
            |one| base::serve(one, "rgw"),
            |one| {
                base::stop(one, "rgw", "CephObjectStore");
            },
        ),
        running("CVE-2025-52555", &[(Ceph, "18.2.4")], nothing, base::no_file_system),
        running("CVE-2022-3650", &[(Ceph, "17.2.5")], nothing, |one| run(one, Ceph, "17.2.6")),
        running("CVE-2021-20288", &[(Ceph, "16.2.0")], nothing, |one| run(one, Ceph, "16.2.1")),
        running(
            "CVE-2021-3509",
            &[(Ceph, "16.2.1")],
            |one| base::module(one, "dashboard", true),
            |one| {
                base::module(one, "dashboard", false);
            },
        ),
    ]
}
