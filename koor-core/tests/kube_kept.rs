//! What Kubernetes said, kept in a recording and told again: part by part the same, round by round, without secrets.
#![cfg(all(feature = "sim", feature = "recording"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what must hold by unwrapping it")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use koor_core::adapter::recording::Recording;
use koor_core::model::kube::{ClaimRef, KubeParts, KubeQuestion};
use koor_core::model::{Inventory, Kind, Part, Seen};
use koor_core::port::{Clock, KubeSelection, Orchestrator};
use koor_core::sim::{Scenario, Simulator};
use koor_core::{Koor, RecordOptions};

/// A clock that goes on by ten seconds with each look at it, so that rounds differ.
#[derive(Debug)]
struct Steps(AtomicI64);

impl Clock for Steps {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.fetch_add(10, Ordering::Relaxed)).unwrap()
    }
}

#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_795_371_300).unwrap()
    }
}

fn options(path: &Path) -> RecordOptions {
    RecordOptions {
        path: path.to_owned(),
        duration: None,
        every: Duration::from_secs(1),
        overwrite: false,
        redact: true,
    }
}

/// The parts that Kubernetes tells, without how long each took.
fn told(inventory: &Inventory) -> serde_json::Value {
    let mut all = serde_json::to_value(inventory).unwrap();
    let parts = all.as_object_mut().unwrap();
    parts.retain(|part, _| Inventory::is_of_kubernetes(part));
    for part in parts.values_mut() {
        part["seen"]["took_ms"] = 0.into();
    }
    all
}

async fn kept(koor: &Koor, path: &Path) -> Recording {
    koor.record(&options(path), std::future::pending()).await.unwrap();
    Recording::open(path).unwrap()
}

#[tokio::test]
async fn every_part_of_every_scene_is_told_again() {
    let folder = tempfile::tempdir().unwrap();
    for scene in [Scenario::HealthySmall, Scenario::HostDown, Scenario::UpgradeStuck, Scenario::OperatorGone]
    {
        let koor = Koor::demo_at(scene, 1, Arc::new(Still));
        let live = koor.inventory().await;
        for form in ["kept", "kept.tar.zst"] {
            let path = folder.path().join(format!("{scene}-{form}"));
            let recording = kept(&koor, &path).await;
            assert!(recording.index().kubernetes.as_ref().unwrap().contains("rook-ceph"));
            let again = Koor::inventory_of(&path).await.unwrap();
            assert_eq!(told(&live), told(&again), "{scene}");
        }
    }
}

/// The same question asked again gets the next answer, as with Ceph's.
#[tokio::test(start_paused = true)]
async fn rounds_are_told_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rounds");
    let clock = Arc::new(Steps(AtomicI64::new(1_795_371_300)));
    let koor = Koor::demo_at(Scenario::Upgrade, 1, clock);
    let how = RecordOptions { duration: Some(Duration::from_secs(4)), ..options(&path) };
    let report = koor.record(&how, std::future::pending()).await.unwrap();
    assert_eq!(report.rounds, 5);
    let recording = Arc::new(Recording::open(&path).unwrap());
    let replayed = Koor::over(recording.clone()).beside(recording);
    let mut stamps = Vec::new();
    for _ in 0..6 {
        let inventory = replayed.look(&koor_core::collect::Selection::status()).await;
        stamps.push(inventory.deployments.as_of().unwrap());
    }
    assert!(stamps[..5].windows(2).all(|pair| pair[0] < pair[1]), "{stamps:?}");
    assert_eq!(stamps[4], stamps[5], "the last one stays");
}

/// An orchestrator with a secret everywhere one could stand, and a right that is missing.
#[derive(Debug)]
struct Leaky(Arc<dyn Orchestrator>);

const SECRET: &str = "AQDlZ3JuAAAAABAAK1hL0c9XyV6cF0aXYm3Q5A==";

#[async_trait]
impl Orchestrator for Leaky {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let mut parts = self.0.look(selection, deadline).await;
        let edit = |part: &mut Part<koor_core::model::rook::RookConfig>| {
            if let Part::Seen(Seen { value, .. }) = part {
                value.operator.insert("SOME_PASSWORD".into(), "planted-in-the-operator".into());
                value.config_override = Some(format!("[client.admin]\nkey = {SECRET}\n"));
            }
        };
        edit(&mut parts.rook_config);
        if let Part::Seen(Seen { value, .. }) = &mut parts.kube_events {
            value.extend(value.first().cloned().map(|mut event| {
                event.message = format!("mount failed: secret={SECRET}");
                event
            }));
        }
        parts.nodes = Part::unseen(Kind::Denied, "the right to list nodes is missing");
        parts
    }

    fn source(&self) -> String {
        "https://user:planted-in-the-url@10.0.0.1:6443".into()
    }
}

