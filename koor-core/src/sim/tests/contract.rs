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

/// Only the primary tells of a PG; who holds it and who does not refuse in words of their own.
#[tokio::test]
async fn a_pg_is_told_by_its_primary_alone() {
    let (simulator, _) = simulator(Scenario::HealthySmall, 1);
    let (id, acting) = simulator.with_world(|world| (world.pg_id(0), world.pgs[0].acting.clone()));
    let osds = simulator.with_world(|world| world.osds.len());
    let query = || Command::new("pg").text("pgid", id.clone()).text("cmd", "query");
    for osd in 0..osds {
        let target = Target::Osd(OsdId(osd as u32));
        let answer = simulator.command(&target, &query(), DEADLINE).await.unwrap();
        let (status, words) = match acting.iter().position(|member| *member == osd) {
            Some(0) => (0, String::new()),
            Some(_) => (-11, format!("not primary for pgid {id}")),
            None => (-2, format!("i don't have pgid {id}")),
        };
        assert_eq!((answer.status, answer.message), (status, words), "osd.{osd}");
    }
    let wrong = Command::new("pg").text("pgid", "x").text("cmd", "query");
    assert_eq!(status_of(&simulator, Target::Osd(OsdId(0)), wrong).await, -22);
}

/// Each daemon's configuration is told, a gateway's by the number that the service map has for it.
#[tokio::test]
async fn every_daemon_has_a_configuration() {
    let (simulator, _) = simulator(Scenario::HealthySmall, 1);
    let body = simulator.command(&Target::Mgr, &Command::new("service dump"), DEADLINE).await.unwrap().body;
    let services: serde_json::Value = serde_json::from_slice(&body).unwrap();
    for (service, told) in services["services"].as_object().unwrap() {
        let names = told["daemons"].as_object().unwrap().keys().filter(|name| *name != "summary");
        for name in names {
            let who = format!("{service}.{name}");
            for prefix in ["config show", "config show-with-defaults"] {
                let command = Command::new(prefix).text("who", who.clone());
                assert_eq!(status_of(&simulator, Target::Mgr, command).await, 0, "{prefix} {who}");
            }
        }
    }
    let by_name = Command::new("config show").text("who", "rgw.store-a");
    assert_eq!(status_of(&simulator, Target::Mgr, by_name).await, -2);
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
