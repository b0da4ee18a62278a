//! The whole inventory out of a release's answers, through a collector.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use koor_core::Koor;
use koor_core::model::{Command, Inventory, Kind, Source, Target};
use koor_core::port::{Answer, CephTransport, TransportError};

use crate::answers::{RELEASES, answer};

/// A cluster that gives a release's answers.
#[derive(Debug)]
struct Canned {
    release: &'static str,
    quorum: bool,
}

pub(crate) fn name(command: &Command) -> &'static str {
    match command.prefix {
        "pg dump" if command.to_string().ends_with("summary") => "pg_dump_summary",
        "status" => "status",
        "health" => "health_detail",
        "quorum_status" => "quorum_status",
        "osd pool stats" => "pool_stats",
        "progress json" => "progress",
        "osd perf" => "osd_perf",
        "log last" => "log_last",
        "mon dump" => "mon_dump",
        "time-sync-status" => "time_sync",
        "mgr dump" => "mgr_dump",
        "mgr stat" => "mgr_stat",
        "osd dump" => "osd_dump",
        "osd df" => "osd_df",
        "osd crush dump" => "crush_dump",
        "df" => "df_detail",
        "fs dump" => "fs_dump",
        "service dump" => "service_dump",
        "versions" => "versions",
        "osd pool autoscale-status" => "autoscale",
        "balancer status" => "balancer",
        "crash ls" => "crash_ls",
        "features" => "features",
        "pg dump" => "pg_dump",
        "osd metadata" => "osd_metadata",
        "mon metadata" => "mon_metadata",
        "mgr metadata" => "mgr_metadata",
        "mds metadata" => "mds_metadata",
        "config dump" => "config_dump",
        "device ls" => "device_ls",
        other => panic!("nobody knows `{other}`"),
    }
}

#[async_trait]
impl CephTransport for Canned {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        _: Duration,
    ) -> Result<Answer, TransportError> {
        let silent = || TransportError::new(Kind::Timeout, format!("{target} does not answer"));
        if !self.quorum && *target == Target::Mon {
            return Err(silent());
        }
        let body = match target {
            // A greeting has no body.
            Target::MonNamed(mon) if mon == "10.0.0.1:3300" => Vec::new(),
            Target::MonNamed(_) => return Err(silent()),
            _ => answer(self.release, name(command)),
        };
        Ok(Answer {
            status: 0,
            message: String::new(),
            body,
            asked_at: "2026-11-22T18:30:00Z".parse().unwrap(),
            took: Duration::from_millis(1),
        })
    }

    fn source(&self) -> Source {
        Source {
            rung: "test".into(),
            cluster: "ceph".into(),
            detail: "answers of a test".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn mon_names(&self) -> Vec<String> {
        vec!["10.0.0.1:3300".into(), "10.0.0.3:3300".into()]
    }
}

/// A handle over a release's answers.
pub(crate) fn koor(release: &'static str) -> Koor {
    Koor::over(Arc::new(Canned { release, quorum: true }))
}

async fn inventory(release: &'static str, quorum: bool) -> Inventory {
    Koor::over(Arc::new(Canned { release, quorum })).inventory().await
}

#[tokio::test]
async fn every_part_of_every_release_is_seen() {
    for release in RELEASES {
        let inventory = inventory(release, true).await;
        assert_eq!(inventory.unseen().collect::<Vec<_>>(), [], "{release}");
        // All but the mons asked alone, which nobody had reason to ask, and what is Kubernetes', where there is none.
        let of_ceph = Inventory::PARTS.iter().filter(|part| !Inventory::is_of_kubernetes(part));
        assert_eq!(inventory.asked().count(), of_ceph.count() - 1);
        let pgs = inventory.pgs.seen().unwrap();
        assert!(pgs.as_of.is_some_and(|as_of| as_of < pgs.asked_at));
        assert!(inventory.capacity.seen().unwrap().as_of.is_some());

        // What was written equals what is read back.
        let text = serde_json::to_string(&inventory).unwrap();
        assert_eq!(serde_json::from_str::<Inventory>(&text).unwrap(), inventory, "{release}");
    }
}

#[tokio::test]
async fn every_daemon_is_in_one_list() {
    for release in RELEASES {
        let inventory = inventory(release, true).await;
        let daemons = inventory.daemons();
        let names: Vec<_> = daemons.iter().map(|daemon| daemon.name.to_string()).collect();
        assert_eq!(
            names,
            [
                "mon.a", "mon.b", "mon.c", "mgr.x", "mgr.y", "osd.0", "osd.1", "osd.2", "osd.3", "mds.x",
                "mds.y", "mds.z", "rgw.a"
            ],
            "{release}"
        );
        let state = |name: &str| {
            let daemon = daemons.iter().find(|daemon| daemon.name.to_string() == name).unwrap();
            (daemon.state.as_str(), daemon.ok)
        };
        assert_eq!(state("mon.a"), ("leader", Some(true)));
        assert_eq!(state("mon.b"), ("peon", Some(true)));
        assert_eq!(state("osd.0"), ("up, in", Some(true)));
        assert_eq!(state("osd.2"), ("up, out", Some(false)));
        assert_eq!(state("osd.3"), ("down, in, destroyed", Some(false)));
        assert_eq!(state("mds.x"), ("up:active", Some(true)));
        assert_eq!(state("rgw.a"), ("running", Some(true)));
        for daemon in &daemons {
            let spoke = daemon.name.to_string() != "osd.3";
            assert_eq!(daemon.hostname.as_deref(), spoke.then_some("node0"), "{release} {}", daemon.name);
            let version = daemon.version.as_ref().map(|version| version.version.to_string());
            assert_eq!(version.as_deref(), spoke.then_some(release), "{release} {}", daemon.name);
        }
    }
}

#[tokio::test]
async fn without_a_quorum_each_mon_speaks_for_itself() {
    for release in RELEASES {
        let inventory = inventory(release, false).await;
        let pings = inventory.mon_pings.value().unwrap();
        assert_eq!((pings[0].mon.as_str(), pings[0].runs, &pings[0].why), ("10.0.0.1:3300", true, &None));
        let why = pings[1].why.as_deref();
        assert_eq!((pings[1].runs, why), (false, Some("mon.10.0.0.3:3300 does not answer")));
        assert_eq!(inventory.has_quorum(), Some(false));
        assert_eq!(inventory.mon_pings.seen().unwrap().source, "mon: ping");
        let daemons = inventory.daemons();
        assert_eq!((daemons[1].name.to_string().as_str(), daemons[1].ok), ("mon.10.0.0.3:3300", Some(false)));
        assert_eq!(inventory.health.why().unwrap().kind, Kind::Timeout);
    }
}