#[tokio::test]
async fn secrets_are_replaced_and_refusals_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = Arc::new(Simulator::new(Scenario::HostDown, 1, Arc::new(Still)));
    let leaky = Arc::new(Leaky(simulator.orchestrator()));
    let koor = Koor::over(simulator).beside(leaky).with_clock(Arc::new(Still));
    let path = folder.path().join("kept");
    let recording = kept(&koor, &path).await;
    let mut texts = vec![std::fs::read_to_string(path.join("index.json")).unwrap()];
    for entry in recording.index().entries.iter().filter(|entry| entry.target == "kube") {
        texts.push(String::from_utf8(recording.body(entry).to_vec()).unwrap());
    }
    assert!(texts.len() > 10, "every question has its file");
    for secret in [SECRET, "planted-in-the-operator", "planted-in-the-url"] {
        assert!(texts.iter().all(|text| !text.contains(secret)), "{secret} is kept");
    }
    let again = Koor::inventory_of(&path).await.unwrap();
    assert!(again.rook_config.value().unwrap().operator.contains_key("SOME_PASSWORD"));
    let why = again.nodes.why().unwrap();
    assert_eq!((why.kind, why.message.as_str()), (Kind::Denied, "the right to list nodes is missing"));
    assert!(again.pods.value().is_some(), "one refusal hides no other part");
}

/// What was not asked then is not made up: the pods of another namespace least of all.
#[tokio::test]
async fn what_is_not_in_a_recording_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept");
    let koor = Koor::demo_at(Scenario::HealthySmall, 1, Arc::new(Still));
    let recording = Arc::new(kept(&koor, &path).await);
    let replayed = Koor::over(recording.clone()).beside(recording);
    let cart = ClaimRef { namespace: "shop".into(), name: "cart".into() };
    let shown = replayed.claim(&cart).await.unwrap().to_string();
    assert!(shown.contains("csi-vol-"), "{shown}");
    let inventory = replayed.look(&koor_core::collect::Selection::claim("shop")).await;
    let why = inventory.pods.why().unwrap();
    assert_eq!(why.kind, Kind::NotFound);
    assert!(why.message.contains("the pods of namespace shop are not in this recording"), "{why}");
}

/// A row that can't be read is one part less, and says where.
#[tokio::test]
async fn a_part_that_can_not_be_read_is_one_part_less() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept");
    let koor = Koor::demo_at(Scenario::HealthySmall, 1, Arc::new(Still));
    let recording = kept(&koor, &path).await;
    // As a later Koor might have written it: another shape, and a sum that fits.
    let entry = recording.index().entries.iter().find(|entry| entry.command["question"] == "nodes").unwrap();
    let file = entry.file.clone().unwrap();
    let other = br#"{"seen": {"value": [{"name": 7}], "asked_at": "2026-11-22T18:00:00Z", "took_ms": 1.0, "source": "kube"}}"#;
    std::fs::write(path.join(&file), other).unwrap();
    let mut index = recording.index().clone();
    for entry in index.entries.iter_mut().filter(|entry| entry.file.as_ref() == Some(&file)) {
        use sha2::Digest as _;
        let sum = sha2::Sha256::digest(other);
        entry.bytes = Some(other.len() as u64);
        let digits: Vec<String> = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        entry.sha256 = Some(digits.concat());
    }
    std::fs::write(path.join("index.json"), serde_json::to_vec(&index).unwrap()).unwrap();
    let again = Koor::inventory_of(&path).await.unwrap();
    let why = again.nodes.why().unwrap();
    assert_eq!(why.kind, Kind::Corrupt);
    assert!(why.message.contains("nodes can't be read"), "{why}");
    assert!(again.deployments.value().is_some());
}

/// A recording of before, or of a cluster without Kubernetes: nothing is unseen, and it is said what it lacks.
#[tokio::test]
async fn a_recording_without_kubernetes_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept");
    let simulator = Arc::new(Simulator::new(Scenario::HealthySmall, 1, Arc::new(Still)));
    let recording = Arc::new(kept(&Koor::over(simulator).with_clock(Arc::new(Still)), &path).await);
    assert!(recording.index().entries.iter().all(|entry| entry.target != "kube"));
    let replayed = Koor::over(recording.clone()).beside(recording);
    let inventory = replayed.inventory().await;
    assert_eq!(inventory.unseen().count(), 0);
    for question in KubeQuestion::ALL {
        assert!(!inventory.asked().any(|part| part.name == question.part()));
    }
    let error = replayed.rook().await.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidInput);
    assert!(error.to_string().contains("Kubernetes is not in this recording"), "{error}");
}
