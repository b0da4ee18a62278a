//! What each question asks of the API: which objects, where, and what they are for.

use super::Place;
use super::request::{Listing, Resource};
use crate::model::kube::KubeQuestion;
use crate::wire::kube::{
    BudgetObject, ClaimObject, ConfigMapObject, DeploymentObject, EventObject, HelmSecretObject, KubeObject,
    NodeObject, PodObject, StorageClassObject, VolumeObject,
};
use crate::wire::rook::CephClusterObject;

/// The namespace that events of nodes are in: a node has none of its own.
const NODE_EVENTS: &str = "default";

impl Listing {
    /// All objects of a kind.
    pub(super) fn kind<O: KubeObject>() -> Self {
        Self::of(Resource::of_kind::<O>())
    }
}

impl Place {
    /// For questions that are about the whole cluster.
    pub(super) const fn nowhere() -> Self {
        Self { namespace: String::new(), operator_namespace: None }
    }

    /// The namespaces that Rook's own things are in: the cluster's first.
    fn namespaces(&self) -> Vec<&str> {
        let operator = self.operator_namespace.as_deref().filter(|name| *name != self.namespace);
        std::iter::once(self.namespace.as_str()).chain(operator).collect()
    }

    fn everywhere<O: KubeObject>(&self) -> Vec<Listing> {
        self.namespaces().into_iter().map(|namespace| Listing::kind::<O>().within(namespace)).collect()
    }
}

/// Which lists make the answer. Rook's other kinds are found by discovery first, and the API server itself is no list:
/// both have none here.
pub(super) fn listings(question: KubeQuestion, place: &Place) -> Vec<Listing> {
    match question {
        KubeQuestion::Kubernetes | KubeQuestion::RookResources => Vec::new(),
        KubeQuestion::RookClusters => vec![Listing::kind::<CephClusterObject>().within(&place.namespace)],
        KubeQuestion::RookConfig => config_maps(place),
        KubeQuestion::Deployments => place.everywhere::<DeploymentObject>(),
        KubeQuestion::Pods => place.everywhere::<PodObject>(),
        KubeQuestion::Nodes => vec![Listing::kind::<NodeObject>()],
        KubeQuestion::DisruptionBudgets => place.everywhere::<BudgetObject>(),
        KubeQuestion::Claims => vec![Listing::kind::<ClaimObject>()],
        KubeQuestion::Volumes => vec![Listing::kind::<VolumeObject>()],
        KubeQuestion::StorageClasses => vec![Listing::kind::<StorageClassObject>()],
        KubeQuestion::HelmReleases => place
            .everywhere::<HelmSecretObject>()
            .into_iter()
            .map(|listing| listing.labelled(HelmSecretObject::SELECTOR).by_name())
            .collect(),
        KubeQuestion::Events => {
            let rook = place.everywhere::<EventObject>().into_iter();
            let of_nodes = Listing::kind::<EventObject>().within(NODE_EVENTS);
            rook.map(|listing| listing.whose("type=Warning"))
                .chain([of_nodes.whose("type=Warning,involvedObject.kind=Node")])
                .collect()
        }
    }
}

/// One by one, so that the right to read others is not needed.
fn config_maps(place: &Place) -> Vec<Listing> {
    let operator = place.operator_namespace.as_deref().unwrap_or(&place.namespace);
    let named = |namespace: &str, name: &'static str| {
        Listing::kind::<ConfigMapObject>().within(namespace).named(name)
    };
    vec![
        named(&place.namespace, "rook-ceph-mon-endpoints"),
        named(&place.namespace, "rook-config-override"),
        named(&place.namespace, "rook-ceph-pdbstatemap"),
        named(operator, "rook-ceph-operator-config"),
    ]
}

/// Rook's objects of one kind, in the cluster's namespace.
pub(super) fn resource(plural: String, place: &Place) -> Listing {
    Listing::of(Resource::of_rook(plural)).within(&place.namespace)
}

