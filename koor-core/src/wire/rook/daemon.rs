//! Which daemon of Ceph a pod or a Deployment is, by Rook's labels.

use std::collections::BTreeMap;

use crate::model::DaemonName;

/// The daemon that Rook's labels name, as Ceph names it; `None` of helpers, and of canaries that only try a place.
///
/// `workload` is the name of the Deployment. An RGW needs it: its label tells the store, and Ceph calls the daemon
/// `my.store.a` of the Deployment `rook-ceph-rgw-my-store-a` (seen on Rook 1.18).
#[must_use]
pub fn daemon(labels: &BTreeMap<String, String>, workload: &str) -> Option<DaemonName> {
    let label = |key: &str| labels.get(key).map(String::as_str).filter(|value| !value.is_empty());
    if label("mon_canary").is_some() || workload.ends_with("-canary") {
        return None;
    }
    let by_app = || match label("app")? {
        "rook-ceph-mon" => Some("mon"),
        "rook-ceph-mgr" => Some("mgr"),
        "rook-ceph-osd" => Some("osd"),
        "rook-ceph-mds" => Some("mds"),
        "rook-ceph-rgw" => Some("rgw"),
        "rook-ceph-rbd-mirror" => Some("rbd-mirror"),
        "rook-ceph-fs-mirror" => Some("cephfs-mirror"),
        "rook-ceph-nfs" => Some("nfs"),
        _ => None,
    };
    let daemon_type = match by_app().or_else(|| label("ceph_daemon_type"))? {
        "rbdmirror" => "rbd-mirror",
        "fs-mirror" | "fsmirror" => "cephfs-mirror",
        other => other,
    };
    let id = match daemon_type {
        "rgw" => workload.strip_prefix("rook-ceph-rgw-")?.replace('-', "."),
        "osd" => label("ceph-osd-id").or_else(|| label("ceph_daemon_id"))?.to_owned(),
        _ => label("ceph_daemon_id").or_else(|| label(daemon_type))?.to_owned(),
    };
    Some(DaemonName::new(daemon_type, id))
}

#[cfg(test)]
mod tests {
    use super::daemon;

    #[test]
    fn daemons_are_named_as_ceph_names_them() {
        let named = |labels: &[(&str, &str)], workload: &str| {
            let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            daemon(&labels, workload).map(|name| name.to_string())
        };
        let osd = [("app", "rook-ceph-osd"), ("ceph-osd-id", "12"), ("ceph_daemon_id", "12")];
        assert_eq!(named(&osd, "rook-ceph-osd-12").as_deref(), Some("osd.12"));
        let rgw = [("app", "rook-ceph-rgw"), ("ceph_daemon_id", "my-store"), ("ceph_daemon_type", "rgw")];
        assert_eq!(named(&rgw, "rook-ceph-rgw-my-store-a").as_deref(), Some("rgw.my.store.a"));
        let mds = [("app", "rook-ceph-mds"), ("ceph_daemon_id", "myfs-b")];
        assert_eq!(named(&mds, "rook-ceph-mds-myfs-b").as_deref(), Some("mds.myfs-b"));
        let canary =
            [("app", "rook-ceph-mon"), ("mon", "b"), ("ceph_daemon_id", "b"), ("mon_canary", "true")];
        assert_eq!(named(&canary, "rook-ceph-mon-b-canary"), None);
        assert_eq!(named(&[("app", "rook-ceph-crashcollector"), ("ceph_daemon_id", "crash")], "x"), None);
        assert_eq!(named(&[("app", "rook-ceph-tools")], "rook-ceph-tools"), None);
    }
}
