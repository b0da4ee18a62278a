//! Watching: for whoever looks again and again.
//!
//! Each question that was asked once is kept current from then on: listed, then watched. A look is answered from memory,
//! and waits at most its deadline for the first list.
//!
//! Invariants:
//! - what is held is rows, one an object: memory grows with what there is, never with what happened;
//! - what is held outlives the API server's silence, and then says since when and why it may be old;
//! - a right that is missing is tried again now and then, and hides one part;
//! - dropping it ends all of it.
//!
//! Deliberately absent: a copy of any object, telling somebody of changes.

mod held;
mod keeper;
mod pulse;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout_at;

use self::held::{Held, Settled, Silence};
use self::keeper::Context;
use self::pulse::Pulse;
use super::lists::{map, releases, source};
use super::part::{Asked, seen, unseen};
use super::reader::Known;
use super::request::{Listing, Until};
use super::scope::{are_alike, described, listings, more_pods, needs_place, purpose};
use super::{KubeApi, Place};
use crate::model::kube::{
    Claim, Deployment, DisruptionBudget, HelmRelease, KubeEvent, KubeNode, KubeParts, KubeQuestion,
    Kubernetes, Pod, StorageClass, Volume,
};
use crate::model::rook::{RookCluster, RookResource};
use crate::model::{Kind, Part};
use crate::port::{Clock, KubeSelection, Orchestrator};
use crate::wire::kube::{
    BudgetObject, ClaimObject, ConfigMapObject, DeploymentObject, EventObject, HelmSecretObject, NodeObject,
    PodObject, StorageClassObject, VolumeObject,
};
use crate::wire::rook::{self, CephClusterObject};

/// An [`Orchestrator`] that watches what it was asked for once.
pub struct KubeWatch {
    context: Context,
    store: Store,
    settled: watch::Receiver<()>,
    running: Mutex<Running>,
}

/// The tasks, which end with it, and what they are for.
#[derive(Debug, Default)]
struct Running {
    tasks: JoinSet<()>,
    questions: BTreeSet<KubeQuestion>,
}

/// What is held, a question each. ConfigMaps among it are as they are: never to be printed.
struct Store {
    clusters: Arc<Held<RookCluster>>,
    resources: Arc<Held<RookResource>>,
    config: Arc<Held<ConfigMapObject>>,
    deployments: Arc<Held<Deployment>>,
    pods: Arc<Held<Pod>>,
    nodes: Arc<Held<KubeNode>>,
    budgets: Arc<Held<DisruptionBudget>>,
    claims: Arc<Held<Claim>>,
    volumes: Arc<Held<Volume>>,
    classes: Arc<Held<StorageClass>>,
    helm: Arc<Held<Option<HelmRelease>>>,
    events: Arc<Held<KubeEvent>>,
}

impl std::fmt::Debug for KubeWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("KubeWatch").field(&self.source()).finish()
    }
}

fn held<R>(settled: &Settled) -> Arc<Held<R>> {
    Arc::new(Held::new(settled.clone()))
}

impl KubeWatch {
    /// Over this API server. Asks nothing yet: the first look begins.
    #[must_use]
    pub fn new(api: KubeApi, clock: Arc<dyn Clock>) -> Self {
        let (sender, settled) = watch::channel(());
        let sender = Arc::new(sender);
        let pulse = Arc::new(Pulse::new(sender.clone()));
        let store = Store {
            clusters: held(&sender),
            resources: held(&sender),
            config: held(&sender),
            deployments: held(&sender),
            pods: held(&sender),
            nodes: held(&sender),
            budgets: held(&sender),
            claims: held(&sender),
            volumes: held(&sender),
            classes: held(&sender),
            helm: held(&sender),
            events: held(&sender),
        };
        Self { context: Context { api, clock, pulse }, store, settled, running: Mutex::default() }
    }

