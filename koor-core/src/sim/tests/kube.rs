//! What Kubernetes and Rook say of each scene, held against the world and against what Ceph says.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::{Hands, said, scenes, simulator};
use crate::model::kube::{KubeParts, KubeQuestion, Pod, VolumeBackend};
use crate::model::rook::RookCluster;
use crate::model::{Command, Kind};
use crate::model::{DaemonName, Part};
use crate::port::KubeSelection;
use crate::sim::world::World;
use crate::sim::{Scenario, Simulator};

/// Moments after the first look: while things happen, and much later.
const STEPS: [i64; 7] = [0, 9, 51, 150, 400, 900, 40_000];

fn everything() -> KubeSelection {
    KubeSelection::of(KubeQuestion::ALL)
}

async fn look(simulator: &Arc<Simulator>) -> KubeParts {
    simulator.orchestrator().look(&everything(), Duration::from_secs(5)).await
}

fn value<T>(part: &Part<T>) -> &T {
    part.value().unwrap_or_else(|| panic!("{:?}", part.why()))
}

fn cluster(parts: &KubeParts) -> &RookCluster {
    &value(&parts.rook_clusters)[0]
}

fn shared(scene: Scenario, seed: u64) -> (Arc<Simulator>, Arc<Hands>) {
    let (simulator, hands) = simulator(scene, seed);
    (Arc::new(simulator), hands)
}

#[tokio::test]
async fn every_law_holds_in_every_scene_at_every_time() {
    let laws: [fn(&KubeParts, &World, &str); 6] = [
        every_daemon_is_in_one_pod,
        deployments_count_their_pods,
        budgets_count_their_pods,
        nodes_are_hosts,
        claims_lead_to_pools,
        images_are_what_runs,
    ];
    for (place, scene) in scenes().into_iter().enumerate() {
        let (simulator, hands) = shared(scene, place as u64 + 1);
        for step in STEPS {
            hands.forward(step);
            let parts = look(&simulator).await;
            simulator.with_world(|world| {
                for law in laws {
                    law(&parts, world, &format!("{scene}, +{step} s"));
                }
            });
        }
    }
}

/// The daemons of the world by their names.
fn daemons(world: &World) -> Vec<DaemonName> {
    let osds = (0..world.osds.len()).map(|osd| DaemonName::new("osd", osd.to_string()));
    let mons = world.mons.iter().map(|mon| DaemonName::new("mon", mon.name));
    let mgrs = world.mgrs.iter().map(|mgr| DaemonName::new("mgr", mgr.name));
    let mdss = world.mdss.iter().map(|mds| DaemonName::new("mds", mds.name));
    let rgws = world.rgws.iter().map(|rgw| DaemonName::new("rgw", rgw.name));
    osds.chain(mons).chain(mgrs).chain(mdss).chain(rgws).collect()
}

fn every_daemon_is_in_one_pod(parts: &KubeParts, world: &World, moment: &str) {
    let pods: Vec<&Pod> = value(&parts.pods).iter().filter(|pod| pod.daemon.is_some()).collect();
    let mut wanted = daemons(world);
    wanted.sort();
    let mut found: Vec<DaemonName> = pods.iter().filter_map(|pod| pod.daemon.clone()).collect();
    found.sort();
    assert_eq!(found, wanted, "{moment}");
    // An OSD's pod is where CRUSH has its OSD, unless it has to wait for that node.
    for pod in pods {
        let Some(DaemonName { daemon_type, id }) = &pod.daemon else { continue };
        if daemon_type.0 == "osd" {
            let host = &world.host_of(id.parse().unwrap()).name;
            assert!(pod.node.as_ref().is_none_or(|node| node == host), "{moment}: {pod:?}");
            assert_eq!(pod.labels["topology-location-host"], *host, "{moment}");
        }
    }
}

