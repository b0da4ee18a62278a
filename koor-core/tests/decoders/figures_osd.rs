//! The right figures: OSDs, pools, CRUSH, placement groups.

use koor_core::model::{Bytes, OsdId, PoolKind, Ratio};
use koor_core::wire;

use crate::answers::{RELEASES, read};

#[test]
fn osd_map() {
    let expected = [("pacific", 50, "21108"), ("reef", 42, ""), ("tentacle", 53, "23100")];
    for (release, (word, epoch, port)) in RELEASES.into_iter().zip(expected) {
        let map = read(release, "osd_dump", wire::osd_map::decode);
        assert_eq!((map.epoch, map.require_osd_release.as_str()), (epoch, word));
        assert_eq!(map.require_min_compat_client, "luminous");
        assert_eq!(map.set_flags().collect::<Vec<_>>(), ["noout"]);
        assert_eq!(
            (map.bucket_flags["node0"][0].as_str(), map.class_flags["hdd"][0].as_str()),
            ("noout", "nodown")
        );
        assert!((map.full_ratio.0 - 0.95).abs() < 1e-6 && (map.nearfull_ratio.0 - 0.85).abs() < 1e-6);
        assert_eq!((map.ec_profiles["ec21"].k(), map.ec_profiles["ec21"].m()), (Some(2), Some(1)));

        let osds: Vec<_> = map.osds.iter().map(|osd| (osd.id.0, osd.up, osd.is_in)).collect();
        assert_eq!(osds, [(0, true, true), (1, true, true), (2, true, false), (3, false, true)]);
        assert_eq!((map.osds[1].reweight, map.osds[2].primary_affinity), (0.899_993_896_484_375, 0.5));
        assert_eq!(map.osds[3].state, ["destroyed", "new"]);
        assert_eq!(map.osds[0].state, [""; 0]);
        assert!(map.osds[3].public_addresses.is_empty() && map.osds[3].down_at.is_none());
        if !port.is_empty() {
            assert_eq!(map.osds[0].public_addresses[0], format!("v2:127.0.0.1:{port}"));
        }
        assert_eq!(map.osds[0].cluster_addresses.len(), 2);
    }
}

#[test]
fn pools() {
    for (release, id) in RELEASES.into_iter().zip([11, 9, 11]) {
        let map = read(release, "osd_dump", wire::osd_map::decode);
        let pool = map.pools.last().unwrap();
        assert_eq!((pool.id.0, pool.name.as_str()), (id, "ecpool"));
        assert_eq!(pool.kind, PoolKind::Erasure { profile: "ec21".into() });
        assert_eq!((pool.size, pool.min_size, pool.pg_num, pool.pgp_num, pool.crush_rule), (3, 2, 4, 4, 1));
        assert_eq!((pool.quota_bytes, pool.quota_objects), (Some(Bytes(10 << 30)), Some(100_000)));
        assert_eq!(pool.compression_mode.as_deref(), Some("aggressive"));
        assert_eq!(pool.compression_algorithm.as_deref(), Some("zstd"));
        assert_eq!((pool.options.len(), pool.options["target_size_ratio"].as_str()), (1, "0.2"));
        assert_eq!(
            (pool.applications.as_slice(), pool.autoscale_mode.as_str()),
            (&["rbd".to_owned()][..], "off")
        );
        assert_eq!(pool.flags, ["ec_overwrites", "hashpspool"]);
        assert!(pool.created.is_some());

        let rbd = &map.pools[0];
        assert_eq!((rbd.name.as_str(), &rbd.kind, rbd.size), ("rbd", &PoolKind::Replicated, 3));
        assert_eq!((rbd.quota_bytes, rbd.quota_objects), (None, None));
        assert_eq!((&rbd.compression_mode, rbd.options.len()), (&None, 0));
        let meta = map.pools.iter().find(|pool| pool.name == "fs.meta").unwrap();
        assert_eq!((meta.options["pg_num_min"].as_str(), meta.applications[0].as_str()), ("16", "cephfs"));
    }
}

