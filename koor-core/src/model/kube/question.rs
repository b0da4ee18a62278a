//! What can be asked of Kubernetes, and what came of it.

use serde::{Deserialize, Serialize};

use super::{
    Claim, Deployment, DisruptionBudget, HelmRelease, KubeEvent, KubeNode, Kubernetes, Pod, StorageClass,
    Volume,
};
use crate::model::rook::{RookCluster, RookConfig, RookResource};
use crate::model::{Inventory, Part};

/// Makes the questions, the parts and their names from one table, so that none can forget one.
macro_rules! kube_parts {
    ($( $(#[doc = $doc:literal])+ $question:ident, $part:ident: $value:ty, )+) => {
        /// One question to Kubernetes. Each takes rights of its own, and can be refused alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum KubeQuestion {
            $( $(#[doc = $doc])+ $question, )+
        }

        impl KubeQuestion {
            /// Every question.
            pub const ALL: &'static [Self] = &[$( Self::$question ),+];

            /// The part of the inventory that the answer becomes.
            #[must_use]
            pub const fn part(self) -> &'static str {
                match self { $( Self::$question => stringify!($part), )+ }
            }
        }

        /// What Kubernetes was asked, and what came of each question: a value with its age, or the reason why not.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct KubeParts {
            $( $(#[doc = $doc])+ pub $part: Part<$value>, )+
        }

        impl KubeParts {
            /// Nothing was asked.
            #[must_use]
            pub fn not_asked() -> Self {
                Self { $( $part: Part::not_asked(), )+ }
            }

            /// The answer to one question, out of others'.
            pub fn put(&mut self, question: KubeQuestion, from: Self) {
                match question { $( KubeQuestion::$question => self.$part = from.$part, )+ }
            }

            /// Each question that `asked` holds, unseen for one reason.
            #[must_use]
            pub fn unseen(asked: &[KubeQuestion], kind: crate::model::Kind, message: &str) -> Self {
                Self {
                    $( $part: if asked.contains(&KubeQuestion::$question) {
                        Part::unseen(kind, message)
                    } else {
                        Part::not_asked()
                    }, )+
                }
            }
        }

        impl Inventory {
            /// The same with what Kubernetes told in the same round.
            #[must_use]
            pub fn with_kube(self, parts: KubeParts) -> Self {
                Self { $( $part: parts.$part, )+ ..self }
            }
        }
    };
}

kube_parts! {
    /// The API server, and where Rook is.
    Kubernetes, kubernetes: Kubernetes,
    /// The CephClusters of the namespace.
    RookClusters, rook_clusters: Vec<RookCluster>,
    /// Every other object of Rook in the namespace.
    RookResources, rook_resources: Vec<RookResource>,
    /// Rook's ConfigMaps.
    RookConfig, rook_config: RookConfig,
    /// The Deployments of Rook: in the cluster's namespace and the operator's.
    Deployments, deployments: Vec<Deployment>,
    /// The pods of Rook; where asked for, those of one more namespace.
    Pods, pods: Vec<Pod>,
    /// The nodes.
    Nodes, nodes: Vec<KubeNode>,
    /// The disruption budgets of Rook's namespaces.
    DisruptionBudgets, disruption_budgets: Vec<DisruptionBudget>,
    /// The claims of all namespaces.
    Claims, claims: Vec<Claim>,
    /// The volumes.
    Volumes, volumes: Vec<Volume>,
    /// The storage classes.
    StorageClasses, storage_classes: Vec<StorageClass>,
    /// The releases of Helm in Rook's namespaces.
    HelmReleases, helm_releases: Vec<HelmRelease>,
    /// The warnings of Rook's namespaces and of nodes.
    Events, kube_events: Vec<KubeEvent>,
}
