//! Through Kubernetes: cold processes on this host, by turns, against a toolbox pod on a real kubelet.

use std::process::{Command, Stdio};
use std::time::Instant;

use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::command::on_host;

use crate::paper::{Section, Target, median, ms};

/// Runs of each command, by turns.
const RUNS: usize = 15;
const NAMESPACE: &str = "rook-ceph";

pub(crate) fn section() -> Section {
    let mut section = Section::ratios("exec");
    let cluster = Cluster::start(Shape::full()).unwrap();
    let plane = ControlPlane::start(KubeShape::real()).unwrap();
    Rook::define(&plane, &[]).unwrap();
    let shape = RookShape { real: true, ..RookShape::default() };
    let _rook = Rook::install(&plane, &cluster, shape).unwrap();

    let koor = |args: &[&str]| {
        let mut command = on_host(&[&["--namespace", NAMESPACE], args].concat());
        command.env("KUBECONFIG", plane.kubeconfig());
        command
    };
    let ceph = || {
        let words = ["-n", NAMESPACE, "exec", "deploy/rook-ceph-tools", "--", "ceph", "status"];
        plane.kubectl_command(&plane.kubeconfig(), &words)
    };
    let (mut whole, mut fed, mut single) = (Vec::new(), Vec::new(), Vec::new());
    // One of each before counting, so that their files are in memory.
    for turn in 0..=RUNS {
        for (command, times) in [
            (koor(&["--rung", "exec", "inventory", "-o", "json"]), &mut whole),
            (koor(&["--rung", "librados", "status"]), &mut fed),
            (ceph(), &mut single),
        ] {
            let took = run(command);
            if turn > 0 {
                times.push(took);
            }
        }
    }
    let [whole, fed, single] = [whole, fed, single].map(median);
    let beside = format!("one `ceph status` by `kubectl exec`: {}", ms(single));
    section.ratio(
        "the whole inventory by exec, cold",
        &ms(whole),
        &beside,
        whole / single,
        "×",
        Target::AtMost(2.0),
    );
    let what = "`koor status` through librados fed from the Secret, cold";
    section.ratio(what, &ms(fed), &beside, single / fed, "×", Target::AtLeast(3.0));
    plane.down().unwrap();
    cluster.down().unwrap();
    section
}

fn run(mut command: Command) -> f64 {
    let began = Instant::now();
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    began.elapsed().as_secs_f64()
}