fn deployments_count_their_pods(parts: &KubeParts, _: &World, moment: &str) {
    let mut names: Vec<&str> = Vec::new();
    for deployment in value(&parts.deployments) {
        let begin = format!("ReplicaSet/{}-", deployment.name);
        let of_it = |pod: &&Pod| {
            pod.owner
                .as_deref()
                .and_then(|owner| owner.strip_prefix(&begin))
                .is_some_and(|end| !end.contains('-'))
        };
        let pods: Vec<&Pod> = value(&parts.pods).iter().filter(of_it).collect();
        assert_eq!(pods.len() as u64, deployment.wanted, "{moment}: {}", deployment.name);
        let ready = pods.iter().filter(|pod| pod.is_ready()).count() as u64;
        assert_eq!(ready, deployment.ready, "{moment}: {}", deployment.name);
        assert!(pods.iter().all(|pod| pod.daemon == deployment.daemon), "{moment}: {}", deployment.name);
        names.push(&deployment.name);
    }
    assert!(names.is_sorted(), "{moment}: {names:?}");
    let pods: Vec<_> = value(&parts.pods).iter().map(|pod| (&pod.namespace, &pod.name)).collect();
    assert!(pods.is_sorted(), "{moment}");
    assert!(pods.windows(2).all(|pair| pair[0] != pair[1]), "{moment}: two pods of one name");
}

/// As Kubernetes reckons them; while a host's OSDs are down and PGs suffer, nobody else may go.
fn budgets_count_their_pods(parts: &KubeParts, world: &World, moment: &str) {
    let budgets = value(&parts.disruption_budgets);
    for budget in budgets {
        let pods: Vec<&Pod> =
            value(&parts.pods).iter().filter(|pod| budget.selector.selects(&pod.labels)).collect();
        assert_eq!(pods.len() as u64, budget.expected, "{moment}: {}", budget.name);
        let ready = pods.iter().filter(|pod| pod.is_ready()).count() as u64;
        assert_eq!(
            (ready, ready.saturating_sub(budget.desired)),
            (budget.healthy, budget.allowed),
            "{moment}"
        );
    }
    let blocking: Vec<&str> = budgets
        .iter()
        .filter(|budget| budget.max_unavailable.as_deref() == Some("0"))
        .map(|budget| budget.name.as_str())
        .collect();
    let suffering = world.rook.gone_since.is_none() && !world.unclean().is_empty();
    let down = value(&parts.pods).iter().any(|pod| {
        pod.daemon.as_ref().is_some_and(|daemon| daemon.daemon_type.0 == "osd") && !pod.is_ready()
    });
    assert_eq!(!blocking.is_empty(), suffering && down, "{moment}: {blocking:?}");
    assert_eq!(value(&parts.rook_config).draining.is_some(), suffering && down, "{moment}");
}

fn nodes_are_hosts(parts: &KubeParts, world: &World, moment: &str) {
    let nodes = value(&parts.nodes);
    let mut hosts: Vec<&str> = world.hosts.iter().map(|host| host.name.as_str()).collect();
    hosts.sort_unstable();
    let names: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, hosts, "{moment}");
    for node in nodes {
        let host = world.hosts.iter().find(|host| host.name == node.hostname).unwrap();
        let renewed = |osd: usize| world.rook.renewing.contains_key(&crate::sim::world::Who::Osd(osd));
        let dead = |osd: &usize| {
            let state = &world.osds[*osd];
            !state.alive && !renewed(*osd) && world.now - state.died >= 60
        };
        if host.osds.iter().all(dead) {
            assert_eq!(node.ready(), None, "{moment}: {}", node.name);
            assert!(node.taints.iter().any(|taint| taint.key.ends_with("unreachable")), "{moment}");
        } else if host.osds.iter().any(|osd| world.osds[*osd].alive) {
            assert_eq!(node.ready(), Some(true), "{moment}: {}", node.name);
        }
    }
}

