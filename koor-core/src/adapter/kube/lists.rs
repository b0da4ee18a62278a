//! Asking each time: for commands that end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::{FutureExt, Shared, join_all};
use tokio::sync::OnceCell;

use super::part::{Asked, Rows, part, seen, unseen};
use super::reader::{Known, Reader, RookKind};
use super::request::{Listing, Until};
use super::scope::{are_alike, described, listings, more_pods, needs_place, purpose, resource};
use super::{KubeApi, KubeError, KubeWatch, Place};
use crate::model::Part;
use crate::model::kube::{KubeParts, KubeQuestion, Kubernetes};
use crate::model::rook::RookResource;
use crate::port::{Clock, KubeSelection, Orchestrator};
use crate::wire::kube::{
    self as wire, BudgetObject, ClaimObject, ConfigMapObject, DeploymentObject, EventObject,
    HelmSecretObject, KubeObject, NodeObject, PodObject, StorageClassObject, VolumeObject,
};
use crate::wire::rook::{self, CephClusterObject};

/// An [`Orchestrator`] that lists what it is asked for, each time: all questions at once, each with its own outcome.
///
/// Where Rook is, is found once and kept.
#[derive(Debug, Clone)]
pub struct KubeLists {
    api: KubeApi,
    clock: Arc<dyn Clock>,
    place: Arc<OnceCell<Place>>,
}

impl KubeLists {
    /// Over this API server. Asks nothing yet.
    #[must_use]
    pub fn new(api: KubeApi, clock: Arc<dyn Clock>) -> Self {
        Self { api, clock, place: Arc::new(OnceCell::new()) }
    }

    /// The same where it is known already where Rook is.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Arc::new(OnceCell::new_with(Some(place))), ..self }
    }

    async fn place(&self, deadline: Duration) -> Result<Place, KubeError> {
        self.place.get_or_try_init(|| self.api.place(deadline)).await.cloned()
    }
}

/// Where Rook is, found once for all questions of a round.
type Found<F> = Shared<F>;

/// One round of questions.
struct Round<'a, F: Future<Output = Result<Place, KubeError>>> {
    lists: &'a KubeLists,
    selection: &'a KubeSelection,
    place: Found<F>,
    until: Until,
}

#[async_trait]
impl Orchestrator for KubeLists {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let place = self.place(deadline).boxed().shared();
        let round = Round { lists: self, selection, place, until: Until::within(deadline) };
        Box::pin(round.ask()).await
    }

    fn source(&self) -> String {
        source(&self.api, self.place.get())
    }

    fn watching(&self) -> Option<Arc<dyn Orchestrator>> {
        let watch = KubeWatch::new(self.api.clone(), self.clock.clone());
        Some(Arc::new(match self.place.get() {
            Some(place) => watch.at(place.clone()),
            None => watch,
        }))
    }
}

/// Which cluster, as whom and from where, for people.
pub(super) fn source(api: &KubeApi, place: Option<&Place>) -> String {
    let namespace = place.map(|place| place.namespace.as_str()).or(api.said_namespace());
    let namespace = namespace.map_or(String::new(), |namespace| format!(", namespace {namespace}"));
    format!("{}{namespace}", api.describe())
}

