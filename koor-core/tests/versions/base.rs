//! A healthy cluster under Rook, and what can be changed of it.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use koor_core::assess::advice::{Advice, Outcome, Ruling, advise, before};
use koor_core::assess::traits::Traits;
use koor_core::ladder::Options;
use koor_core::model::catalogue::{Catalogue, Product};
use koor_core::model::kube::{Container, Pod};
use koor_core::model::rook::{KeyPolicy, RookCluster, RookKey, RookResource};
use koor_core::model::{CephVersion, ConfigEntry, Inventory, Part, Service, ServiceDaemon};
use koor_core::{Koor, wire};
use semver::Version;

/// The day on which everything here is judged.
pub(crate) const TODAY: Date = date(2026, 11, 28);

pub(crate) fn catalogue() -> &'static Catalogue {
    wire::catalogue::built_in()
}

/// The pretend cluster, on versions that nothing speaks against.
pub(crate) fn base() -> Inventory {
    static SEEN: OnceLock<Inventory> = OnceLock::new();
    let seen = SEEN.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let options = Options { demo: Some("healthy-small".into()), ..Options::default() };
        runtime.block_on(async { Koor::open(options).await.unwrap().inventory().await })
    });
    let mut inventory = seen.clone();
    run(&mut inventory, Product::Ceph, "20.2.5");
    run(&mut inventory, Product::Rook, "1.20.7");
    run(&mut inventory, Product::Kubernetes, "1.35.4");
    run(&mut inventory, Product::CephCsi, "3.17.1");
    install_chart(&mut inventory, "ceph-csi-drivers");
    module(&mut inventory, "rook", false);
    kernel(&mut inventory, "6.12.0-55.el10");
    let key = RookKey { generation: Some(1), made_by: None, key_type: Some("aes".into()), prior_keys: None };
    rook(&mut inventory).keys.insert("osd".into(), key);
    inventory
}

pub(crate) fn value<T>(part: &mut Part<T>) -> &mut T {
    match part {
        Part::Seen(seen) => &mut seen.value,
        Part::Unseen(unseen) => panic!("{unseen:?}"),
    }
}

pub(crate) fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

/// What of a product runs, everywhere where it is told.
pub(crate) fn run(inventory: &mut Inventory, product: Product, number: &str) {
    let tagged = |image: &str| format!("{}:v{number}", image.split(':').next().unwrap());
    match product {
        Product::Ceph => {
            let release = catalogue()
                .line_of(Product::Ceph, &version(number))
                .and_then(|line| line.name.clone())
                .unwrap();
            let ceph =
                CephVersion { version: version(number), release: release.clone(), build: "0".repeat(40) };
            for row in &mut value(&mut inventory.versions).0 {
                row.version = ceph.clone();
            }
            for osd in value(&mut inventory.osd_metadata) {
                osd.version = Some(ceph.clone());
            }
            value(&mut inventory.osd_map).require_osd_release = release;
            rook(inventory).wants.image = Some(format!("quay.io/ceph/ceph:v{number}"));
        }
        Product::Rook => {
            for one in value(&mut inventory.deployments) {
                if one.is_operator() {
                    one.image = one.image.as_deref().map(tagged);
                }
            }
            for one in value(&mut inventory.helm_releases) {
                one.chart = Some(format!("{}-v{number}", one.name));
            }
        }
        Product::Kubernetes => {
            value(&mut inventory.kubernetes).version = Some(format!("v{number}"));
            for node in value(&mut inventory.nodes) {
                node.kubelet = Some(format!("v{number}"));
            }
        }
        Product::CephCsi => {
            let drivers = |container: &&mut Container| container.image.contains("cephcsi/cephcsi");
            let containers = |pod: &mut Pod| {
                pod.containers.iter_mut().filter(drivers).for_each(|one| one.image = tagged(&one.image))
            };
            value(&mut inventory.pods).iter_mut().for_each(containers);
        }
        Product::KoorOperator | Product::Ksd => panic!("no cluster runs {product}"),
    }
}

pub(crate) fn rook(inventory: &mut Inventory) -> &mut RookCluster {
    &mut value(&mut inventory.rook_clusters)[0]
}

pub(crate) fn module(inventory: &mut Inventory, name: &str, on: bool) {
    let modules = &mut value(&mut inventory.mgrs).modules;
    match modules.iter_mut().find(|module| module.name == name) {
        Some(module) => module.enabled = on,
        None => modules.push(koor_core::model::MgrModule {
            name: name.into(),
            enabled: on,
            always_on: false,
            can_run: true,
            error: None,
        }),
    }
}

pub(crate) fn kernel(inventory: &mut Inventory, release: &str) {
    for osd in value(&mut inventory.osd_metadata) {
        osd.kernel = Some(release.into());
    }
    for part in [&mut inventory.mon_metadata, &mut inventory.mgr_metadata, &mut inventory.mds_metadata] {
        value(part).iter_mut().for_each(|one| one.kernel = Some(release.into()));
    }
    value(&mut inventory.nodes).iter_mut().for_each(|node| node.kernel = Some(release.into()));
}

pub(crate) fn processor(inventory: &mut Inventory, word: &str) {
    value(&mut inventory.osd_metadata)[0].arch = Some(word.into());
}

