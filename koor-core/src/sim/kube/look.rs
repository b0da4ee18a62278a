//! The port.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::{budget, cluster, event, node, resource, settings, storage, workload};
use crate::model::kube::{KubeParts, KubeQuestion};
use crate::model::{Kind, Part, Seen};
use crate::port::{KubeSelection, Orchestrator};
use crate::sim::simulator::Simulator;
use crate::sim::world::World;

/// How long a pretend API server takes.
const LATENCY: Duration = Duration::from_millis(2);

/// The Kubernetes cluster that a [`Simulator`]'s Ceph cluster runs in.
pub(crate) struct PretendKubernetes {
    simulator: Arc<Simulator>,
}

impl fmt::Debug for PretendKubernetes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PretendKubernetes").field("simulator", &self.simulator).finish()
    }
}

impl PretendKubernetes {
    pub(crate) fn of(simulator: Arc<Simulator>) -> Self {
        Self { simulator }
    }
}

#[async_trait]
impl Orchestrator for PretendKubernetes {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let began = Instant::now();
        tokio::time::sleep(deadline.min(LATENCY)).await;
        if deadline <= LATENCY {
            let asked: Vec<KubeQuestion> = selection.questions.iter().copied().collect();
            let late = format!("the API server did not answer within {} s", deadline.as_secs_f64());
            return KubeParts::unseen(&asked, Kind::Timeout, &late);
        }
        let took = began.elapsed();
        self.simulator.with_world(|world| tell(world, selection, took))
    }

    fn source(&self) -> String {
        "simulator: context demo, namespace rook-ceph; no real Kubernetes".into()
    }
}

fn tell(world: &World, selection: &KubeSelection, took: Duration) -> KubeParts {
    let mut parts = KubeParts::not_asked();
    for question in &selection.questions {
        let about = About { question: *question, world, took };
        match question {
            KubeQuestion::Kubernetes => parts.kubernetes = about.seen(cluster::kubernetes()),
            KubeQuestion::RookClusters => parts.rook_clusters = about.seen(vec![cluster::row(world)]),
            KubeQuestion::RookResources => parts.rook_resources = about.seen(resource::rows(world)),
            KubeQuestion::RookConfig => parts.rook_config = about.seen(settings::row(world)),
            KubeQuestion::Deployments => parts.deployments = about.seen(workload::deployments(world)),
            KubeQuestion::Pods => {
                let mut pods = workload::pods(world);
                if let Some(namespace) = &selection.pods_of {
                    pods.extend(storage::pods_of(world, namespace));
                }
                pods.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
                parts.pods = about.seen(pods);
            }
            KubeQuestion::Nodes => parts.nodes = about.seen(node::rows(world)),
            KubeQuestion::DisruptionBudgets => parts.disruption_budgets = about.seen(budget::rows(world)),
            KubeQuestion::Claims => parts.claims = about.seen(storage::claims(world)),
            KubeQuestion::Volumes => parts.volumes = about.seen(storage::volumes(world)),
            KubeQuestion::StorageClasses => parts.storage_classes = about.seen(storage::classes(world)),
            KubeQuestion::HelmReleases => parts.helm_releases = about.seen(settings::releases(world)),
            KubeQuestion::Events => parts.kube_events = about.seen(event::rows(world)),
        }
    }
    parts
}

/// A question, and when it was asked of whom.
struct About<'a> {
    question: KubeQuestion,
    world: &'a World,
    took: Duration,
}

impl About<'_> {
    fn seen<T>(&self, value: T) -> Part<T> {
        Part::Seen(Seen {
            value,
            asked_at: super::at(self.world.now),
            as_of: None,
            stale: None,
            partial: None,
            took_ms: self.took.as_secs_f64() * 1000.0,
            source: format!("kube: {}", self.question.part()),
        })
    }
}
