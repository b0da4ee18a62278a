//! A large Kubernetes cluster, 500 nodes and 5,000 pods of which 1,500 are Rook's: what Koor adds to a status for it, the
//! first look of a watch, and every look after it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use koor_core::adapter::kube::{Access, KubeApi, KubeLists, KubeWatch};
use koor_core::collect::Selection;
use koor_core::model::kube::{KubeParts, KubeQuestion};
use koor_core::port::{KubeSelection, Orchestrator, SystemClock};
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::command::koor;
use koor_tests::large_kube;
use serde_json::{Value, json};

use crate::live;
use crate::paper::{Section, Target, mb, median, ms};
use crate::usage;
use crate::within::{self, figure};

const DEADLINE: Duration = Duration::from_mins(1);
/// Looks of each kind.
const TURNS: usize = 9;
/// Runs of each command, by turns.
const RUNS: usize = 15;

pub(crate) fn section() -> Section {
    let cluster = Cluster::start(Shape::small()).unwrap();
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    Rook::define(&plane, &[]).unwrap();
    Rook::install(&plane, &cluster, RookShape { nodes: 1, ..RookShape::default() }).unwrap();
    large_kube::fill(&plane).unwrap();
    let mut section = Section::ratios("kubernetes");
    let kubeconfig = plane.kubeconfig();

    let said = within::own(&["kube", kubeconfig.to_str().unwrap()]);
    let [first, again, listed, held] = ["first", "again", "listed", "held"].map(|name| figure(&said, name));
    let sent = ["/api/v1/nodes", "/api/v1/namespaces/rook-ceph/pods"].map(|path| sent(&plane, path));
    let sent: f64 = sent.iter().sum();
    let limit = |seconds: f64| format!("limit: {}", ms(seconds));
    let what = "500 nodes, 5,000 pods: the whole picture, watched";
    section.ratio(what, &ms(again), &limit(0.15), again / 0.15, "", Target::AtMost(1.0));
    section.ratio(
        "its first sync",
        &ms(first),
        &format!("all of it listed: {}", ms(listed)),
        first / listed,
        "×",
        Target::None,
    );
    section.ratio(
        "its memory",
        &mb(held),
        &format!("what the API server sends: {}", mb(sent)),
        held / sent,
        "×",
        Target::None,
    );

    // The cluster's folder has the same path inside its root.
    let inside = |name: &str| cluster.dir().join(name);
    fs::copy(koor(), inside("koor")).unwrap();
    fs::copy(&kubeconfig, inside("kubeconfig")).unwrap();
    let [program, kubeconfig] = [inside("koor"), inside("kubeconfig")].map(|path| path.display().to_string());
    let said = live::inside(&cluster, &["kube-status", &program, &kubeconfig]);
    let [alone, beside] = ["alone", "beside"].map(|name| figure(&said, name));
    let more = (beside - alone).max(0.0);
    let what = "`koor status` with its line on Kubernetes: how much more";
    section.ratio(
        what,
        &ms(more),
        &format!("{} without it; {}", ms(alone), limit(0.15)),
        more / 0.15,
        "",
        Target::AtMost(1.0),
    );
    plane.down().unwrap();
    cluster.down().unwrap();
    section
}

/// Lists and watches. In a process of its own.
pub(crate) fn measure(words: &[String]) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let access = Access {
        kubeconfig: Some(PathBuf::from(&words[0])),
        namespace: Some("rook-ceph".into()),
        ..Access::default()
    };
    let open = || runtime.block_on(KubeApi::open(&access, DEADLINE)).unwrap();
    let whole = KubeSelection::of(KubeQuestion::ALL);
    let look = |asked: &dyn Orchestrator| {
        let began = Instant::now();
        let parts = runtime.block_on(asked.look(&whole, DEADLINE));
        (began.elapsed().as_secs_f64(), parts)
    };
    let clock = Arc::new(SystemClock);
    let watch = KubeWatch::new(open(), clock.clone());
    let before = usage::held()[0];
    let (first, parts) = look(&watch);
    counted(&parts);
    drop(parts);
    let held = usage::held()[0] - before;
    let again = median((0..TURNS).map(|_| {
        let (took, parts) = look(&watch);
        counted(&parts);
        took
    }));
    drop(watch);
    let listed = median((0..3).map(|_| {
        let (took, parts) = look(&KubeLists::new(open(), clock.clone()));
        counted(&parts);
        took
    }));
    json!({"first": first, "again": again, "listed": listed, "held": held})
}

/// How many bytes a list is.
fn sent(plane: &ControlPlane, path: &str) -> f64 {
    plane.kubectl_ok(&["get", "--raw", path]).unwrap().len() as f64
}

fn counted(parts: &KubeParts) {
    let (nodes, pods) = (parts.nodes.value().unwrap(), parts.pods.value().unwrap());
    assert_eq!(nodes.len(), large_kube::NODES);
    assert!(pods.len() >= large_kube::PODS_OF_ROOK, "{} pods", pods.len());
}

/// `koor status` alone and beside Kubernetes, as cold processes by turns. In a process of its own.
pub(crate) fn status(words: &[String]) -> Value {
    let run = |flags: &[&str]| {
        let began = Instant::now();
        let done = Command::new(&words[0]).args(flags).arg("status").stdin(Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        began.elapsed().as_secs_f64()
    };
    // Said, since a kubeconfig alone would feed librados from Rook's Secret: what differs is to be Kubernetes' line alone.
    let conf = std::env::var("CEPH_CONF").unwrap_or_else(|_| "/etc/ceph/ceph.conf".into());
    let conf = ["--conf", conf.as_str()];
    let beside = [&conf[..], &["--kubeconfig", &words[1], "--namespace", "rook-ceph"]].concat();
    assert!(!Selection::status().kube().questions.is_empty());
    let (mut alone_s, mut beside_s) = (Vec::new(), Vec::new());
    for turn in 0..=RUNS {
        let (alone, beside) = (run(&conf), run(&beside));
        // One of each before counting, so that their files are in memory.
        if turn > 0 {
            alone_s.push(alone);
            beside_s.push(beside);
        }
    }
    json!({"alone": median(alone_s), "beside": median(beside_s)})
}