pub(crate) fn created_on(inventory: &mut Inventory, number: &str) {
    let ceph = CephVersion { version: version(number), release: "any".into(), build: String::new() };
    value(&mut inventory.osd_metadata).iter_mut().for_each(|osd| osd.created_with = Some(ceph.clone()));
}

pub(crate) fn set(inventory: &mut Inventory, option: &str, to: &str) {
    value(&mut inventory.config).push(ConfigEntry {
        section: "osd".into(),
        mask: String::new(),
        name: option.into(),
        value: to.into(),
        level: "advanced".into(),
        can_update_at_runtime: true,
    });
}

pub(crate) fn serve(inventory: &mut Inventory, service_type: &str) {
    let daemon = ServiceDaemon {
        key: "1".into(),
        id: Some("a".into()),
        hostname: None,
        started: None,
        address: None,
        metadata: std::collections::BTreeMap::new(),
    };
    value(&mut inventory.services).push(Service { service_type: service_type.into(), daemons: vec![daemon] });
}

/// Nobody serves this, and Rook is not told to.
pub(crate) fn stop(inventory: &mut Inventory, service_type: &str, kind: &str) {
    value(&mut inventory.services).retain(|one| one.service_type != service_type);
    value(&mut inventory.rook_resources).retain(|one| one.kind != kind);
}

pub(crate) fn no_file_system(inventory: &mut Inventory) {
    value(&mut inventory.file_systems).file_systems.clear();
}

pub(crate) fn make(inventory: &mut Inventory, kind: &str) {
    value(&mut inventory.rook_resources).push(RookResource {
        kind: kind.into(),
        namespace: "rook-ceph".into(),
        name: "one".into(),
        phase: Some("Ready".into()),
        message: None,
        conditions: Vec::new(),
        generation: None,
        observed_generation: None,
        wants: std::collections::BTreeMap::new(),
        left_alone: false,
        created: None,
        deleting_since: None,
    });
}

pub(crate) fn csi_keys(inventory: &mut Inventory, kind: &str) {
    let policy = KeyPolicy { rotation: None, generation: None, key_type: Some(kind.into()) };
    rook(inventory).wants.key_policies.insert("csi".into(), policy);
}

pub(crate) fn rotate(inventory: &mut Inventory) {
    let policy = KeyPolicy { rotation: Some("KeyGeneration".into()), generation: Some(2), key_type: None };
    rook(inventory).wants.key_policies.insert("daemon".into(), policy);
}

pub(crate) fn install_chart(inventory: &mut Inventory, name: &str) {
    let mut release = value(&mut inventory.helm_releases)[0].clone();
    release.name = name.into();
    release.chart = Some(format!("{name}-v1.20.7"));
    value(&mut inventory.helm_releases).push(release);
}

pub(crate) fn remove_chart(inventory: &mut Inventory, name: &str) {
    value(&mut inventory.helm_releases).retain(|release| release.name != name);
}

pub(crate) fn without_helm(inventory: &mut Inventory) {
    value(&mut inventory.helm_releases).clear();
}

pub(crate) fn store_with(inventory: &mut Inventory, objectstore: &str) {
    value(&mut inventory.osd_metadata)[0].objectstore = Some(objectstore.into());
}

/// An erasure-coded pool with this profile.
pub(crate) fn code(inventory: &mut Inventory, plugin: &str, technique: &str) {
    let map = value(&mut inventory.osd_map);
    let words = [("plugin", plugin), ("technique", technique), ("k", "4"), ("m", "2")];
    let profile = words.iter().map(|(key, word)| ((*key).into(), (*word).into())).collect();
    map.ec_profiles.insert("coded".into(), koor_core::model::EcProfile(profile));
    map.pools[0].kind = koor_core::model::PoolKind::Erasure { profile: "coded".into() };
}

pub(crate) fn name_pool(inventory: &mut Inventory, name: &str) {
    value(&mut inventory.osd_map).pools[0].name = name.into();
}

/// A second `take` in the rule of the first pool.
pub(crate) fn take_twice(inventory: &mut Inventory) {
    let rule = value(&mut inventory.osd_map).pools[0].crush_rule;
    let rules = &mut value(&mut inventory.crush).rules;
    let steps = &mut rules.iter_mut().find(|one| one.id == rule).unwrap().steps;
    let again = steps.clone();
    steps.extend(again);
}

pub(crate) fn advice(inventory: &Inventory) -> Advice {
    advise(&Traits::of(inventory), catalogue(), TODAY)
}

/// What is found of what runs.
pub(crate) fn found(inventory: &Inventory) -> Vec<Ruling> {
    advice(inventory).found().cloned().collect()
}

/// What is found of an upgrade to this.
pub(crate) fn found_before(inventory: &Inventory, product: Product, to: &str) -> Vec<Ruling> {
    let advice = advice(inventory);
    let from = advice.products.iter().find(|one| one.product == product).unwrap().oldest().unwrap().clone();
    let all = before(catalogue(), product, &from, &version(to), &Traits::of(inventory));
    all.into_iter().filter(|one| one.outcome == Outcome::Found).collect()
}
