//! The right figures: what the mons say of themselves and of every daemon.

use koor_core::model::{DaemonName, Severity};
use koor_core::wire;

use crate::answers::{RELEASES, read};

#[test]
fn status() {
    let expected = [
        (77, 4746, 10_771_247, 164, 5602),
        (61, 4648, 32_951_002, 502, 5005),
        (77, 5790, 19_134_860, 291, 6387),
    ];
    for (release, (pgs, objects, written, writes, misplaced)) in RELEASES.into_iter().zip(expected) {
        let (cluster, digest) = read(release, "status", wire::cluster::decode);
        assert_eq!(cluster.quorum, ["a", "b", "c"]);
        let counts = cluster.counts;
        assert_eq!((counts.mons, counts.osds, counts.osds_up, counts.osds_in), (3, 4, 3, 3));
        assert_eq!((counts.mds_ranks, counts.mds_up, counts.mds_standbys, counts.rgws), (1, 1, 1, 1));
        assert_eq!((digest.total, digest.objects, digest.misplaced_objects), (pgs, objects, misplaced));
        assert_eq!((digest.client.write_bytes_per_s, digest.client.write_ops_per_s), (written, writes));
        assert_eq!(digest.degraded_objects, 0);
        assert_eq!(digest.size.0, 2 << 32);
        assert_eq!(digest.healthy(), 0);
    }
}

#[test]
fn health() {
    for release in RELEASES {
        let health = read(release, "health_detail", wire::health::decode);
        assert_eq!(health.status, Severity::Warn);
        let codes: Vec<_> = health.checks.iter().map(|check| (check.code.as_str(), check.muted)).collect();
        assert_eq!(
            codes,
            [("OSDMAP_FLAGS", true), ("OSD_FLAGS", false), ("RECENT_CRASH", true)],
            "{release}"
        );
        assert_eq!(health.check("OSD_FLAGS").unwrap().detail[0], "host node0 has flags noout");
        let mutes: Vec<_> = health.mutes.iter().map(|mute| (mute.code.as_str(), mute.sticky)).collect();
        assert_eq!(mutes, [("OSDMAP_FLAGS", false), ("RECENT_CRASH", true)]);
        assert!(health.mutes.iter().all(|mute| mute.until.is_some()));
    }
    let health = read("16.2.15", "health_detail", wire::health::decode);
    assert_eq!(health.mutes[0].until.unwrap().to_string(), "2026-11-22T19:01:20.417365Z");
}

#[test]
fn mons() {
    let expected =
        [("pacific", "21002", 2471, 6), ("reef", "22002", 58, 14), ("tentacle", "23002", 2291, 10)];
    for (release, (oldest, port, age, epoch)) in RELEASES.into_iter().zip(expected) {
        let map = read(release, "mon_dump", wire::mon::map);
        assert_eq!((map.epoch, map.min_mon_release.as_str(), map.stretch_mode), (1, oldest, false));
        assert!(map.modified.is_some());
        let names: Vec<_> = map.mons.iter().map(|mon| (mon.rank, mon.name.as_str())).collect();
        assert_eq!(names, [(0, "a"), (1, "b"), (2, "c")]);
        assert_eq!(map.mons[1].addresses[0], format!("v2:127.0.0.1:{port}"));

        assert_eq!(read(release, "quorum_status", wire::mon::map_of_quorum), map);
        let quorum = read(release, "quorum_status", wire::mon::quorum);
        assert_eq!((quorum.leader.as_deref(), quorum.members.len()), (Some("a"), 3));
        assert_eq!((quorum.age_s, quorum.election_epoch), (Some(age), epoch));

        let clocks = read(release, "time_sync", wire::mon::clocks);
        assert_eq!((clocks.len(), clocks[0].mon.as_str(), clocks[0].skew_s), (3, "a", 0.0));
        assert!(clocks[1].latency_s > 0.0 && clocks[1].health == "HEALTH_OK");
    }
    let clocks = read("16.2.15", "time_sync", wire::mon::clocks);
    assert_eq!(clocks[1].latency_s, 0.001_643_118_790_850_560_7);
}