    /// The same where it is known already where Rook is.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        self.context.pulse.place.send_replace(Some(Ok(place)));
        self
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to keep what was not kept before.
    fn start(&self, questions: &BTreeSet<KubeQuestion>) {
        let mut running = self.running();
        if running.questions.is_empty() {
            let context = self.context.clone();
            running.tasks.spawn(async move { context.pulse.beat(&context.api, &*context.clock).await });
            let context = self.context.clone();
            running.tasks.spawn(async move { context.pulse.find(&context.api).await });
        }
        for question in questions {
            if running.questions.insert(*question) {
                self.keep(*question, &mut running.tasks);
            }
        }
    }

    fn keep(&self, question: KubeQuestion, tasks: &mut JoinSet<()>) {
        let (context, store) = (self.context.clone(), &self.store);
        let _task = match question {
            // The pulse tells it.
            KubeQuestion::Kubernetes => return,
            KubeQuestion::RookClusters => {
                tasks.spawn(context.keep::<CephClusterObject>(question, store.clusters.clone()))
            }
            KubeQuestion::RookResources => tasks.spawn(context.keep_resources(store.resources.clone())),
            KubeQuestion::RookConfig => {
                tasks.spawn(context.keep::<ConfigMapObject>(question, store.config.clone()))
            }
            KubeQuestion::Deployments => {
                tasks.spawn(context.keep::<DeploymentObject>(question, store.deployments.clone()))
            }
            KubeQuestion::Pods => tasks.spawn(context.keep::<PodObject>(question, store.pods.clone())),
            KubeQuestion::Nodes => tasks.spawn(context.keep::<NodeObject>(question, store.nodes.clone())),
            KubeQuestion::DisruptionBudgets => {
                tasks.spawn(context.keep::<BudgetObject>(question, store.budgets.clone()))
            }
            KubeQuestion::Claims => tasks.spawn(context.keep::<ClaimObject>(question, store.claims.clone())),
            KubeQuestion::Volumes => {
                tasks.spawn(context.keep::<VolumeObject>(question, store.volumes.clone()))
            }
            KubeQuestion::StorageClasses => {
                tasks.spawn(context.keep::<StorageClassObject>(question, store.classes.clone()))
            }
            KubeQuestion::HelmReleases => {
                tasks.spawn(context.keep::<HelmSecretObject>(question, store.helm.clone()))
            }
            KubeQuestion::Events => tasks.spawn(context.keep::<EventObject>(question, store.events.clone())),
        };
    }

    fn is_settled(&self, question: KubeQuestion) -> bool {
        let store = &self.store;
        match question {
            KubeQuestion::Kubernetes => self.context.pulse.is_settled(),
            KubeQuestion::RookClusters => store.clusters.is_settled(),
            KubeQuestion::RookResources => store.resources.is_settled(),
            KubeQuestion::RookConfig => store.config.is_settled(),
            KubeQuestion::Deployments => store.deployments.is_settled(),
            KubeQuestion::Pods => store.pods.is_settled(),
            KubeQuestion::Nodes => store.nodes.is_settled(),
            KubeQuestion::DisruptionBudgets => store.budgets.is_settled(),
            KubeQuestion::Claims => store.claims.is_settled(),
            KubeQuestion::Volumes => store.volumes.is_settled(),
            KubeQuestion::StorageClasses => store.classes.is_settled(),
            KubeQuestion::HelmReleases => store.helm.is_settled(),
            KubeQuestion::Events => store.events.is_settled(),
        }
    }

    /// Waits until each question has an answer, good or bad.
    async fn settle(&self, questions: &BTreeSet<KubeQuestion>) {
        let mut settled = self.settled.clone();
        while !questions.iter().all(|question| self.is_settled(*question)) {
            if settled.changed().await.is_err() {
                return;
            }
        }
    }

    fn place(&self) -> Option<Place> {
        self.context.pulse.place.borrow().as_ref().and_then(|found| found.as_ref().ok().cloned())
    }
}

