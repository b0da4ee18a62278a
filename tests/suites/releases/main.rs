//! Each release of Ceph, whole: every rung keeps the contract, every figure is Ceph's own, every rung sees the same.
//!
//! One cluster a release, because bringing one up is what takes time.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod contract;
mod daemons;
mod figures;
mod lists;
mod rungs;
mod settle;
mod versions;

use koor_testbed::{Cluster, Planted, Release, Shape};
use koor_tests::bed;

/// A populated cluster with what was put into it.
struct Site {
    cluster: Cluster,
    planted: Planted,
}

impl Site {
    /// The path of a file or folder in the cluster's own folder, which is the same inside its root.
    fn path(&self, name: &str) -> String {
        self.cluster.dir().join(name).display().to_string()
    }
}

fn everything(release: Release) {
    let Some(cluster) = bed::start(Shape::full().on(release)) else {
        return;
    };
    let planted = cluster.populate().unwrap();
    cluster.wait_complete().unwrap();
    let site = Site { cluster, planted };
    let clock = std::time::Instant::now();
    let step = |name: &str, work: fn(&Site)| {
        work(&site);
        println!("{release}: {name} by {:.1} s", clock.elapsed().as_secs_f64());
    };
    step("the contract", contract::holds);
    step("status", figures::status_is_cephs);
    step("lists", lists::are_cephs);
    step("daemons", daemons::are_cephs);
    step("versions", versions::are_judged);
    step("rungs", rungs::see_the_same);
    if release == Release::Pacific {
        step("the library", rungs::library_equals_command);
    }
    site.cluster.down().unwrap();
}

#[test]
fn pacific() {
    everything(Release::Pacific);
}

#[test]
fn reef() {
    everything(Release::Reef);
}

#[test]
fn tentacle() {
    everything(Release::Tentacle);
}
