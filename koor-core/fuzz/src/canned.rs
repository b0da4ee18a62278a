//! A cluster that gives the answers of a release, but for those that the input replaces.
//!
//! An input is one byte that chooses the release (or none: nobody answers), and sections: `0x1e`, a byte that chooses
//! the question, a byte that is the status (0, or a positive errno), and the body up to the next `0x1e`, which stands in
//! no JSON.

use std::time::Duration;

use async_trait::async_trait;
use koor_core::model::{Command, Kind, Source, Target};
use koor_core::port::{Answer, CephTransport, TransportError};

/// What parts sections.
pub const SECTION: u8 = 0x1e;

macro_rules! of_all {
    ($name:literal) => {
        ($name, [
            include_bytes!(concat!("../../tests/answers/16.2.15/", $name, ".json")),
            include_bytes!(concat!("../../tests/answers/18.2.7/", $name, ".json")),
            include_bytes!(concat!("../../tests/answers/20.2.4/", $name, ".json")),
        ])
    };
}

macro_rules! of_two {
    ($name:literal) => {
        ($name, [
            include_bytes!(concat!("../../tests/answers/16.2.15/", $name, ".json")),
            b"",
            include_bytes!(concat!("../../tests/answers/20.2.4/", $name, ".json")),
        ])
    };
}

/// The questions by the name of their answer, with the three releases' answers. New ones at the end: the corpus counts
/// on the order.
pub const QUESTIONS: &[(&str, [&[u8]; 3])] = &[
    of_all!("status"),
    of_all!("health_detail"),
    of_all!("mon_dump"),
    of_all!("quorum_status"),
    of_all!("time_sync"),
    of_all!("mgr_dump"),
    of_all!("osd_dump"),
    of_all!("osd_metadata"),
    of_all!("osd_df"),
    of_all!("osd_perf"),
    of_all!("crush_dump"),
    of_all!("df_detail"),
    of_all!("pool_stats"),
    of_all!("autoscale"),
    of_all!("pg_dump_summary"),
    of_all!("pg_dump"),
    of_all!("fs_dump"),
    of_all!("service_dump"),
    of_all!("versions"),
    of_all!("mon_metadata"),
    of_all!("mgr_metadata"),
    of_all!("mds_metadata"),
    of_all!("config_dump"),
    of_all!("config_show"),
    of_all!("device_ls"),
    of_all!("crash_ls"),
    of_all!("progress"),
    of_all!("balancer"),
    of_all!("features"),
    of_all!("log_last"),
    of_two!("log_audit"),
    of_two!("config_help"),
    of_two!("config_ls"),
    of_two!("config_get"),
    of_two!("crash_info"),
    ("device_health", [br#"{"20261122-174500":{"model_name":"ST4000","temperature":{"current":31}}}"#; 3]),
    of_two!("pg_query_undersized"),
    of_all!("mgr_stat"),
];

/// The name of the answer to a command.
fn name(command: &Command) -> &'static str {
    match command.prefix {
        "pg dump" if command.to_string().ends_with("summary") => "pg_dump_summary",
        "status" => "status",
        "health" => "health_detail",
        "osd pool stats" => "pool_stats",
        "progress json" => "progress",
        "time-sync-status" => "time_sync",
        "osd crush dump" => "crush_dump",
        "df" => "df_detail",
        "osd pool autoscale-status" => "autoscale",
        "balancer status" => "balancer",
        "log last" if command.to_string().contains("audit") => "log_audit",
        "config show-with-defaults" => "config_show",
        "device get-health-metrics" => "device_health",
        "pg" => "pg_query_undersized",
        other => {
            let known = QUESTIONS.iter().find(|(name, _)| name.replace('_', " ") == other);
            known.map_or("", |(name, _)| name)
        }
    }
}

/// The transport.
#[derive(Debug)]
pub struct Canned {
    release: usize,
    replaced: Vec<(&'static str, i32, Vec<u8>)>,
}

impl Canned {
    /// Out of an input.
    pub fn of(data: &[u8]) -> Self {
        let mut sections = data.split(|byte| *byte == SECTION);
        let release = sections.next().and_then(|head| head.first()).copied().unwrap_or_default();
        let replaced = sections
            .filter_map(|section| {
                let (choice, rest) = section.split_first()?;
                let (status, body) = rest.split_first()?;
                let (name, _) = QUESTIONS[usize::from(*choice) % QUESTIONS.len()];
                Some((name, -i32::from(*status), body.to_vec()))
            })
            .collect();
        Self { release: usize::from(release % 4), replaced }
    }

    /// The name of the first answer that the input replaces.
    pub fn replaced_first(&self) -> Option<&'static str> {
        self.replaced.first().map(|(name, ..)| *name)
    }
}

#[async_trait]
impl CephTransport for Canned {
    async fn command(&self, _: &Target, command: &Command, _: Duration) -> Result<Answer, TransportError> {
        let name = name(command);
        let replaced = self.replaced.iter().rev().find(|(replaced, ..)| *replaced == name);
        let known = || QUESTIONS.iter().find(|(known, _)| *known == name).and_then(|(_, all)| all.get(self.release));
        let (status, message, body) = match replaced {
            Some((_, 0, body)) => (0, String::new(), body.clone()),
            // What is declined is declined with words.
            Some((_, status, body)) => (*status, crate::text(body).into_owned(), Vec::new()),
            None => match known() {
                Some(body) => (0, String::new(), body.to_vec()),
                None => return Err(TransportError::new(Kind::Timeout, format!("no answer to `{command}`"))),
            },
        };
        Ok(Answer { status, message, body, asked_at: crate::show::now(), took: Duration::from_millis(1) })
    }

    fn source(&self) -> Source {
        Source {
            rung: "fuzz".into(),
            cluster: "ceph".into(),
            detail: "answers of an input".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn mon_names(&self) -> Vec<String> {
        vec!["10.0.0.1:3300".into()]
    }
}
