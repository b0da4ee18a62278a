//! One round of questions: all at once within a bound, each with its own deadline.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use tokio::sync::SetOnce;

use crate::model::{Kind, Target};
use crate::port::{Answer, CephTransport, TransportError};
use crate::wire::{self, AnsweredBy, Question, question};

/// How long a single mon is waited for.
const PING: Duration = Duration::from_millis(2500);

/// What came of each question.
#[derive(Debug)]
pub(super) struct Round {
    pub answers: BTreeMap<Question, Result<Answer, TransportError>>,
    /// By the name each mon was asked under; only where somebody had reason to ask.
    pub pings: BTreeMap<String, Result<Answer, TransportError>>,
}

/// Sends all questions and waits for the last.
pub(super) async fn ask(
    transport: &dyn CephTransport,
    questions: impl Iterator<Item = Question>,
    deadline: Duration,
    patience: Option<Duration>,
) -> Round {
    let silent = Silent::default();
    let silent = &silent;
    let answers = stream::iter(questions)
        .map(|question| async move {
            let (target, command) = (question.target(), question.command());
            let outcome = if let Some(error) = silent.reason(question) {
                Err(error)
            } else {
                tokio::select! {
                    biased;
                    outcome = transport.command(&target, &command, question.deadline(deadline)) => outcome,
                    () = silent.no_mgr_for(question) => Err(no_mgr()),
                    error = silent.for_long(question, deadline) => Err(error),
                    error = given_up(patience) => Err(error),
                }
            };
            silent.note(question, &outcome);
            (question, outcome)
        })
        .buffer_unordered(transport.concurrency().max(1))
        .collect()
        .await;
    Round { answers, pings: BTreeMap::new() }
}

/// Who has let a question run out, and with what words: nobody waits for them a second time in one round.
#[derive(Debug, Default)]
struct Silent {
    reasons: Mutex<BTreeMap<&'static str, TransportError>>,
    /// Set once `status` said that no mgr is active: the mons would keep a question to it until its deadline.
    no_mgr: SetOnce<()>,
    /// Set once the mons let a question run out.
    mons: SetOnce<TransportError>,
    /// Set once the mgr did.
    mgr: SetOnce<TransportError>,
}

/// How many usual deadlines more a long question gets once its daemon let an ordinary one run out: it may be busy with
/// the long one, or hang.
const PATIENCE: u32 = 2;

/// Comes back once the whole round took as long as anybody waits for it; never where nobody said so.
async fn given_up(patience: Option<Duration>) -> TransportError {
    match patience {
        Some(patience) => tokio::time::sleep(patience).await,
        None => std::future::pending().await,
    }
    let patience = patience.unwrap_or_default().as_secs();
    TransportError::new(Kind::Timeout, format!("given up after {patience} s: the rest is told without it"))
}

/// Why a question to the mgr is given up where there is none.
fn no_mgr() -> TransportError {
    TransportError::new(Kind::Unreachable, "no mgr is active")
}

impl Silent {
    fn reason(&self, question: Question) -> Option<TransportError> {
        let silent = self.reasons.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let who = question.answered_by();
        // The mons pass on what the mgr answers: without the mons, there is neither.
        silent.get(AnsweredBy::Mon.as_str()).or_else(|| silent.get(who.as_str())).cloned()
    }

    fn note(&self, question: Question, outcome: &Result<Answer, TransportError>) {
        let error = match outcome {
            Ok(answer) if question == Question::Status => {
                let cluster = wire::cluster::decode(&answer.body);
                if cluster.is_ok_and(|(cluster, _)| !cluster.mgr.available) {
                    let _only_one_status_is_asked = self.no_mgr.set(());
                }
                return;
            }
            Ok(_) => return,
            Err(error) => error,
        };
        let who = match error.kind {
            // Told by the mons, so they are there.
            _ if question.answered_by() == AnsweredBy::Mgr && self.no_mgr.get().is_some() => AnsweredBy::Mgr,
            Kind::Timeout => question.answered_by(),
            // These are about the connection, not about one question.
            Kind::Unreachable | Kind::Denied | Kind::InvalidInput => AnsweredBy::Mon,
            _ => return,
        };
        if error.kind == Kind::Timeout {
            let said = match who {
                AnsweredBy::Mon => &self.mons,
                AnsweredBy::Mgr => &self.mgr,
            };
            let _the_first_stands = said.set(error.clone());
        }
        let mut silent = self.reasons.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        silent.entry(who.as_str()).or_insert_with(|| error.clone());
    }

