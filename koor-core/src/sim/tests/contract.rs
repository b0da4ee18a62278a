//! How calls behave.

use std::sync::Arc;
use std::time::Duration;

use super::simulator;
use crate::model::{Command, Kind, OsdId, Target, Word};
use crate::port::{CephTransport, SystemClock};
use crate::sim::{Scenario, Simulator};

const DEADLINE: Duration = Duration::from_secs(5);

async fn status_of(simulator: &Simulator, target: Target, command: Command) -> i32 {
    simulator.command(&target, &command, DEADLINE).await.unwrap().status
}

#[tokio::test]
async fn refusals_are_the_daemons_own() {
    let (simulator, _) = simulator(Scenario::HealthySmall, 1);
    let unknown = Command::new("koor no such command");
    assert_eq!(status_of(&simulator, Target::Mon, unknown.clone()).await, -22);
    let find = |id| Command::new("osd find").with("id", Word::Number(id));
    assert_eq!(status_of(&simulator, Target::Mon, find(4711)).await, -2);
    assert_eq!(status_of(&simulator, Target::Mon, find(5)).await, 0);
    let pool = Command::new("osd pool stats").text("pool_name", "no-such-pool");
    assert_eq!(status_of(&simulator, Target::Mgr, pool).await, -2);
    let ids = (0..6).map(|id| id.to_string()).collect();
    let stop = Command::new("osd ok-to-stop").with("ids", Word::List(ids));
    let answer = simulator.command(&Target::Mgr, &stop, DEADLINE).await.unwrap();
    assert!(answer.status == -16 && answer.body.starts_with(b"{"), "{answer:?}");
    assert_eq!(status_of(&simulator, Target::Osd(OsdId(2)), Command::new("version")).await, 0);
    assert_eq!(status_of(&simulator, Target::Osd(OsdId(60)), Command::new("version")).await, -2);
    assert_eq!(status_of(&simulator, Target::Osd(OsdId(2)), unknown).await, -22);
}

#[tokio::test]
async fn no_time_runs_out() {
    let (simulator, _) = simulator(Scenario::HealthySmall, 1);
    let error = simulator.command(&Target::Mon, &Command::new("status"), Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind, Kind::Timeout);
}

/// Questions run into their deadline; each mon alone tells whether it runs.
#[tokio::test(start_paused = true)]
async fn without_a_quorum_nobody_answers_and_mons_greet() {
    let (simulator, _) = simulator(Scenario::NoQuorum, 1);
    for target in [Target::Mon, Target::Mgr, Target::Osd(OsdId(0))] {
        let began = tokio::time::Instant::now();
        let error = simulator.command(&target, &Command::new("status"), DEADLINE).await.unwrap_err();
        assert_eq!(error.kind, Kind::Timeout, "{error}");
        assert!(began.elapsed() >= DEADLINE, "it did not wait");
    }
    let mut greeted = 0;
    for name in simulator.mon_names() {
        let target = Target::MonNamed(name);
        match simulator.command(&target, &Command::new("ping"), DEADLINE).await {
            Ok(answer) => greeted += i32::from(answer.status == 0),
            Err(error) => assert!(error.message.contains("does not run"), "{error}"),
        }
    }
    assert_eq!(greeted, 1);
}

#[test]
fn it_wears_its_badge() {
    let simulator = Simulator::new(Scenario::HostDown, 42, Arc::new(SystemClock));
    let source = simulator.source();
    assert_eq!(source.rung, "simulator");
    assert!(source.detail.contains("host-down") && source.detail.contains("42"), "{source}");
}
