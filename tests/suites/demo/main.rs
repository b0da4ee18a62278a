//! The simulator as a transport and as a user meets it: no service, no network.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod catalogue;
mod commands;
mod damaged;
mod faults;
mod kubernetes;
mod versions;

use std::sync::Arc;
use std::time::Duration;

use koor_core::model::{Command, Target};
use koor_core::port::{CephTransport, SystemClock};
use koor_core::sim::{Faulty, Scenario, Simulator};
use koor_tests::contract::{self, Abilities, Facts};
use serde_json::Value;

/// What a scenario's cluster says of itself, for the contract to hold its answers against each other.
async fn facts(transport: &dyn CephTransport) -> Facts {
    let command = Command::new("status");
    let answer = transport.command(&Target::Mon, &command, Duration::from_secs(5)).await.unwrap();
    let status: Value = serde_json::from_slice(&answer.body).unwrap();
    Facts {
        fsid: status["fsid"].as_str().unwrap().into(),
        osds: u32::try_from(status["osdmap"]["num_osds"].as_u64().unwrap()).unwrap(),
        mons: usize::try_from(status["monmap"]["num_mons"].as_u64().unwrap()).unwrap(),
        // A pretend cluster has none.
        secrets: Vec::new(),
    }
}

/// The same suite that librados, the `ceph` program and recordings pass, on the scenes in which every daemon runs: it
/// asks each of them. `commands` looks at the others.
#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_keeps_the_contract() {
    let daemons_run = |scenario: &Scenario| {
        use Scenario::{HostDown, NoQuorum, OperatorGone, OsdFlapping, StuckPgs, Upgrade};
        !matches!(scenario, HostDown | NoQuorum | OperatorGone | OsdFlapping | StuckPgs | Upgrade)
    };
    // Side by side: the suite waits for deadlines on purpose.
    let kept = Scenario::all().into_iter().filter(daemons_run).map(|scenario| async move {
        let simulator = Arc::new(Simulator::new(scenario, 1, Arc::new(SystemClock)));
        let facts = facts(&*simulator).await;
        let cases = contract::run(simulator, facts, Abilities::live("simulator")).await;
        assert_eq!(contract::failures(&cases), Vec::<String>::new(), "{scenario}");
        assert!(cases.len() > 15, "{scenario}");
    });
    futures_util::future::join_all(kept).await;
}

/// Faults stand in front of any transport; with none of them it is the same transport.
#[tokio::test(flavor = "multi_thread")]
async fn a_transport_without_faults_keeps_the_contract() {
    let simulator = Arc::new(Simulator::new(Scenario::HealthySmall, 1, Arc::new(SystemClock)));
    let facts = facts(&*simulator).await;
    let faulty = Arc::new(Faulty::new(simulator, Vec::new()));
    let cases = contract::run(faulty, facts, Abilities::live("simulator")).await;
    assert_eq!(contract::failures(&cases), Vec::<String>::new());
}