    /// Comes back when a question with a long deadline is not worth waiting for any longer: whoever would answer it has
    /// been silent for a while. Else never.
    async fn for_long(&self, question: Question, usual: Duration) -> TransportError {
        let mgr = async {
            match question.answered_by() {
                AnsweredBy::Mgr => self.mgr.wait().await,
                AnsweredBy::Mon => std::future::pending().await,
            }
        };
        let error = tokio::select! {
            error = self.mons.wait() => error,
            error = mgr => error,
        };
        tokio::time::sleep(usual * PATIENCE).await;
        error.clone()
    }

    /// Comes back when it is known that there is no mgr that could answer the question; else never.
    async fn no_mgr_for(&self, question: Question) {
        match question.answered_by() {
            AnsweredBy::Mgr => *self.no_mgr.wait().await,
            AnsweredBy::Mon => std::future::pending().await,
        }
    }
}

impl Round {
    /// When `status` was asked, else the first that was answered; `None` where nobody answered. A recording asks what
    /// hardly changes rarely: such an answer is older than the moment that is shown.
    pub(super) fn asked_at(&self) -> Option<Timestamp> {
        let status = self.answers.get(&Question::Status).and_then(|outcome| outcome.as_ref().ok());
        let asked_at = |answer: &Answer| answer.asked_at;
        status.map(asked_at).or_else(|| self.answers.values().flatten().map(asked_at).min())
    }

    /// Whether a question is one that a recording does not hold.
    pub(super) fn was_not_recorded(&self, question: Question) -> bool {
        let outcome = self.answers.get(&question);
        outcome.is_some_and(|outcome| outcome.as_ref().is_err_and(|error| error.kind == Kind::NotFound))
    }

    /// Whether there is reason to ask each mon alone: `status` names nobody, nobody answered it, or it was answered
    /// and other questions to the mons were not. The last is what the seconds after the loss of a quorum look like:
    /// until its lease runs out, a mon answers `status` with the old quorum and `HEALTH_OK`.
    pub(super) fn mons_may_lack_quorum(&self) -> bool {
        self.mons_silent().is_some() || self.status_names_no_quorum()
    }

    /// How the mons failed to answer one of their own questions, where they did.
    pub(super) fn mons_silent(&self) -> Option<&TransportError> {
        self.answers
            .iter()
            .filter(|(question, _)| question.answered_by() == AnsweredBy::Mon)
            .filter_map(|(_, outcome)| outcome.as_ref().err())
            .find(|error| matches!(error.kind, Kind::Timeout | Kind::Unreachable))
    }

    /// Whether `status` was answered by a mon that knows of no quorum.
    pub(super) fn status_names_no_quorum(&self) -> bool {
        self.answers.get(&Question::Status).is_some_and(|outcome| {
            outcome.as_ref().is_ok_and(|answer| {
                wire::cluster::decode(&answer.body).is_ok_and(|(c, _)| c.quorum.is_empty())
            })
        })
    }