/// The pods of one more namespace, where it is none of those.
pub(super) fn more_pods(known: &[Listing], namespace: &str) -> Option<Listing> {
    let is_known = known.iter().any(|listing| listing.namespace.as_deref() == Some(namespace));
    (!is_known).then(|| Listing::kind::<PodObject>().within(namespace))
}

/// Whether a question is about Rook's namespaces.
pub(super) const fn needs_place(question: KubeQuestion) -> bool {
    match question {
        KubeQuestion::Nodes | KubeQuestion::Claims | KubeQuestion::Volumes | KubeQuestion::StorageClasses => {
            false
        }
        KubeQuestion::Kubernetes
        | KubeQuestion::RookClusters
        | KubeQuestion::RookResources
        | KubeQuestion::RookConfig
        | KubeQuestion::Deployments
        | KubeQuestion::Pods
        | KubeQuestion::DisruptionBudgets
        | KubeQuestion::HelmReleases
        | KubeQuestion::Events => true,
    }
}

/// Whether each list of the answer is worth having by itself. Else the first is the one without which the rest would
/// mislead: the operator's pods alone would read as if the cluster had none.
pub(super) const fn are_alike(question: KubeQuestion) -> bool {
    match question {
        KubeQuestion::RookResources
        | KubeQuestion::RookConfig
        | KubeQuestion::HelmReleases
        | KubeQuestion::Events => true,
        KubeQuestion::Kubernetes
        | KubeQuestion::RookClusters
        | KubeQuestion::Deployments
        | KubeQuestion::Pods
        | KubeQuestion::Nodes
        | KubeQuestion::DisruptionBudgets
        | KubeQuestion::Claims
        | KubeQuestion::Volumes
        | KubeQuestion::StorageClasses => false,
    }
}

/// What was asked, for the source of a part.
pub(super) fn described(listings: &[Listing]) -> String {
    let words: Vec<String> = listings.iter().take(2).map(Listing::describe).collect();
    let more = if listings.len() > 2 { ", …" } else { "" };
    format!("kube: {}{more}", words.join(", "))
}

/// What a question is for, for people.
pub(super) const fn purpose(question: KubeQuestion) -> &'static str {
    match question {
        KubeQuestion::Kubernetes => "where Rook is",
        KubeQuestion::RookClusters => "the CephCluster",
        KubeQuestion::RookResources => "Rook's other objects",
        KubeQuestion::RookConfig => "Rook's ConfigMaps",
        KubeQuestion::Deployments => "what Kubernetes keeps running of Rook",
        KubeQuestion::Pods => "the pods",
        KubeQuestion::Nodes => "the nodes",
        KubeQuestion::DisruptionBudgets => "the disruption budgets",
        KubeQuestion::Claims => "the claims",
        KubeQuestion::Volumes => "the volumes",
        KubeQuestion::StorageClasses => "the storage classes",
        KubeQuestion::HelmReleases => "the releases of Helm",
        KubeQuestion::Events => "the warnings",
    }
}

#[cfg(test)]
mod tests {
    use super::listings;
    use crate::adapter::kube::Place;
    use crate::model::kube::KubeQuestion;

    fn place(operator: Option<&str>) -> Place {
        Place { namespace: "rook-ceph".into(), operator_namespace: operator.map(str::to_owned) }
    }

    #[test]
    fn an_operator_elsewhere_is_looked_at_there_too() {
        let namespaces = |operator| -> Vec<Option<String>> {
            let all = listings(KubeQuestion::Pods, &place(operator));
            all.into_iter().map(|listing| listing.namespace).collect()
        };
        assert_eq!(namespaces(Some("rook-ceph")), [Some("rook-ceph".into())]);
        assert_eq!(namespaces(None), [Some("rook-ceph".into())]);
        assert_eq!(namespaces(Some("operators")), [Some("rook-ceph".into()), Some("operators".into())]);
    }

    #[test]
    fn no_secret_is_asked_for_but_by_name() {
        for question in KubeQuestion::ALL {
            for listing in listings(*question, &place(Some("operators"))) {
                assert!(
                    listing.resource.plural != "secrets" || listing.names_only,
                    "{question:?}: {listing:?}"
                );
            }
        }
    }
}
