//! The same in front of Kubernetes, which gives rows and no bytes: what a damaged answer would be read as, its part is.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{join, join_all};

use super::{Fault, FaultRule, lateness};
use crate::model::Kind;
use crate::model::kube::{KubeParts, KubeQuestion};
use crate::port::{KubeSelection, Orchestrator};

/// What stands before the name of a part in rules that are for Kubernetes: `cut@kube pods`.
const WORD: &str = "kube";

/// An orchestrator whose answers are spoiled by those rules that are for Kubernetes.
#[derive(Debug, Clone)]
pub struct FaultyKubernetes {
    inner: Arc<dyn Orchestrator>,
    rules: Vec<FaultRule>,
}

impl FaultyKubernetes {
    /// In front of `inner`. Rules for commands of Ceph change nothing here.
    #[must_use]
    pub fn new(inner: Arc<dyn Orchestrator>, rules: Vec<FaultRule>) -> Self {
        Self { inner, rules }
    }

    fn faults(&self, question: KubeQuestion) -> Vec<Fault> {
        self.rules.iter().filter(|rule| applies(&rule.command, question)).map(|rule| rule.fault).collect()
    }

    /// One question that is spoiled: by itself, so that its being late keeps no other waiting.
    async fn spoiled(
        &self,
        question: KubeQuestion,
        selection: &KubeSelection,
        deadline: Duration,
    ) -> KubeParts {
        let faults = self.faults(question);
        let part = question.part();
        let unseen = |kind, words: String| KubeParts::unseen(&[question], kind, &words);
        let Some(late) = lateness(&faults, deadline) else {
            tokio::time::sleep(deadline).await;
            let seconds = deadline.as_secs_f64();
            return unseen(
                Kind::Timeout,
                format!("the API server did not answer on {part} within {seconds} s"),
            );
        };
        tokio::time::sleep(late).await;
        for fault in faults {
            match fault {
                Fault::Slow(_) | Fault::Hung => {}
                Fault::Refused => {
                    return unseen(
                        Kind::Denied,
                        format!("the API server refuses to tell {part} (403 Forbidden)"),
                    );
                }
                Fault::Cut => {
                    return unseen(
                        Kind::Corrupt,
                        format!("the answer on {part} can't be read: it ends in the middle"),
                    );
                }
                Fault::WrongTypes => {
                    return unseen(
                        Kind::Corrupt,
                        format!("the answer on {part} can't be read: its types are wrong"),
                    );
                }
            }
        }
        let one = KubeSelection { questions: [question].into(), ..selection.clone() };
        self.inner.look(&one, deadline.saturating_sub(late)).await
    }
}

#[async_trait]
impl Orchestrator for FaultyKubernetes {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let (spoiled, whole): (Vec<_>, Vec<_>) =
            selection.questions.iter().copied().partition(|question| !self.faults(*question).is_empty());
        let rest = KubeSelection { questions: whole.into_iter().collect(), ..selection.clone() };
        let each = spoiled
            .iter()
            .map(async |question| (*question, self.spoiled(*question, selection, deadline).await));
        let (mut parts, each) = join(self.inner.look(&rest, deadline), join_all(each)).await;
        for (question, answer) in each {
            parts.put(question, answer);
        }
        parts
    }

    fn source(&self) -> String {
        self.inner.source()
    }
}

/// Whether a rule's command is for a question to Kubernetes.
fn applies(command: &str, question: KubeQuestion) -> bool {
    match command.strip_prefix(WORD) {
        Some("") => true,
        Some(part) => part.strip_prefix(' ').is_some_and(|part| part.trim() == question.part()),
        None => false,
    }
}

/// What is wrong with a rule's command, where it is for Kubernetes.
pub(super) fn wrong(command: &str) -> Option<String> {
    let is_for_kubernetes = command == WORD || command.starts_with("kube ");
    if !is_for_kubernetes || KubeQuestion::ALL.iter().any(|question| applies(command, *question)) {
        return None;
    }
    let parts: Vec<&str> = KubeQuestion::ALL.iter().map(|question| question.part()).collect();
    Some(format!(
        "`{command}` is no question to Kubernetes: write `kube`, or behind it one of {}",
        parts.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::port::SystemClock;
    use crate::sim::Simulator;

    /// Why pods and nodes were not seen, and after how long.
    async fn look(rules: &[&str]) -> [Option<(Kind, String)>; 2] {
        let simulator = Simulator::new("healthy-small".parse().unwrap(), 1, Arc::new(SystemClock));
        let rules = rules.iter().map(|rule| rule.parse().unwrap()).collect();
        let faulty = FaultyKubernetes::new(Arc::new(simulator).orchestrator(), rules);
        let asked = KubeSelection::of(&[KubeQuestion::Pods, KubeQuestion::Nodes]);
        let parts = faulty.look(&asked, Duration::from_secs(5)).await;
        let why = |why: Option<&crate::model::Why>| why.map(|why| (why.kind, why.message.clone()));
        assert_eq!(parts.deployments.why().unwrap().kind, Kind::NotAsked);
        [why(parts.pods.why()), why(parts.nodes.why())]
    }

    #[tokio::test(start_paused = true)]
    async fn a_fault_hides_its_own_part_alone() {
        let told = |kind, words: &str| Some((kind, words.to_owned()));
        let refused = told(Kind::Denied, "the API server refuses to tell pods (403 Forbidden)");
        assert_eq!(look(&["refused@kube pods"]).await, [refused, None]);
        let cut = told(Kind::Corrupt, "the answer on nodes can't be read: it ends in the middle");
        assert_eq!(look(&["cut@kube nodes"]).await, [None, cut]);
        assert!(look(&["wrong-types@kube"]).await.iter().flatten().all(|(kind, _)| *kind == Kind::Corrupt));
        // Those for Ceph are no business of Kubernetes'.
        assert_eq!(look(&["cut", "hung@osd dump"]).await, [None, None]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_is_kept() {
        let began = tokio::time::Instant::now();
        assert_eq!(look(&["slow=2@kube pods"]).await, [None, None]);
        assert!((2..3).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
        let late = "the API server did not answer on pods within 5 s".to_owned();
        for rule in ["hung@kube pods", "slow=7@kube pods"] {
            let began = tokio::time::Instant::now();
            assert_eq!(look(&[rule]).await, [Some((Kind::Timeout, late.clone())), None]);
            assert_eq!(began.elapsed(), Duration::from_secs(5));
        }
    }

    #[test]
    fn a_part_that_nobody_knows_is_refused() {
        assert!("cut@kube rook_clusters".parse::<FaultRule>().is_ok());
        let error = "cut@kube podz".parse::<FaultRule>().unwrap_err();
        assert!(
            error.contains("`kube podz` is no question to Kubernetes") && error.contains("pods"),
            "{error}"
        );
    }
}