    /// Asks each mon alone. One that runs answers in milliseconds, so nobody waits long for those that do not.
    pub(super) async fn ping_mons(&mut self, transport: &dyn CephTransport, deadline: Duration) {
        let deadline = deadline.min(PING);
        let names = transport.mon_names();
        self.pings = stream::iter(names)
            .map(|name| async move {
                let target = Target::MonNamed(name.clone());
                (name, transport.command(&target, &question::ping(), deadline).await)
            })
            .buffer_unordered(transport.concurrency().max(1))
            .collect()
            .await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use async_trait::async_trait;

    use super::ask;
    use crate::model::{Command, Kind, Source, Target};
    use crate::port::{Answer, CephTransport, TransportError};
    use crate::wire::Question;

    /// Mons that answer, and a mgr that never does.
    #[derive(Debug)]
    struct Mgrless {
        status: &'static [u8],
    }

    #[async_trait]
    impl CephTransport for Mgrless {
        async fn command(
            &self,
            _: &Target,
            command: &Command,
            _: Duration,
        ) -> Result<Answer, TransportError> {
            if command.prefix != "status" {
                return std::future::pending().await;
            }
            Ok(Answer {
                status: 0,
                message: String::new(),
                body: self.status.to_vec(),
                asked_at: "2026-11-22T15:04:05Z".parse().unwrap(),
                took: Duration::ZERO,
            })
        }

        fn source(&self) -> Source {
            Source {
                rung: "test".into(),
                cluster: "ceph".into(),
                detail: String::new(),
                chosen_by: None,
                passed_over: Vec::new(),
                mon_host: Vec::new(),
            }
        }
    }

    /// Answers nothing, and keeps each question for its whole deadline.
    #[derive(Debug)]
    struct Mute;

    #[async_trait]
    impl CephTransport for Mute {
        async fn command(
            &self,
            _: &Target,
            _: &Command,
            deadline: Duration,
        ) -> Result<Answer, TransportError> {
            tokio::time::sleep(deadline).await;
            Err(TransportError::new(Kind::Timeout, format!("no answer within {} s", deadline.as_secs())))
        }

        fn source(&self) -> Source {
            Mgrless { status: b"" }.source()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_minute_is_not_waited_for_who_hangs() {
        let before = tokio::time::Instant::now();
        let questions = [Question::Status, Question::PgSummary, Question::PgDump].into_iter();
        let round = ask(&Mute, questions, Duration::from_secs(5), None).await;
        assert_eq!(before.elapsed(), Duration::from_secs(15));
        for outcome in round.answers.values() {
            assert_eq!(outcome.as_ref().unwrap_err().message, "no answer within 5 s");
        }
    }

    /// Answers its mons' questions, and computes for ever at a large one of the mgr.
    #[tokio::test(start_paused = true)]
    async fn what_is_given_up_is_told() {
        let transport = Mgrless { status: include_bytes!("../../tests/answers/16.2.15/status.json") };
        let before = tokio::time::Instant::now();
        let questions = [Question::Status, Question::PgDump].into_iter();
        let patience = Some(Duration::from_secs(10));
        let round = ask(&transport, questions, Duration::from_secs(5), patience).await;
        assert_eq!(before.elapsed(), Duration::from_secs(10));
        assert!(round.answers[&Question::Status].is_ok());
        let error = round.answers[&Question::PgDump].as_ref().unwrap_err();
        assert_eq!(
            (error.kind, error.message.as_str()),
            (Kind::Timeout, "given up after 10 s: the rest is told without it")
        );
    }

    #[tokio::test]
    async fn nobody_waits_for_a_mgr_that_is_not_there() {
        let text = include_str!("../../tests/answers/16.2.15/status.json");
        let told = text.replace("\"available\":true", "\"available\":false");
        assert_ne!(told, text);
        let transport = Mgrless { status: told.leak().as_bytes() };
        let questions = [Question::Status, Question::PgSummary, Question::PgDump].into_iter();
        let round = ask(&transport, questions, Duration::from_mins(10), None).await;
        for question in [Question::PgSummary, Question::PgDump] {
            let error = round.answers[&question].as_ref().unwrap_err();
            assert_eq!((error.kind, error.message.as_str()), (Kind::Unreachable, "no mgr is active"));
        }
        assert!(round.mons_silent().is_none(), "the mons told it");
    }
}
