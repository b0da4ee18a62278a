//! Faults on demand: a transport in front of another one that spoils its answers.
//!
//! It stands before a real transport as well as before the simulator, so that who embeds Koor can try how a tool of
//! theirs takes a slow mon or a damaged answer. [`FaultyKubernetes`] does the same in front of Kubernetes.

mod kube;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use crate::model::{Command, Kind, Source, Target};
use crate::port::{Answer, CephTransport, TransportError};

pub use self::kube::FaultyKubernetes;

/// What happens to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It comes this much later.
    Slow(Duration),
    /// Its body ends in the middle.
    Cut,
    /// Each value of its body has another type: numbers are texts, texts are numbers, lists are objects.
    WrongTypes,
    /// The daemon declines: `EACCES`, as it does for a client without the caps.
    Refused,
    /// It never comes.
    Hung,
}

impl Fault {
    /// The words that [`FaultRule`] reads.
    const WORDS: &'static str = "slow[=SECONDS], cut, wrong-types, refused or hung";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slow(by) => write!(f, "slow={}", by.as_secs_f64()),
            Self::Cut => f.write_str("cut"),
            Self::WrongTypes => f.write_str("wrong-types"),
            Self::Refused => f.write_str("refused"),
            Self::Hung => f.write_str("hung"),
        }
    }
}

/// A fault and the questions that it spoils.
///
/// As text `FAULT`, for every question to Ceph, or `FAULT@COMMAND`, for those whose command starts so: `cut@osd dump`,
/// `slow=2@pg`, `hung`. Questions to Kubernetes are `FAULT@kube`, and `FAULT@kube pods` for one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    /// What happens.
    pub fault: Fault,
    /// How the command starts; empty for every question.
    pub command: String,
}

impl FaultRule {
    fn applies(&self, command: &Command) -> bool {
        self.command.is_empty() || command.to_string().starts_with(&self.command)
    }
}

impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.command.as_str() {
            "" => write!(f, "{}", self.fault),
            command => write!(f, "{}@{command}", self.fault),
        }
    }
}

impl FromStr for FaultRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (fault, command) = text.split_once('@').unwrap_or((text, ""));
        let unknown = || {
            format!("`{text}` is no fault: write {}, and `@osd dump` behind it for one command", Fault::WORDS)
        };
        let seconds = |word: &str| {
            let value = word.trim_end_matches('s').parse::<f64>().map_err(|_| unknown())?;
            Duration::try_from_secs_f64(value).map_err(|_| unknown())
        };
        let fault = match fault.split_once('=') {
            None if fault == "slow" => Fault::Slow(Duration::from_secs(1)),
            None if fault == "cut" => Fault::Cut,
            None if fault == "wrong-types" => Fault::WrongTypes,
            None if fault == "refused" => Fault::Refused,
            None if fault == "hung" => Fault::Hung,
            Some(("slow", by)) => Fault::Slow(seconds(by)?),
            _ => return Err(unknown()),
        };
        let command = command.trim().to_owned();
        match kube::wrong(&command) {
            Some(wrong) => Err(wrong),
            None => Ok(Self { fault, command }),
        }
    }
}

/// A transport whose answers are spoiled by rules. Of several rules that apply all do, in their order.
#[derive(Debug, Clone)]
pub struct Faulty {
    inner: Arc<dyn CephTransport>,
    rules: Vec<FaultRule>,
}

impl Faulty {
    /// In front of `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn CephTransport>, rules: Vec<FaultRule>) -> Self {
        Self { inner, rules }
    }
}

#[async_trait]
impl CephTransport for Faulty {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let silence = || {
            let seconds = deadline.as_secs_f64();
            TransportError::new(
                Kind::Timeout,
                format!("{target} did not answer `{command}` within {seconds} s"),
            )
        };
        let faults: Vec<Fault> =
            self.rules.iter().filter(|rule| rule.applies(command)).map(|rule| rule.fault).collect();
        let Some(late) = lateness(&faults, deadline) else {
            tokio::time::sleep(deadline).await;
            return Err(silence());
        };
        if !late.is_zero() {
            tokio::time::sleep(late).await;
        }
        let mut answer = self.inner.command(target, command, deadline.saturating_sub(late)).await?;
        answer.took += late;
        for fault in faults {
            spoil(&mut answer, fault);
        }
        Ok(answer)
    }

    fn source(&self) -> Source {
        let source = self.inner.source();
        let rules: Vec<String> = self.rules.iter().map(ToString::to_string).collect();
        match rules.as_slice() {
            [] => source,
            rules => {
                Source { detail: format!("{}, with faults: {}", source.detail, rules.join(", ")), ..source }
            }
        }
    }

    fn concurrency(&self) -> usize {
        self.inner.concurrency()
    }

    fn mon_names(&self) -> Vec<String> {
        self.inner.mon_names()
    }
}