#[async_trait]
impl Orchestrator for KubeWatch {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let began = Instant::now();
        let until = Until::within(deadline);
        self.start(&selection.questions);
        // What has no answer by then says so.
        let _in_time = timeout_at(until.at(), self.settle(&selection.questions)).await;
        let told = Told { watch: self, selection, began, silence: self.context.pulse.silence() };
        let mut parts = told.parts();
        if let Some(namespace) = &selection.pods_of
            && let Part::Seen(pods) = &mut parts.pods
        {
            // For one look only: nobody asks for it again and again.
            let known = self.place().map(|place| listings(KubeQuestion::Pods, &place)).unwrap_or_default();
            if let Some(listing) = more_pods(&known, namespace) {
                let more = self.context.api.list(&listing, &Known::<PodObject>::new(), until).await;
                match more {
                    Ok(more) => {
                        pods.value.extend(more.keyed.into_iter().map(|(_, pod)| pod));
                        pods.value.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
                    }
                    Err(error) => {
                        let why = error.about(purpose(KubeQuestion::Pods)).message;
                        pods.partial.get_or_insert(why);
                    }
                }
            }
        }
        parts
    }

    fn source(&self) -> String {
        source(&self.context.api, self.place().as_ref())
    }
}

/// What one look tells.
struct Told<'a> {
    watch: &'a KubeWatch,
    selection: &'a KubeSelection,
    began: Instant,
    silence: Option<Silence>,
}

impl Told<'_> {
    fn parts(&self) -> KubeParts {
        let store = &self.watch.store;
        let deployments = self.part(KubeQuestion::Deployments, &store.deployments);
        KubeParts {
            kubernetes: self.kubernetes(),
            rook_clusters: self.part(KubeQuestion::RookClusters, &store.clusters),
            rook_resources: self.part(KubeQuestion::RookResources, &store.resources),
            rook_config: map(self.part(KubeQuestion::RookConfig, &store.config), |maps| rook::config(&maps)),
            pods: self.part(KubeQuestion::Pods, &store.pods),
            nodes: self.part(KubeQuestion::Nodes, &store.nodes),
            disruption_budgets: self.part(KubeQuestion::DisruptionBudgets, &store.budgets),
            claims: self.part(KubeQuestion::Claims, &store.claims),
            volumes: self.part(KubeQuestion::Volumes, &store.volumes),
            storage_classes: self.part(KubeQuestion::StorageClasses, &store.classes),
            helm_releases: releases(self.part(KubeQuestion::HelmReleases, &store.helm), &deployments),
            kube_events: self.part(KubeQuestion::Events, &store.events),
            deployments,
        }
    }

    fn asked(&self, source: String) -> Asked {
        Asked {
            at: self.watch.context.clock.now(),
            took_ms: self.began.elapsed().as_secs_f64() * 1e3,
            source,
        }
    }

    fn part<R: Clone>(&self, question: KubeQuestion, held: &Held<R>) -> Part<Vec<R>> {
        if !self.selection.questions.contains(&question) {
            return Part::not_asked();
        }
        let place = if needs_place(question) { self.watch.place() } else { Some(Place::nowhere()) };
        let lists: Vec<Listing> = place.map(|place| listings(question, &place)).unwrap_or_default();
        let source = if lists.is_empty() { format!("kube: {}", question.part()) } else { described(&lists) };
        held.part(are_alike(question), self.asked(format!("{source}, watched")), self.silence.as_ref())
    }

    fn kubernetes(&self) -> Part<Kubernetes> {
        if !self.selection.questions.contains(&KubeQuestion::Kubernetes) {
            return Part::not_asked();
        }
        let asked = self.asked("kube: version, watched".into());
        let pulse = &self.watch.context.pulse;
        match (&*pulse.place.borrow(), &self.silence) {
            (Some(Ok(place)), silence) => {
                let value = self.watch.context.api.kubernetes(place, pulse.version());
                let mut part = seen(value, None, asked);
                if let (Part::Seen(seen), Some(silence)) = (&mut part, silence) {
                    seen.stale = Some(silence.why.message.clone());
                    seen.as_of = silence.since;
                }
                part
            }
            (Some(Err(error)), _) => unseen(error, asked.at),
            (None, Some(silence)) => unseen(&silence.why, asked.at),
            (None, None) => {
                let mut part = Part::unseen(Kind::Timeout, "the API server has not said yet where Rook is");
                if let Part::Unseen(unseen) = &mut part {
                    unseen.asked_at = Some(asked.at);
                }
                part
            }
        }
    }
}
