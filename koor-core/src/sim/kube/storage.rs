//! Claims, volumes and classes: block devices and directories in the world's pools.

use std::collections::BTreeMap;

use super::{NAMESPACE, at, hash, key};
use crate::model::Bytes;
use crate::model::kube::{
    Claim, ClaimRef, Condition, Container, ContainerState, Pod, StorageClass, Volume, VolumeBackend,
};
use crate::sim::dice;
use crate::sim::world::World;

const GIB: u64 = 1 << 30;
const BLOCK: &str = "rook-ceph-block";
const FILES: &str = "rook-cephfs";

/// Who asked for what: namespace, name, class, GiB.
const CLAIMS: [(&str, &str, &str, u64); 9] = [
    ("ci", "build-cache", FILES, 500),
    ("ci", "registry", BLOCK, 300),
    ("media", "thumbnails", FILES, 200),
    ("media", "uploads", FILES, 2048),
    ("monitoring", "grafana", BLOCK, 10),
    ("monitoring", "prometheus-0", BLOCK, 100),
    ("shop", "cart", BLOCK, 20),
    ("shop", "orders-db-0", BLOCK, 200),
    ("shop", "orders-db-1", BLOCK, 200),
];

/// A claim, as it was asked for.
struct Wish {
    namespace: String,
    name: String,
    class: &'static str,
    gib: u64,
    asked: i64,
    /// Whether a volume was made for it.
    served: bool,
}

fn wishes(world: &World) -> Vec<Wish> {
    let asked = |place: usize| world.created + 86_400 * (3 + 7 * (place as i64 % 25));
    let mut all: Vec<Wish> = CLAIMS
        .iter()
        .enumerate()
        .map(|(place, (namespace, name, class, gib))| Wish {
            namespace: (*namespace).into(),
            name: (*name).into(),
            class,
            gib: *gib,
            asked: asked(place),
            served: true,
        })
        .collect();
    // Larger clusters serve more.
    let more = world.osds.len().saturating_sub(24) * 2;
    all.extend((0..more).map(|place| Wish {
        namespace: format!("tenant-{:02}", place / 20 % 100),
        name: format!("data-{place}"),
        class: BLOCK,
        gib: 50,
        asked: asked(place),
        served: true,
    }));
    // Without a quorum nobody makes a volume.
    if world.quorum().is_empty() {
        let died = world.mons.iter().map(|mon| mon.died).max().unwrap_or(world.now);
        all.push(Wish {
            namespace: "ci".into(),
            name: "nightly".into(),
            class: BLOCK,
            gib: 50,
            asked: died + 100,
            served: false,
        });
    }
    all.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    all
}

impl Wish {
    fn words(&self) -> [u64; 2] {
        [key(&self.namespace), key(&self.name)]
    }

    fn uuid(&self, world: &World, which: u64) -> String {
        let [namespace, name] = self.words();
        dice::uuid(world.seed, &[0xc1a1, which, namespace, name])
    }

    fn volume(&self, world: &World) -> String {
        format!("pvc-{}", self.uuid(world, 1))
    }

    fn modes(&self) -> Vec<String> {
        vec![if self.class == FILES { "ReadWriteMany" } else { "ReadWriteOnce" }.into()]
    }
}

pub(super) fn claims(world: &World) -> Vec<Claim> {
    let row = |wish: &Wish| Claim {
        namespace: wish.namespace.clone(),
        name: wish.name.clone(),
        phase: if wish.served { "Bound" } else { "Pending" }.into(),
        storage_class: Some(wish.class.into()),
        volume: wish.served.then(|| wish.volume(world)),
        requested: Some(Bytes(wish.gib * GIB)),
        capacity: wish.served.then_some(Bytes(wish.gib * GIB)),
        access_modes: wish.modes(),
        mode: Some("Filesystem".into()),
        created: Some(at(wish.asked)),
        deleting_since: None,
    };
    wishes(world).iter().map(row).collect()
}

