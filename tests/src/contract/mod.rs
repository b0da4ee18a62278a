//! The contract of a [`CephTransport`]: one suite that every implementation passes over a cluster that is known.
//!
//! A case that a transport can't have (a recording knows no deadline) is stated by whoever runs the suite, with the
//! reason, and is reported as not applicable: nothing passes in silence.

mod answers;
mod calls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use koor_core::model::{Command, Kind, Target};
use koor_core::port::{Answer, CephTransport, TransportError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The deadline of ordinary questions. Far above what any takes: only a transport that hangs gets there.
const DEADLINE: Duration = Duration::from_secs(15);
/// For one case with all its questions.
const CASE: Duration = Duration::from_mins(2);

/// What is known of the cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Facts {
    /// Its id.
    pub fsid: String,
    /// Its OSDs are numbered from 0.
    pub osds: u32,
    /// Its mons.
    pub mons: usize,
    /// What must never be seen: cephx keys and passwords.
    pub secrets: Vec<String>,
}

/// What a transport can do; where it can't, the reason.
#[derive(Debug, Clone)]
pub struct Abilities {
    /// The word for its rung.
    pub rung: &'static str,
    /// Whether it asks a cluster now.
    pub live: Result<(), &'static str>,
    /// Whether any question may be put, or only those of an inventory.
    pub any_question: Result<(), &'static str>,
    /// Whether single mons can be asked.
    pub pings: Result<(), &'static str>,
}

impl Abilities {
    /// Of a transport to a running cluster.
    #[must_use]
    pub fn live(rung: &'static str) -> Self {
        Self { rung, live: Ok(()), any_question: Ok(()), pings: Ok(()) }
    }

    /// Of a recording that `koor record` made of a healthy cluster.
    #[must_use]
    pub fn recording() -> Self {
        Self {
            any_question: Err("an inventory was recorded, and this question is not one of its own"),
            pings: Err("mons are asked alone only where there is no quorum"),
            ..Self::replay()
        }
    }

    /// Of a recording of this very suite.
    #[must_use]
    pub fn replay() -> Self {
        Self {
            rung: "recording",
            live: Err("a recording asks nobody: it answers at once, whatever the deadline"),
            any_question: Ok(()),
            pings: Ok(()),
        }
    }
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As the contract says.
    Passed,
    /// This transport can't have it, for that reason.
    NotApplicable(String),
    /// Not as the contract says.
    Failed(String),
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What must hold.
    pub name: &'static str,
    /// Whether it does.
    pub outcome: Outcome,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Passed => write!(f, "passed: {}", self.name),
            Outcome::NotApplicable(why) => write!(f, "not applicable: {}: {why}", self.name),
            Outcome::Failed(why) => write!(f, "FAILED: {}: {why}", self.name),
        }
    }
}

/// Runs all cases, one after the other.
pub async fn run(transport: Arc<dyn CephTransport>, facts: Facts, abilities: Abilities) -> Vec<Case> {
    let Abilities { live, any_question, pings, .. } = abilities.clone();
    let always = Ok(());
    let only_kept = match any_question {
        Err(_) => Ok(()),
        Ok(()) => Err("every question may be put to it"),
    };
    let bench = Bench { transport, facts, abilities };
    let mut book = Book::default();
    book.case("the source says the rung and no secret", always, bench.source()).await;
    book.case("a deadline of nothing runs out before it connects", live, bench.no_time_to_connect()).await;
    book.case("status names the cluster", always, bench.status()).await;
    book.case("the mons' maps are whole", always, bench.maps()).await;
    book.case("the mgr's answers come through the mons", always, bench.mgr()).await;
    book.case("an answer says when it was asked and how long it took", always, bench.stamps()).await;
    book.case("a command nobody knows is an answer of -22", any_question, bench.unknown_command()).await;
    book.case("what does not exist is an answer of -2", any_question, bench.nothing_there()).await;
    book.case("a body beside a refusal is kept", any_question, bench.body_beside_refusal()).await;
    book.case("an OSD answers by itself", any_question, bench.tell_osd()).await;
    book.case(
        "an OSD that does not exist is told from one that is silent",
        any_question,
        bench.tell_nobody(),
    )
    .await;
    book.case("a question that was not asked then is not found", only_kept, bench.not_asked_then()).await;
    book.case("each mon answers alone", pings, bench.pings()).await;
    book.case("questions side by side get their own answers", always, bench.side_by_side()).await;
    book.case("a long deadline answers too", live, bench.patient()).await;
    book.case("a deadline that ran out is told, and nothing is broken by it", live, bench.no_time()).await;
    book.case("a question that is dropped harms nothing", live, bench.dropped()).await;
    book.0
}

/// The cases that failed, as lines; empty where the contract is kept.
#[must_use]
pub fn failures(cases: &[Case]) -> Vec<String> {
    cases.iter().filter(|case| matches!(case.outcome, Outcome::Failed(_))).map(ToString::to_string).collect()
}

#[derive(Default)]
struct Book(Vec<Case>);

impl Book {
    async fn case(
        &mut self,
        name: &'static str,
        able: Result<(), &'static str>,
        work: impl Future<Output = Held>,
    ) {
        let outcome = match able {
            Err(why) => Outcome::NotApplicable(why.to_owned()),
            Ok(()) => match tokio::time::timeout(CASE, work).await {
                Ok(Ok(())) => Outcome::Passed,
                Ok(Err(why)) => Outcome::Failed(why),
                Err(_) => Outcome::Failed(format!("it hung for {CASE:?}")),
            },
        };
        self.0.push(Case { name, outcome });
    }
}

/// Whether something holds; if not, what was seen instead.
type Held = Result<(), String>;

/// What a case is given.
struct Bench {
    transport: Arc<dyn CephTransport>,
    facts: Facts,
    abilities: Abilities,
}

impl Bench {
    async fn try_ask(&self, target: &Target, command: &Command) -> Result<Answer, TransportError> {
        self.transport.command(target, command, DEADLINE).await
    }

    /// An answer, whatever its status.
    async fn ask(&self, target: &Target, command: &Command) -> Result<Answer, String> {
        self.try_ask(target, command).await.map_err(|error| format!("`{command}` to {target}: {error:?}"))
    }

    /// The JSON of an answer of status 0.
    async fn json(&self, target: &Target, command: &Command) -> Result<Value, String> {
        let answer = self.ask(target, command).await?;
        that(answer.status == 0, || format!("`{command}`: {}", brief(&answer)))?;
        json_of(command, &answer)
    }
}

fn json_of(command: &Command, answer: &Answer) -> Result<Value, String> {
    serde_json::from_slice(&answer.body)
        .map_err(|error| format!("`{command}`: no JSON ({error}): {}", brief(answer)))
}

fn that(holds: bool, seen: impl FnOnce() -> String) -> Held {
    if holds { Ok(()) } else { Err(seen()) }
}

fn failed_as(kind: Kind, result: &Result<Answer, TransportError>) -> Held {
    match result {
        Err(error) if error.kind == kind => Ok(()),
        Err(error) => Err(format!("wanted {kind}, got {error:?}")),
        Ok(answer) => Err(format!("wanted {kind}, got an answer: {}", brief(answer))),
    }
}

/// An answer in a line.
fn brief(answer: &Answer) -> String {
    let body = String::from_utf8_lossy(&answer.body);
    format!("status {}, {:?}, body {}", answer.status, answer.message, head(&body))
}

fn head(text: &str) -> String {
    text.chars().take(300).collect()
}