fn claims_lead_to_pools(parts: &KubeParts, world: &World, moment: &str) {
    let volumes: BTreeMap<&str, _> =
        value(&parts.volumes).iter().map(|volume| (volume.name.as_str(), volume)).collect();
    let claims = value(&parts.claims);
    assert!(claims.len() >= 9, "{moment}");
    for claim in claims {
        let Some(name) = &claim.volume else {
            assert_eq!((claim.phase.as_str(), world.quorum().len()), ("Pending", 0), "{moment}");
            continue;
        };
        let volume = volumes[name.as_str()];
        let back = volume.claim.as_ref().unwrap();
        assert_eq!((&back.namespace, &back.name), (&claim.namespace, &claim.name), "{moment}");
        let pool = match volume.backend.as_ref().unwrap() {
            VolumeBackend::Rbd { pool, image: Some(_), .. }
            | VolumeBackend::CephFs { pool: Some(pool), subvolume: Some(_), .. } => pool,
            other => panic!("{moment}: {other:?}"),
        };
        assert!(world.pools.iter().any(|known| known.name == pool), "{moment}: {pool}");
        let class = volume.storage_class.as_deref();
        assert!(
            value(&parts.storage_classes).iter().any(|known| Some(known.name.as_str()) == class),
            "{moment}"
        );
    }
}

/// A Deployment's image is what its daemon runs, but while its pod is replaced, when the label is ahead.
fn images_are_what_runs(parts: &KubeParts, world: &World, moment: &str) {
    for deployment in value(&parts.deployments) {
        let Some(daemon) = &deployment.daemon else { continue };
        let (alive, old) = match daemon.daemon_type.0.as_str() {
            "osd" => {
                let osd = &world.osds[daemon.id.parse::<usize>().unwrap()];
                (osd.alive, osd.old)
            }
            "mon" => {
                world.mons.iter().find(|mon| mon.name == daemon.id).map(|mon| (mon.alive, mon.old)).unwrap()
            }
            "mgr" => {
                world.mgrs.iter().find(|mgr| mgr.name == daemon.id).map(|mgr| (mgr.alive, mgr.old)).unwrap()
            }
            "mds" => {
                world.mdss.iter().find(|mds| mds.name == daemon.id).map(|mds| (mds.alive, mds.old)).unwrap()
            }
            _ => world.rgws.iter().find(|rgw| rgw.name == daemon.id).map(|rgw| (rgw.alive, rgw.old)).unwrap(),
        };
        if alive {
            let version = world.version_of(old);
            assert_eq!(deployment.ceph_version(), Some(format!("{version}-0").as_str()), "{moment}");
            assert_eq!(deployment.image, Some(format!("quay.io/ceph/ceph:v{version}")), "{moment}");
        }
    }
}

/// Asked on the minute and half a minute later: the CephCluster repeats the minute's answer, however things went on.
#[tokio::test]
async fn the_cephcluster_says_what_ceph_said_on_the_minute() {
    let mut differed = 0;
    for scene in scenes() {
        let (simulator, hands) = shared(scene, 3);
        for _ in 0..6 {
            hands.forward(60);
            let health = said(&simulator, &Command::new("health").text("detail", "detail"));
            let quorum = simulator.with_world(|world| !world.quorum().is_empty());
            let minute = simulator.with_world(|world| world.now);
            hands.forward(59);
            let parts = look(&simulator).await;
            let ceph = cluster(&parts).ceph.as_ref().unwrap();
            hands.forward(-59);
            let gone = simulator.with_world(|world| world.rook.gone_since);
            if let Some(gone) = gone {
                assert!(ceph.last_checked.unwrap().as_second() <= gone, "{scene}");
                continue;
            }
            assert_eq!(ceph.last_checked.unwrap().as_second(), minute, "{scene}");
            if !quorum {
                assert_eq!(
                    (ceph.checks[0].code.as_str(), ceph.health.as_deref()),
                    ("error", Some("HEALTH_ERR"))
                );
                continue;
            }
            assert_eq!(Some(health["status"].as_str().unwrap()), ceph.health.as_deref(), "{scene}");
            let codes: Vec<&String> = health["checks"].as_object().unwrap().keys().collect();
            let repeated: Vec<&String> = ceph.checks.iter().map(|check| &check.code).collect();
            assert_eq!(codes, repeated, "{scene}");
            let later = said(&simulator, &Command::new("health"));
            differed += u32::from(later["checks"].as_object().unwrap().len() != codes.len());
        }
    }
    assert!(differed > 0, "in no scene health changed within a minute");
}