#[test]
fn pools_at_work() {
    let expected =
        [(0, 473, 305_316, 4, false), (6_690_965, 625, 0, 0, false), (28_363_966, 432, 0, 0, true)];
    for (release, (written, writes, recovered, objects, adjust)) in RELEASES.into_iter().zip(expected) {
        let io = read(release, "pool_stats", wire::pool::io);
        assert!(io.is_sorted_by_key(|pool| pool.id));
        assert_eq!((io[0].name.as_str(), io[0].client.write_bytes_per_s), ("rbd", written));
        assert_eq!((io[0].client.write_ops_per_s, io[0].client.read_ops_per_s), (writes, 0));
        let ec = io.last().unwrap();
        assert_eq!((ec.recovery_bytes_per_s, ec.recovery_objects_per_s), (recovered, objects));

        let autoscale = read(release, "autoscale", wire::pool::autoscale);
        let (rbd, ec) = (&autoscale[0], autoscale.last().unwrap());
        assert_eq!((ec.name.as_str(), ec.target_ratio, ec.target_size), ("ecpool", Some(Ratio(0.2)), None));
        assert_eq!((rbd.target_ratio, rbd.mode.as_str(), rbd.bulk), (None, "off", Some(false)));
        assert_eq!((rbd.pg_num_final, rbd.pg_num_target, rbd.would_adjust), (32, 8, adjust));
    }
}

#[test]
fn each_osd() {
    let expected = [
        (627_716, 0.149_659_156_799_316_4, 77),
        (277_976, 0.066_274_642_944_335_94, 61),
        (403_272, 0.096_147_537_231_445_31, 77),
    ];
    for (release, (used, share, pgs)) in RELEASES.into_iter().zip(expected) {
        let usage = read(release, "osd_df", wire::osd::usage);
        let first = &usage[0];
        assert_eq!((first.size, first.used, first.pgs), (Bytes(4 << 30), Bytes(used * 1024), pgs));
        assert!((first.utilization.0 - share).abs() < 1e-12);
        assert_eq!(
            (first.device_class.as_deref(), first.crush_weight),
            (Some("hdd"), 0.003_890_991_210_937_5)
        );
        // One that is out, and the stray row of one that is destroyed.
        assert_eq!((usage[2].size, usage[2].utilization), (Bytes(0), Ratio(0.0)));
        assert!(usage[2].pgs > 0);
        assert_eq!((usage[3].id, &usage[3].device_class, usage[3].pgs), (OsdId(3), &None, 0));

        let latency = read(release, "osd_perf", wire::osd::latency);
        let rows: Vec<_> = latency.iter().map(|row| (row.id.0, row.commit_ms, row.apply_ms)).collect();
        assert_eq!(rows, [(0, 3.0, 3.0), (1, 2.0, 2.0), (2, 0.0, 0.0)]);

        let metadata = read(release, "osd_metadata", wire::osd::metadata);
        let first = &metadata[0];
        assert_eq!(
            (first.hostname.as_deref(), first.objectstore.as_deref()),
            (Some("node0"), Some("bluestore"))
        );
        assert_eq!((first.device_size, first.rotational), (Some(Bytes(4 << 30)), Some(true)));
        assert_eq!((first.devices.as_slice(), first.device_ids.len()), (&["sdb".to_owned()][..], 0));
        assert_eq!(first.version.as_ref().unwrap().version.to_string(), release);
        assert_eq!(first.created_with, first.version);
        assert_eq!((metadata[3].id, &metadata[3].hostname, &metadata[3].version), (OsdId(3), &None, &None));
    }
}

#[test]
fn crush() {
    for release in RELEASES {
        let crush = read(release, "crush_dump", wire::crush::decode);
        assert_eq!(crush.devices.len(), 3);
        assert_eq!(crush.devices[0].class.as_deref(), Some("hdd"));
        let ids: Vec<_> = crush.buckets.iter().map(|bucket| bucket.id).collect();
        assert_eq!(ids, [-1, -3, -5, -7], "{release}");
        let root = crush.bucket(-1).unwrap();
        assert_eq!((root.name.as_str(), root.bucket_type.as_str(), root.items.len()), ("default", "root", 3));
        assert_eq!(root.weight, 765.0 / 65536.0);
        assert_eq!(crush.weights()[&OsdId(1)], 255.0 / 65536.0);
        assert_eq!(crush.locations()[&OsdId(1)], ["root=default", "host=node1"]);
        assert_eq!(crush.tunables_profile, "jewel");
        let rules: Vec<_> = crush
            .rules
            .iter()
            .map(|rule| (rule.id, rule.name.as_str(), rule.failure_domain().unwrap(), rule.takes().unwrap()))
            .collect();
        assert_eq!(rules, [(0, "replicated_rule", "host", "default"), (1, "ecpool", "osd", "default")]);
        assert_eq!(crush.rules[1].steps[0].num, Some(5));
    }
}