/// How much later an answer comes; `None` where it does not come within the deadline.
fn lateness(faults: &[Fault], deadline: Duration) -> Option<Duration> {
    let late: Duration =
        faults.iter().map(|fault| if let Fault::Slow(by) = fault { *by } else { Duration::ZERO }).sum();
    let never = faults.contains(&Fault::Hung) || late >= deadline && !late.is_zero();
    (!never).then_some(late)
}

/// What a fault does to an answer that came.
fn spoil(answer: &mut Answer, fault: Fault) {
    match fault {
        Fault::Slow(_) | Fault::Hung => {}
        Fault::Cut => answer.body.truncate(answer.body.len() / 2),
        Fault::WrongTypes => {
            if let Ok(value) = serde_json::from_slice::<Value>(&answer.body) {
                answer.body = mistyped(value).to_string().into_bytes();
            }
        }
        Fault::Refused => {
            answer.status = -13;
            answer.message = "access denied".into();
            answer.body.clear();
        }
    }
}

/// The same value with other types all over.
fn mistyped(value: Value) -> Value {
    match value {
        Value::Null => Value::from(0),
        Value::Bool(value) => Value::from(value.to_string()),
        Value::Number(number) => Value::from(number.to_string()),
        Value::String(_) => Value::from(-1),
        Value::Array(items) => Value::Object(
            items.into_iter().enumerate().map(|(at, item)| (at.to_string(), mistyped(item))).collect(),
        ),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, field)| (name, mistyped(field))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::CephTransport;

    /// Answers a small body at once.
    #[derive(Debug)]
    struct Prompt;

    #[async_trait]
    impl CephTransport for Prompt {
        async fn command(&self, _: &Target, _: &Command, _: Duration) -> Result<Answer, TransportError> {
            Ok(Answer {
                status: 0,
                message: String::new(),
                body: br#"{"n":1,"list":["a"]}"#.to_vec(),
                asked_at: jiff::Timestamp::UNIX_EPOCH,
                took: Duration::ZERO,
            })
        }

        fn source(&self) -> Source {
            Source {
                rung: "test".into(),
                cluster: "c".into(),
                detail: "prompt".into(),
                chosen_by: None,
                passed_over: Vec::new(),
                mon_host: Vec::new(),
            }
        }
    }

    async fn ask(rules: &[&str], prefix: &'static str) -> Result<Answer, TransportError> {
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        let faulty = Faulty::new(Arc::new(Prompt), rules);
        faulty.command(&Target::Mon, &Command::new(prefix), Duration::from_secs(5)).await
    }

    fn body(answer: &Answer) -> String {
        String::from_utf8(answer.body.clone()).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn each_fault_does_what_its_word_says() {
        assert_eq!(body(&ask(&["cut"], "status").await.unwrap()), r#"{"n":1,"li"#);
        let mistyped = ask(&["wrong-types"], "status").await.unwrap();
        let mistyped: Value = serde_json::from_slice(&mistyped.body).unwrap();
        assert_eq!(mistyped, serde_json::json!({"n": "1", "list": {"0": -1}}));
        let refused = ask(&["refused"], "status").await.unwrap();
        assert_eq!((refused.status, refused.body.len()), (-13, 0));
        assert_eq!(ask(&["slow=2"], "status").await.unwrap().took, Duration::from_secs(2));
        let before = tokio::time::Instant::now();
        for rule in ["hung", "slow=7"] {
            let silence = ask(&[rule], "status").await.unwrap_err();
            assert_eq!(silence.kind, Kind::Timeout);
            assert_eq!(silence.message, "mon did not answer `status` within 5 s");
        }
        assert_eq!(before.elapsed(), Duration::from_secs(10), "the deadline is kept");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rule_may_be_for_one_command() {
        let rules = ["cut@osd dump", "slow=1@osd"];
        assert_eq!(body(&ask(&rules, "status").await.unwrap()), r#"{"n":1,"list":["a"]}"#);
        let both = ask(&rules, "osd dump").await.unwrap();
        assert_eq!((body(&both).len(), both.took), (10, Duration::from_secs(1)));
    }

    #[test]
    fn rules_are_read_and_told() {
        for rule in ["slow=0.5@pg dump", "cut", "wrong-types@df", "refused", "hung@osd"] {
            assert_eq!(rule.parse::<FaultRule>().unwrap().to_string(), rule);
        }
        for wrong in ["", "slow=-1", "slow=x", "slow=inf", "cuts", "@osd", "cut=3"] {
            let sentence = wrong.parse::<FaultRule>().unwrap_err();
            assert!(sentence.contains("is no fault: write slow[=SECONDS], cut"), "{sentence}");
        }
        let faulty = Faulty::new(Arc::new(Prompt), vec!["cut@osd dump".parse().unwrap()]);
        assert_eq!(faulty.source().detail, "prompt, with faults: cut@osd dump");
    }
}
