//! What runs the daemons: Kubernetes, with Rook in it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::model::kube::{KubeParts, KubeQuestion};

/// What is asked of Kubernetes in one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KubeSelection {
    /// The questions.
    pub questions: BTreeSet<KubeQuestion>,
    /// A namespace whose pods are asked for beside Rook's: those that use a claim.
    pub pods_of: Option<String>,
    /// Whether pods that carry no daemon of Ceph may be left out: on a large cluster most of Rook's pods are those of CSI
    /// and crash collectors. Who has all of them at hand may give them all the same.
    pub daemons_only: bool,
}

impl KubeSelection {
    /// These questions, of Rook's namespaces, with all their pods.
    #[must_use]
    pub fn of(questions: &[KubeQuestion]) -> Self {
        Self { questions: questions.iter().copied().collect(), ..Self::default() }
    }
}

/// A way to ask Kubernetes about one Ceph cluster that Rook runs in it.
///
/// # Behaviour
/// - `look` never fails: what could not be seen is an unseen part with the reason; where a right is missing, the reason
///   names verb, resource and namespace, and one missing right hides no other part.
/// - `look` comes back within `deadline`, whatever the API server does; what came by then is told.
/// - Questions that were not asked stay [not asked](crate::model::Part::not_asked).
/// - Each part says when it was asked and, where it is held by a watch that is broken, why it may be old.
/// - Rows are sorted by namespace and name, and hold no secret.
///
/// Unlike a [`CephTransport`](super::CephTransport) it gives rows and no bytes: how objects are paged, watched and
/// expire is the API's own business, and nobody would gain by seeing it.
#[async_trait]
pub trait Orchestrator: fmt::Debug + Send + Sync {
    /// Asks what `selection` names.
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts;

    /// Which cluster, as whom and from where, for people: `context prod, namespace rook-ceph`.
    fn source(&self) -> String;

    /// The same cluster for who looks again and again: one that watches, and answers from memory. `None` where looking
    /// again costs no more than that already.
    fn watching(&self) -> Option<Arc<dyn Orchestrator>> {
        None
    }
}