impl<F: Future<Output = Result<Place, KubeError>> + Send> Round<'_, F> {
    async fn ask(self) -> KubeParts {
        let whole = self.asks(KubeQuestion::Kubernetes);
        let (kubernetes, rook_clusters, rook_resources, rook_config, deployments, pods, nodes) = tokio::join!(
            Box::pin(async { if whole { self.kubernetes().await } else { Part::not_asked() } }),
            Box::pin(self.rows::<CephClusterObject>(KubeQuestion::RookClusters)),
            Box::pin(self.resources()),
            Box::pin(self.rows::<ConfigMapObject>(KubeQuestion::RookConfig)),
            Box::pin(self.rows::<DeploymentObject>(KubeQuestion::Deployments)),
            Box::pin(self.rows::<PodObject>(KubeQuestion::Pods)),
            Box::pin(async {
                // The other half: `join!` takes so many and no more without a deep type.
                tokio::join!(
                    self.rows::<NodeObject>(KubeQuestion::Nodes),
                    self.rows::<BudgetObject>(KubeQuestion::DisruptionBudgets),
                    self.rows::<ClaimObject>(KubeQuestion::Claims),
                    self.rows::<VolumeObject>(KubeQuestion::Volumes),
                    self.rows::<StorageClassObject>(KubeQuestion::StorageClasses),
                    self.rows::<HelmSecretObject>(KubeQuestion::HelmReleases),
                    self.rows::<EventObject>(KubeQuestion::Events),
                )
            }),
        );
        let (nodes, disruption_budgets, claims, volumes, storage_classes, helm, kube_events) = nodes;
        KubeParts {
            kubernetes,
            rook_clusters,
            rook_resources,
            rook_config: map(rook_config, |maps| rook::config(&maps)),
            helm_releases: releases(helm, &deployments),
            deployments,
            pods,
            nodes,
            disruption_budgets,
            claims,
            volumes,
            storage_classes,
            kube_events,
        }
    }

    fn asks(&self, question: KubeQuestion) -> bool {
        self.selection.questions.contains(&question)
    }

    fn api(&self) -> &KubeApi {
        &self.lists.api
    }

    async fn rows<O>(&self, question: KubeQuestion) -> Part<Vec<O::Row>>
    where
        O: KubeObject,
        O::Row: Clone,
    {
        if !self.asks(question) {
            return Part::not_asked();
        }
        let (at, began) = (self.lists.clock.now(), Instant::now());
        let needs_place = needs_place(question);
        let place = if needs_place { self.place.clone().await } else { Ok(Place::nowhere()) };
        let place = match place {
            Ok(place) => place,
            Err(error) => return unseen(&error, at),
        };
        let mut all = listings(question, &place);
        if question == KubeQuestion::Pods && self.selection.daemons_only {
            all = all.into_iter().map(|listing| listing.labelled(PodObject::OF_DAEMONS)).collect();
        }
        if let Some(namespace) = self.selection.pods_of.as_deref().filter(|_| question == KubeQuestion::Pods)
        {
            all.extend(more_pods(&all, namespace));
        }
        let reader = Known::<O>::new();
        let outcomes = join_all(all.iter().map(|listing| self.list(question, listing, &reader))).await;
        part(outcomes, are_alike(question), asked_then(at, began, &all))
    }

    /// Rook's other kinds: which there are is asked first, so that those of a Rook to come are seen, too.
    async fn resources(&self) -> Part<Vec<RookResource>> {
        const QUESTION: KubeQuestion = KubeQuestion::RookResources;
        if !self.asks(QUESTION) {
            return Part::not_asked();
        }
        let (at, began) = (self.lists.clock.now(), Instant::now());
        let (place, kinds) = tokio::join!(self.place.clone(), self.api().rook_kinds(self.until));
        let (place, kinds) = match (place, kinds) {
            (Ok(place), Ok(kinds)) => (place, kinds),
            (Err(error), _) | (_, Err(error)) => return unseen(&error, at),
        };
        let asked: Vec<(Listing, RookKind)> =
            kinds.into_iter().map(|(plural, reader)| (resource(plural, &place), reader)).collect();
        let outcomes =
            join_all(asked.iter().map(|(listing, reader)| self.list(QUESTION, listing, reader))).await;
        let asked: Vec<Listing> = asked.into_iter().map(|(listing, _)| listing).collect();
        part(outcomes, are_alike(QUESTION), asked_then(at, began, &asked))
    }

    async fn list<R: Reader>(
        &self,
        question: KubeQuestion,
        listing: &Listing,
        reader: &R,
    ) -> Result<Rows<R::Row>, KubeError> {
        self.api().list(listing, reader, self.until).await.map_err(|error| error.about(purpose(question)))
    }

    async fn kubernetes(&self) -> Part<Kubernetes> {
        let (at, began) = (self.lists.clock.now(), Instant::now());
        let (place, version) = tokio::join!(self.place.clone(), self.api().version(self.until));
        match place {
            Ok(place) => {
                let asked = Asked {
                    at,
                    took_ms: began.elapsed().as_secs_f64() * 1e3,
                    source: "kube: version".into(),
                };
                seen(self.api().kubernetes(&place, version.ok()), None, asked)
            }
            Err(error) => unseen(&error, at),
        }
    }
}

pub(super) fn map<T, U>(part: Part<T>, f: impl FnOnce(T) -> U) -> Part<U> {
    match part {
        Part::Seen(seen) => Part::Seen(seen.map(f)),
        Part::Unseen(unseen) => Part::Unseen(unseen),
    }
}

/// The newest revision of each release, with the chart that the Deployments name.
pub(super) fn releases(
    all: Part<Vec<Option<crate::model::kube::HelmRelease>>>,
    deployments: &Part<Vec<crate::model::kube::Deployment>>,
) -> Part<Vec<crate::model::kube::HelmRelease>> {
    let installed = deployments.value().map(Vec::as_slice).unwrap_or_default();
    map(all, |all| wire::helm_releases(all.into_iter().flatten().collect(), installed))
}

impl KubeApi {
    /// Rook's kinds but the CephCluster, by what they are asked by. None where Rook is not installed.
    pub(super) async fn rook_kinds(&self, until: Until) -> Result<Vec<(String, RookKind)>, KubeError> {
        let path = format!("/apis/{}/{}", rook::GROUP, rook::VERSION);
        let bytes = match self.path(&path, until).await {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let all = wire::api_resources(&bytes).map_err(|error| KubeError::unreadable(&error.to_string()))?;
        Ok(all
            .into_iter()
            .filter(|resource| resource.namespaced && resource.name != CephClusterObject::PLURAL)
            .map(|resource| (resource.name, RookKind { kind: resource.kind }))
            .collect())
    }

    /// What the API server runs.
    pub(super) async fn version(&self, until: Until) -> Result<String, KubeError> {
        let bytes = self.path("/version", until).await?;
        wire::git_version(&bytes).map_err(|error| KubeError::unreadable(&error.to_string()))
    }

    pub(super) fn kubernetes(&self, place: &Place, version: Option<String>) -> Kubernetes {
        Kubernetes {
            version,
            server: self.server().to_owned(),
            context: self.context().map(str::to_owned),
            impersonates: self.impersonates().map(str::to_owned),
            namespace: place.namespace.clone(),
            operator_namespace: place.operator_namespace.clone(),
        }
    }
}

/// What is told of a question beside its answer.
fn asked_then(at: jiff::Timestamp, began: Instant, listings: &[Listing]) -> Asked {
    Asked { at, took_ms: began.elapsed().as_secs_f64() * 1e3, source: described(listings) }
}
