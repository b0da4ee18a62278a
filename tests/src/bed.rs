//! Clusters for suites: started, or skipped where everybody can see it.

use std::io::Write as _;

use koor_testbed::{Cluster, Error, Shape};

/// Names a file to which every skipped suite adds a line.
const SKIPS: &str = "KOOR_TEST_SKIPS";

/// A cluster of that shape; none, and a line about it, where its release can't be had today.
///
/// Every other failure to start one is a failure of the test.
#[must_use]
pub fn start(shape: Shape) -> Option<Cluster> {
    let release = shape.release;
    match Cluster::start(shape) {
        Ok(cluster) => {
            println!("{release}: up, {:?}", cluster.timings());
            Some(cluster)
        }
        Err(Error::Unavailable { release, reason }) => {
            skip(release.name(), &reason);
            None
        }
        Err(error) => panic!("{release}: {error}"),
    }
}

/// Says that something was not tested, on stdout and in the file that `KOOR_TEST_SKIPS` names.
pub fn skip(what: &str, reason: &str) {
    let line = format!("SKIPPED {what}: {}", reason.replace('\n', " "));
    println!("{line}");
    if let Some(path) = std::env::var_os(SKIPS) {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// What the daemons said last, for a failure's report.
#[must_use]
pub fn logs(cluster: &Cluster) -> String {
    let tail = |name: &String| {
        let text = cluster.log_tail(name);
        let lines: Vec<&str> = text.lines().rev().take(5).collect();
        let lines: Vec<&str> = lines.into_iter().rev().collect();
        format!("--- {name}\n{}\n", lines.join("\n"))
    };
    cluster.daemons().iter().map(tail).collect()
}