#[tokio::test]
async fn an_upgrade_goes_through_in_rooks_order() {
    let (simulator, hands) = shared(Scenario::Upgrade, 1);
    let parts = look(&simulator).await;
    let rook = cluster(&parts);
    assert_eq!(
        (rook.phase.as_deref(), rook.message.as_deref()),
        (Some("Progressing"), Some("Configuring Ceph OSDs"))
    );
    assert_eq!(rook.version.as_ref().unwrap().version.as_deref(), Some("18.2.7-0"), "named before it runs");
    assert!(rook.observed_generation < rook.generation, "the reconcile has not ended");
    assert_eq!(rook.conditions[0].holds(), Some(true), "Ready stays True meanwhile");
    simulator.with_world(|world| {
        assert!(world.mons.iter().all(|mon| !mon.old) && world.mgrs.iter().all(|mgr| !mgr.old));
        let old = world.osds.iter().filter(|osd| osd.old).count();
        assert!(old > 0 && old < world.osds.len(), "{old} OSDs are old");
        assert!(world.mdss.iter().all(|mds| mds.old) && world.rgws.iter().all(|rgw| rgw.old));
    });
    let mut blocked = false;
    for _ in 0..90 {
        hands.forward(10);
        let parts = look(&simulator).await;
        blocked |=
            value(&parts.disruption_budgets).iter().any(|budget| budget.name == "rook-ceph-osd-host-node1");
    }
    assert!(blocked, "while a host's OSDs are replaced the others' budgets let nobody go");
    let parts = look(&simulator).await;
    let rook = cluster(&parts);
    assert_eq!((rook.phase.as_deref(), rook.observed_generation), (Some("Ready"), rook.generation));
    let versions = said(&simulator, &Command::new("versions"));
    assert_eq!(versions["overall"].as_object().unwrap().len(), 1, "{versions}");
    assert_eq!(said(&simulator, &Command::new("health"))["status"], "HEALTH_OK");
}

/// As a real one did (Rook 1.18, from 18.2.7 to 20.2.4): Ready, and for ever half done.
#[tokio::test]
async fn a_stuck_upgrade_says_ready_for_ever() {
    let (simulator, hands) = shared(Scenario::UpgradeStuck, 1);
    for step in [0, 600, 40_000] {
        hands.forward(step);
        let parts = look(&simulator).await;
        let rook = cluster(&parts);
        assert_eq!((rook.phase.as_deref(), rook.observed_generation), (Some("Ready"), rook.generation));
        assert_eq!(rook.ceph.as_ref().unwrap().health.as_deref(), Some("HEALTH_ERR"));
        let phase = |kind: &str| {
            let row = value(&parts.rook_resources).iter().find(|row| row.kind == kind).unwrap();
            row.phase.clone().unwrap()
        };
        assert_eq!(
            (phase("CephFilesystem"), phase("CephObjectStore")),
            ("Ready".into(), "Progressing".into())
        );
        let versions = said(&simulator, &Command::new("versions"));
        for (kind, number) in
            [("mon", "20.2.4"), ("mgr", "20.2.4"), ("osd", "20.2.4"), ("mds", "18.2.7"), ("rgw", "18.2.7")]
        {
            let rows = versions[kind].as_object().unwrap();
            assert!(rows.len() == 1 && rows.keys().all(|row| row.contains(number)), "{kind}: {rows:?}");
        }
    }
}

