//! What lies under a node and under a claim: what a drain would meet, and what of a claim is sick.

use koor_core::assess::rook::{drain, trace};
use koor_core::model::kube::{Claim, ClaimRef, StorageClass, Volume, VolumeBackend};
use koor_core::model::{Bytes, Inventory, OsdId, Pg, PgId, PgMap, PgState, PoolId, Severity};

use super::moment::{moment, seen, value};
use super::moments::codes;

fn healthy() -> Inventory {
    moment("02-healthy")
}

fn pg(pool: u64, seed: u32, acting: &[u32]) -> Pg {
    let acting: Vec<Option<OsdId>> = acting.iter().map(|id| Some(OsdId(*id))).collect();
    Pg {
        id: PgId { pool: PoolId(pool), seed },
        state: PgState("active+clean".into()),
        up: acting.clone(),
        acting_primary: acting[0],
        acting,
        blocked_by: Vec::new(),
        objects: 10,
        bytes: Bytes(1000),
        degraded: 0,
        misplaced: 0,
        unfound: 0,
        scrub_errors: 0,
        last_scrub: None,
        last_deep_scrub: None,
        last_fresh: None,
        last_change: None,
        last_active: None,
        last_clean: None,
    }
}

#[test]
fn a_drain_is_judged_by_budgets_quorum_and_copies() {
    let mut inventory = healthy();
    inventory.pgs = seen(PgMap { version: 1, pgs: vec![pg(1, 0, &[0, 1, 2])] }, inventory.collected_at);
    let calm = drain(&inventory, "node1").unwrap();
    assert_eq!(calm.is_safe(), Some(true), "{calm:#?}");
    assert!(
        calm.bound.contains(&"osd.2".to_owned()) && calm.bound.contains(&"mon.b".to_owned()),
        "{calm:#?}"
    );
    let texts: Vec<&str> = calm.losses.iter().map(|one| one.text.as_str()).collect();
    assert!(texts.contains(&"mon b stops: 2 of 3 stay, and no further one may fail"), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("go on at min_size")), "{texts:?}");
    // node2 has both MDSs, and their budget keeps one.
    let both = drain(&inventory, "node2").unwrap();
    assert!(
        both.blocked_by.iter().any(|one| one.name == "rook-ceph-mds-myfs" && one.on_node == 2),
        "{both:#?}"
    );
    assert!(both.losses.iter().any(|one| one.text.contains("file system myfs loses all 2")), "{both:#?}");
    // With another OSD and another mon gone there is nothing to give.
    value(&mut inventory.osd_map).osds[0].up = false;
    value(&mut inventory.quorum).members.retain(|mon| mon != "a");
    for budget in value(&mut inventory.disruption_budgets) {
        budget.allowed = 0;
    }
    let tight = drain(&inventory, "node1").unwrap();
    assert_eq!(tight.is_safe(), Some(false));
    let errors: Vec<&str> = tight
        .losses
        .iter()
        .filter(|one| one.severity == Severity::Err)
        .map(|one| one.text.as_str())
        .collect();
    assert!(errors.iter().any(|text| text.contains("lose their quorum")), "{errors:?}");
    assert!(errors.iter().any(|text| text.contains("1 PG of pool replicapool stop serving")), "{errors:?}");
    assert!(tight.blocked_by.iter().any(|one| one.name == "rook-ceph-osd"), "{tight:#?}");
    let unknown = drain(&healthy(), "node1").unwrap();
    assert_eq!(unknown.is_safe(), None, "PGs were not asked: {unknown:#?}");
}

fn claim(inventory: &mut Inventory, pool: &str) {
    let at = inventory.collected_at;
    let backend = VolumeBackend::Rbd {
        cluster_id: "rook-ceph".into(),
        pool: pool.into(),
        data_pool: None,
        rados_namespace: None,
        image: Some("csi-vol-1".into()),
    };
    let claim = Claim {
        namespace: "shop".into(),
        name: "db".into(),
        phase: "Bound".into(),
        storage_class: Some("rook-ceph-block".into()),
        volume: Some("pvc-1".into()),
        requested: Some(Bytes(1 << 30)),
        capacity: Some(Bytes(1 << 30)),
        access_modes: vec!["ReadWriteOnce".into()],
        mode: None,
        created: None,
        deleting_since: None,
    };
    let volume = Volume {
        name: "pvc-1".into(),
        phase: "Bound".into(),
        capacity: Some(Bytes(1 << 30)),
        storage_class: Some("rook-ceph-block".into()),
        reclaim_policy: Some("Delete".into()),
        claim: Some(ClaimRef { namespace: "shop".into(), name: "db".into() }),
        driver: Some("rook-ceph.rbd.csi.ceph.com".into()),
        handle: Some("0001-0009-rook-ceph-0000000000000001-1".into()),
        backend: Some(backend),
        created: None,
    };
    let class = StorageClass {
        name: "rook-ceph-block".into(),
        provisioner: "rook-ceph.rbd.csi.ceph.com".into(),
        is_default: true,
        reclaim_policy: None,
        binding_mode: None,
        expands: true,
        parameters: [("clusterID".to_owned(), "rook-ceph".to_owned()), ("pool".to_owned(), pool.to_owned())]
            .into(),
    };
    inventory.claims = seen(vec![claim], at);
    inventory.volumes = seen(vec![volume], at);
    inventory.storage_classes = seen(vec![class], at);
}

#[test]
fn a_claim_is_followed_to_its_osds_and_what_is_sick_there() {
    let mut inventory = healthy();
    claim(&mut inventory, "replicapool");
    let which = ClaimRef { namespace: "shop".into(), name: "db".into() };
    let mut sick = pg(1, 1, &[0, 1]);
    sick.state = PgState("active+undersized+degraded".into());
    inventory.pgs = seen(
        PgMap { version: 1, pgs: vec![pg(1, 0, &[0, 1, 2]), sick, pg(2, 0, &[0, 1, 2])] },
        inventory.collected_at,
    );
    let traced = trace(&inventory, &which).unwrap();
    assert_eq!((traced.pools.as_slice(), traced.pgs), (["replicapool".to_owned()].as_slice(), Some(2)));
    assert_eq!(traced.osds, [OsdId(0), OsdId(1), OsdId(2)]);
    assert_eq!(traced.sick_pgs.len(), 1);
    assert_eq!(traced.troubles[0].text, "1 PG of 2 serve, and are not clean");
    assert!(codes(&inventory).is_empty(), "{:?}", codes(&inventory));
    claim(&mut inventory, "renamed");
    assert_eq!(codes(&inventory), ["KOOR_ROOK_VOLUME_WITHOUT_POOL", "KOOR_ROOK_CLASS_WITHOUT_POOL"]);
    let traced = trace(&inventory, &which).unwrap();
    assert_eq!(traced.troubles[0].text, "pool renamed does not exist");
    assert_eq!(trace(&inventory, &ClaimRef { namespace: "shop".into(), name: "x".into() }), None);
}
