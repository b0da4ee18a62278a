//! The contract over librados, the `ceph` program, and recordings of both forms.

use std::path::Path;

use koor_tests::bed::logs;
use koor_tests::command::{Said, inside};
use koor_tests::contract::Facts;

use crate::Site;

pub(crate) fn holds(site: &Site) {
    let facts = Facts {
        fsid: site.cluster.fsid().to_owned(),
        osds: u32::try_from(site.cluster.shape().osds).unwrap(),
        mons: site.cluster.shape().mons,
        secrets: site.planted.secrets.clone(),
    };
    let file = site.path("facts.json");
    std::fs::write(&file, serde_json::to_vec(&facts).unwrap()).unwrap();
    let conf = site.cluster.conf().display().to_string();
    let kept = site.path("contract.tar.zst");
    // Through a recorder it is the same contract, and what was recorded keeps it again.
    contract(site, &file, &["--conf", &conf, "--rung", "librados", "--record", &kept]);
    contract(site, &file, &["--replay", &kept]);
    contract(site, &file, &["--conf", &conf, "--rung", "librados"]);
    contract(site, &file, &["--conf", &conf, "--rung", "ceph"]);
    for form in ["recording", "recording.tar.zst"] {
        let path = site.path(form);
        let said = inside(&site.cluster, &["record", &path]).well();
        assert!(said.stdout.contains("secrets were replaced"), "{said}");
        contract(site, &file, &["--recording", &path]);
    }
}

fn contract(site: &Site, facts: &str, args: &[&str]) {
    let words = [&["--facts", facts], args].concat();
    let program = Path::new(env!("CARGO_BIN_EXE_koor-contract"));
    let output = site.cluster.run_program(program, &words, &[]).unwrap();
    let said = Said::of(format!("koor-contract {}", words.join(" ")), &output);
    print!("--- {}\n{}", args.join(" "), said.stdout);
    assert_eq!(said.code, Some(0), "{said}\n{}", logs(&site.cluster));
    // A suite that ran nothing would pass, too.
    assert!(said.stdout.lines().filter(|l| l.starts_with("passed")).count() >= 7, "{said}");
}