#[test]
fn metadata_and_versions() {
    let releases = ["pacific", "reef", "tentacle"];
    for (release, word) in RELEASES.into_iter().zip(releases) {
        for (daemon_type, ids) in [("mon", "a b c"), ("mgr", "x y"), ("mds", "x y z")] {
            let rows = read(release, &format!("{daemon_type}_metadata"), |bytes| {
                wire::daemon::metadata(daemon_type, bytes)
            });
            let names: Vec<_> = rows.iter().map(|row| row.name.clone()).collect();
            let expected: Vec<_> = ids.split(' ').map(|id| DaemonName::new(daemon_type, id)).collect();
            assert_eq!(names, expected, "{release}");
            let row = &rows[0];
            assert_eq!((row.hostname.as_deref(), row.arch.as_deref()), (Some("node0"), Some("x86_64")));
            assert_eq!(row.version.as_ref().unwrap().to_string(), format!("{release} {word}"));
            assert!(row.distribution.as_ref().unwrap().starts_with("Debian GNU/Linux"));
            assert_eq!(row.kernel.as_deref(), Some("6.1.0-18-amd64"));
        }
        let versions = read(release, "versions", wire::version::decode);
        let rows: Vec<_> = versions.0.iter().map(|row| (row.daemon_type.0.as_str(), row.count)).collect();
        assert_eq!(rows, [("mon", 3), ("mgr", 2), ("osd", 3), ("mds", 3), ("rgw", 1)]);
        assert_eq!(versions.distinct().len(), 1);
        assert_eq!(versions.oldest("osd").unwrap().version.to_string(), release);
    }
}

#[test]
fn file_systems_and_services() {
    let expected = [("21124", 3, "4222"), ("22124", 2, "4240"), ("23126", 2, "4183")];
    for (release, (port, metadata_pool, gid)) in RELEASES.into_iter().zip(expected) {
        let map = read(release, "fs_dump", wire::fs::decode);
        assert_eq!((map.epoch, map.file_systems.len()), (6, 1));
        let fs = &map.file_systems[0];
        assert_eq!((fs.id, fs.name.as_str(), fs.joinable), (1, "cephfs", true));
        assert_eq!((fs.metadata_pool.0, fs.data_pools[0].0), (metadata_pool, 4));
        assert_eq!((fs.max_mds, fs.standbys_wanted, fs.ranks.as_slice()), (1, 1, &[0][..]));
        let mds: Vec<_> = fs.mds.iter().map(|mds| (mds.name.as_str(), mds.rank, mds.follows())).collect();
        assert_eq!(mds, [("x", Some(0), false), ("z", Some(0), true)]);
        assert_eq!(fs.mds[0].addresses[0], format!("v2:127.0.0.1:{port}"));
        assert_eq!((map.standbys[0].name.as_str(), map.standbys[0].rank), ("y", None));
        assert_eq!(map.standbys[0].state, "up:standby");

        let services = read(release, "service_dump", wire::service::decode);
        assert_eq!((services.len(), services[0].service_type.as_str()), (1, "rgw"));
        let rgw = &services[0].daemons[0];
        assert_eq!(
            (rgw.key.as_str(), rgw.id.as_deref(), rgw.hostname.as_deref()),
            (gid, Some("a"), Some("node0"))
        );
        assert!(rgw.started.is_some() && rgw.address.as_ref().unwrap().starts_with("127.0.0.1:0/"));
        assert_eq!(rgw.metadata["zone_name"], "default");
    }
}

#[test]
fn configuration() {
    for release in RELEASES {
        let entries = read(release, "config_dump", wire::config::entries);
        assert!(entries.is_sorted());
        let masked: Vec<_> = entries
            .iter()
            .filter(|entry| entry.section.starts_with("osd"))
            .map(|entry| {
                (entry.section.as_str(), entry.mask.as_str(), entry.name.as_str(), entry.value.as_str())
            })
            .collect();
        assert_eq!(
            masked,
            [
                ("osd", "class:hdd", "osd_recovery_sleep_hdd", "0.200000"),
                ("osd", "host:node1", "osd_max_backfills", "2"),
                ("osd.0", "", "debug_osd", "2/5"),
            ]
        );
        let running =
            read(release, "config_show", |bytes| wire::config::running(DaemonName::new("osd", "0"), bytes));
        assert_eq!(running.daemon.to_string(), "osd.0");
        let keyring = running.options.iter().find(|option| option.name == "keyring").unwrap();
        assert_eq!((keyring.source.as_str(), keyring.overrides[0].source.as_str()), ("file", "default"));
    }
}

#[test]
fn peers_and_log() {
    let expected = [("luminous", 5, 7), ("reef", 7, 50), ("squid", 8, 12)];
    for (release, (word, clients, lines)) in RELEASES.into_iter().zip(expected) {
        let features = read(release, "features", wire::feature::decode);
        let groups: Vec<_> = features.iter().map(|group| (group.peer.as_str(), group.count)).collect();
        assert_eq!(groups, [("mon", 3), ("mgr", 2), ("osd", 3), ("mds", 3), ("client", clients)]);
        assert!(features.iter().all(|group| group.release == word && group.features.starts_with("0x3f0")));
        let log = read(release, "log_last", wire::log::decode);
        assert_eq!(log.len(), lines);
        let line = log.last().unwrap();
        assert_eq!(
            (line.daemon.as_str(), line.channel.as_str(), line.priority.as_str()),
            ("mon.a", "cluster", "INF")
        );
        assert!(line.at.is_some() && !line.message.is_empty());
    }
}
