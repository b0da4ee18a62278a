//! The releases that live in root folders. The first run makes the folders, which takes a minute or two each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

use std::process::Stdio;

use koor_testbed::{Cluster, Error, Release, Shape};

/// A cluster of that release; none, and a word about it, where the release cannot be had.
fn cluster(release: Release) -> Option<Cluster> {
    match Cluster::start(Shape::small().on(release)) {
        Ok(cluster) => Some(cluster),
        Err(e @ Error::Unavailable { .. }) => {
            println!("SKIPPED: {e}");
            None
        }
        Err(e) => panic!("{e}"),
    }
}

fn lives(release: Release) {
    let Some(cluster) = cluster(release) else { return };
    println!("{release}: {:?}", cluster.timings());
    let versions = cluster.ceph_json(&["versions"]).unwrap();
    let overall = versions["overall"].as_object().unwrap();
    assert!(overall.keys().all(|v| v.contains(&format!("version {}.", release.major()))), "{overall:?}");

    // Daemons have other process numbers in there than out here: signals must reach the right ones.
    cluster.kill("osd.0").unwrap();
    cluster.wait_check("OSD_DOWN").unwrap();
    cluster.start_daemon("osd.0").unwrap();
    cluster.pause("mgr.x").unwrap();
    cluster.resume("mgr.x").unwrap();
    cluster.wait_complete().unwrap();

    // A program built here sees the release's files, and the environment it is given.
    let hands = std::path::Path::new("/usr/bin/env");
    let seen = cluster.run_program(hands, &["grep", "-h", "CODENAME", "/etc/os-release"], &[]).unwrap();
    let seen = String::from_utf8_lossy(&seen.stdout).into_owned();
    let suite = if release == Release::Reef { "trixie" } else { "forky" };
    assert!(seen.contains(suite) || seen.contains("sid"), "{seen}");
    let env = cluster.run_program(hands, &[], &[("GIVEN", "yes")]).unwrap();
    let env = String::from_utf8_lossy(&env.stdout).into_owned();
    assert!(env.contains("GIVEN=yes") && env.contains(cluster.conf().to_str().unwrap()), "{env}");

    // A long-running one can be found and ended.
    let mut command = cluster.program(std::path::Path::new("/usr/bin/sleep")).unwrap();
    let mut child = command.arg("600").stdout(Stdio::null()).spawn().unwrap();
    cluster
        .wait_for("the program", std::time::Duration::from_secs(10), |c| Ok(c.pid_of(&child).is_some()))
        .unwrap();
    cluster.down().unwrap();
    assert!(!child.wait().unwrap().success());
}

#[test]
fn reef_lives() {
    lives(Release::Reef);
}

#[test]
fn tentacle_lives() {
    lives(Release::Tentacle);
}