#[test]
fn capacity() {
    let expected = [
        (1_140_187_136, 226_274_112, 3465, 96_124_928, 192_249_856),
        (556_384_256, 134_086_680, 2050, 107_298_816, 214_597_632),
        (891_158_528, 304_999_781, 4682, 131_547_136, 263_094_272),
    ];
    for (release, (used, stored, objects, squeezed, before)) in RELEASES.into_iter().zip(expected) {
        let capacity = read(release, "df_detail", wire::capacity::decode);
        assert_eq!((capacity.raw.size, capacity.raw.used), (Bytes(2 << 32), Bytes(used)));
        assert_eq!(capacity.classes["hdd"].used, Bytes(used));
        assert_eq!((capacity.raw.available + capacity.raw.used).0, 2 << 32);
        let (rbd, ec) = (&capacity.pools[0], capacity.pools.last().unwrap());
        assert_eq!((rbd.name.as_str(), rbd.stored, rbd.objects), ("rbd", Bytes(stored), objects));
        assert_eq!((ec.compressed_used, ec.compressed_stored), (Bytes(squeezed), Bytes(before)));
        assert!(rbd.percent_used.0 > 0.03 && rbd.percent_used.0 < 0.08);
        assert!(ec.max_available > rbd.max_available);
    }
}

#[test]
fn placement_groups() {
    let expected = [
        (2519, "2026-11-22T18:01:43.87563Z", "2026-11-22T18:01:44.877379Z", 278, 18_219_008),
        (100, "2026-11-22T18:16:26.81122Z", "2026-11-22T18:16:26.81122Z", 104, 6_815_744),
        (2340, "2026-11-22T18:03:06.269217Z", "2026-11-22T18:03:06.269217Z", 627, 41_091_072),
    ];
    for (release, (version, at, later, objects, bytes)) in RELEASES.into_iter().zip(expected) {
        let (map, stamp) = read(release, "pg_dump", wire::pg::map);
        assert_eq!((map.version, stamp.unwrap().to_string().as_str()), (version, at));
        assert_eq!(read(release, "pg_dump_summary", wire::pg::stamp).to_string(), later);
        assert!(map.pgs.is_sorted_by_key(|pg| pg.id));
        let pg = &map.pgs[0];
        assert_eq!((pg.id.to_string().as_str(), pg.state.0.as_ref()), ("1.0", "active+clean+remapped"));
        assert_eq!((pg.objects, pg.bytes, pg.misplaced, pg.degraded), (objects, Bytes(bytes), objects, 0));
        assert_eq!(pg.up, [Some(OsdId(1)), Some(OsdId(0))]);
        assert_eq!((pg.acting.len(), pg.acting_primary), (3, Some(OsdId(1))));
        assert!(pg.last_scrub.is_some() && pg.last_deep_scrub.is_some() && pg.last_clean.is_some());
        // With one of three OSDs out, CRUSH finds nobody for one place of every erasure-coded PG.
        let erasure: Vec<_> = map.pgs.iter().filter(|pg| pg.id.pool.0 > 8).collect();
        assert!(erasure.len() >= 2);
        assert!(
            erasure
                .iter()
                .all(|pg| pg.up.len() == 3 && pg.up.iter().filter(|place| place.is_none()).count() == 1)
        );
    }
    let (map, _) = read("16.2.15", "pg_dump", wire::pg::map);
    let recovering = map.pgs.iter().find(|pg| pg.state.has("undersized")).unwrap();
    assert_eq!((recovering.id.to_string().as_str(), recovering.acting[0]), ("11.3", None));
    assert_eq!((recovering.misplaced, recovering.acting_primary), (887, Some(OsdId(0))));
}