pub(super) fn volumes(world: &World) -> Vec<Volume> {
    let mut rows: Vec<Volume> =
        wishes(world).iter().filter(|wish| wish.served).map(|wish| volume(world, wish)).collect();
    // A notebook whose claim is gone, and whose volume somebody wanted to keep.
    let kept = Wish {
        namespace: "lab".into(),
        name: "notebook".into(),
        class: BLOCK,
        gib: 40,
        asked: world.created + 86_400,
        served: true,
    };
    rows.push(Volume {
        phase: "Released".into(),
        reclaim_policy: Some("Retain".into()),
        ..volume(world, &kept)
    });
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// The pool of block devices, or of a file system's data, and its id.
fn pool_of(world: &World, class: &str) -> (u64, &'static str) {
    let name = if class == FILES { "cephfs.cephfs.data" } else { "rbd" };
    let pool = world.pools.iter().find(|pool| pool.name == name);
    pool.map_or((0, name), |pool| (pool.id, pool.name))
}

fn volume(world: &World, wish: &Wish) -> Volume {
    let (id, pool) = pool_of(world, wish.class);
    let uuid = wish.uuid(world, 2);
    let (driver, number, backend) = if wish.class == FILES {
        let subvolume = format!("csi-vol-{uuid}");
        let path = format!("/volumes/csi/{subvolume}/{}", wish.uuid(world, 3));
        let backend = VolumeBackend::CephFs {
            cluster_id: NAMESPACE.into(),
            file_system: "cephfs".into(),
            pool: Some(pool.into()),
            subvolume: Some(subvolume),
            path: Some(path),
        };
        ("cephfs", 1, backend)
    } else {
        let backend = VolumeBackend::Rbd {
            cluster_id: NAMESPACE.into(),
            pool: pool.into(),
            data_pool: None,
            rados_namespace: None,
            image: Some(format!("csi-vol-{uuid}")),
        };
        ("rbd", id, backend)
    };
    Volume {
        name: wish.volume(world),
        phase: "Bound".into(),
        capacity: Some(Bytes(wish.gib * GIB)),
        storage_class: Some(wish.class.into()),
        reclaim_policy: Some("Delete".into()),
        claim: Some(ClaimRef { namespace: wish.namespace.clone(), name: wish.name.clone() }),
        driver: Some(format!("{NAMESPACE}.{driver}.csi.ceph.com")),
        handle: Some(format!("0001-{:04x}-{NAMESPACE}-{number:016x}-{uuid}", NAMESPACE.len())),
        backend: Some(backend),
        created: Some(at(wish.asked + 3)),
    }
}

pub(super) fn classes(world: &World) -> Vec<StorageClass> {
    let class = |name: &str, driver: &str, is_default, parameters: &[(&str, &str)]| StorageClass {
        name: name.into(),
        provisioner: format!("{NAMESPACE}.{driver}.csi.ceph.com"),
        is_default,
        reclaim_policy: Some("Delete".into()),
        binding_mode: Some("Immediate".into()),
        expands: true,
        parameters: parameters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    };
    let block = pool_of(world, BLOCK).1;
    let files = pool_of(world, FILES).1;
    vec![
        class(
            BLOCK,
            "rbd",
            true,
            &[
                ("clusterID", NAMESPACE),
                ("pool", block),
                ("imageFeatures", "layering"),
                ("csi.storage.k8s.io/fstype", "ext4"),
            ],
        ),
        class(FILES, "cephfs", false, &[("clusterID", NAMESPACE), ("fsName", "cephfs"), ("pool", files)]),
    ]
}

/// The applications of a namespace: who uses its claims. They are on the first two nodes, which live in every scene.
pub(super) fn pods_of(world: &World, namespace: &str) -> Vec<Pod> {
    let used = |wish: &&Wish| wish.namespace == namespace && wish.served;
    wishes(world).iter().filter(used).enumerate().map(|(place, wish)| pod(world, wish, place)).collect()
}

fn pod(world: &World, wish: &Wish, place: usize) -> Pod {
    let host = place % world.hosts.len().min(2);
    let since = world.born - 9 * 86_400 - place as i64 * 60;
    // What has a number at its end is a StatefulSet's.
    let set = wish.name.rsplit_once('-').filter(|(_, end)| end.bytes().all(|byte| byte.is_ascii_digit()));
    let template = hash(world, &[0xa44, key(&wish.name)], 10);
    let (name, owner) = if let Some((set, _)) = set {
        (wish.name.clone(), format!("StatefulSet/{set}"))
    } else {
        let end = hash(world, &[0xa45, key(&wish.name)], 5);
        (format!("{}-{template}-{end}", wish.name), format!("ReplicaSet/{}-{template}", wish.name))
    };
    let app = set.map_or(wish.name.as_str(), |(set, _)| set);
    let image = format!("registry.demo/{}/{app}:1.4", wish.namespace);
    let ready = |name: &str| Condition {
        name: name.into(),
        status: "True".into(),
        reason: None,
        message: None,
        since: Some(at(since + 8)),
        heartbeat: None,
    };
    Pod {
        namespace: wish.namespace.clone(),
        name,
        labels: BTreeMap::from([("app.kubernetes.io/name".to_owned(), app.to_owned())]),
        daemon: None,
        node: Some(world.hosts[host].name.clone()),
        phase: "Running".into(),
        reason: None,
        conditions: ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map(ready).into(),
        containers: vec![Container {
            name: app.to_owned(),
            image_id: Some(format!("sha256:{}", hash(world, &[key(&image)], 12))),
            image,
            init: false,
            ready: true,
            restarts: 0,
            state: ContainerState::Running { since: Some(at(since + 5)) },
            last_end: None,
        }],
        owner: Some(owner),
        claims: vec![wish.name.clone()],
        address: Some(format!("10.244.{host}.{}", 210 + place % 40)),
        started: Some(at(since)),
        created: Some(at(since)),
        deleting_since: None,
    }
}