#[tokio::test]
async fn without_an_operator_nothing_is_taken_up() {
    let (simulator, hands) = shared(Scenario::OperatorGone, 1);
    hands.forward(3000);
    let parts = look(&simulator).await;
    let rook = cluster(&parts);
    let ceph = rook.ceph.as_ref().unwrap();
    assert_eq!((rook.phase.as_deref(), ceph.health.as_deref()), (Some("Ready"), Some("HEALTH_OK")));
    assert!(rook.generation > rook.observed_generation, "a change waits");
    let operator = |name: &str| name.starts_with("rook-ceph-operator");
    let deployment = value(&parts.deployments).iter().find(|one| operator(&one.name)).unwrap();
    assert_eq!((deployment.wanted, deployment.ready), (0, 0));
    assert!(!value(&parts.pods).iter().any(|pod| operator(&pod.name)));
    let crashing = value(&parts.kube_events).iter().find(|event| event.reason == "BackOff").unwrap();
    assert!(crashing.about.contains("rook-ceph-osd-") && crashing.count > 5, "{crashing:?}");
}

#[tokio::test]
async fn a_dead_host_is_a_silent_node_whose_pods_wait() {
    let (simulator, hands) = shared(Scenario::HostDown, 1);
    let parts = look(&simulator).await;
    let node = value(&parts.nodes).iter().find(|node| node.name == "node3").unwrap();
    assert_eq!(node.ready(), None);
    let waiting: Vec<&Pod> = value(&parts.pods).iter().filter(|pod| pod.node.is_none()).collect();
    let names: Vec<String> =
        waiting.iter().filter_map(|pod| Some(pod.daemon.as_ref()?.to_string())).collect();
    assert_eq!(names, ["mon.c", "osd.10", "osd.11", "osd.8", "osd.9"]);
    assert_eq!(value(&parts.rook_config).draining.as_deref(), Some("node3"));
    let endpoints = value(&parts.rook_config).mon_endpoints.as_ref().unwrap();
    assert_eq!(endpoints.out_of_quorum, ["c"]);
    // Once its data is whole elsewhere the usual budget is back.
    hands.forward(40_000);
    let parts = look(&simulator).await;
    assert!(value(&parts.disruption_budgets).iter().any(|budget| budget.name == "rook-ceph-osd"));
}

#[tokio::test]
async fn the_same_seed_says_the_same_and_another_seed_does_not() {
    let run = |seed| async move {
        let (simulator, hands) = shared(Scenario::HostDown, seed);
        hands.forward(77);
        let parts = look(&simulator).await;
        serde_json::to_string(&(value(&parts.pods), value(&parts.volumes), cluster(&parts))).unwrap()
    };
    assert_eq!(run(4).await, run(4).await);
    assert_ne!(run(4).await, run(5).await);
}

#[tokio::test]
async fn what_is_not_asked_is_not_told_and_no_time_runs_out() {
    let (simulator, _) = shared(Scenario::HealthySmall, 1);
    let kubernetes = simulator.orchestrator();
    let one = KubeSelection::of(&[KubeQuestion::Nodes]);
    let parts = kubernetes.look(&one, Duration::from_secs(5)).await;
    assert!(parts.nodes.value().is_some() && !parts.pods.was_asked());
    let parts = kubernetes.look(&one, Duration::ZERO).await;
    assert_eq!(parts.nodes.why().unwrap().kind, Kind::Timeout);
    assert!(!parts.pods.was_asked());
    // The pods of a namespace are told where they are asked for, with the claims they use.
    let shop = KubeSelection { pods_of: Some("shop".into()), ..KubeSelection::of(&[KubeQuestion::Pods]) };
    let parts = kubernetes.look(&shop, Duration::from_secs(5)).await;
    let users: Vec<&String> =
        value(&parts.pods).iter().filter(|pod| pod.namespace == "shop").flat_map(|pod| &pod.claims).collect();
    assert_eq!(users, ["cart", "orders-db-0", "orders-db-1"]);
}

/// Rows hold nothing that a recording would have to replace.
#[tokio::test]
async fn no_row_holds_a_secret() {
    for scene in scenes() {
        let (simulator, _) = shared(scene, 1);
        let text = serde_json::to_string(&look(&simulator).await).unwrap();
        assert_eq!(crate::model::redact::text(&text), text.as_str(), "{scene}");
    }
}
