//! What all kinds have in common for who lists them.

use serde::de::DeserializeOwned;

use super::ObjectMeta;

/// An object of Kubernetes, or of Rook in it, as Koor reads it.
pub trait KubeObject: DeserializeOwned + Clone + Send + Sync + 'static {
    /// Its API group; empty of the core.
    const GROUP: &'static str;
    /// The version of the group that is spoken.
    const VERSION: &'static str;
    /// Its kind, `Pod`.
    const KIND: &'static str;
    /// What the API calls many of them, `pods`.
    const PLURAL: &'static str;
    /// Whether it lives in a namespace.
    const NAMESPACED: bool;
    /// The row that it becomes.
    type Row: Send + Sync + 'static;

    /// Its metadata.
    fn metadata(&self) -> &ObjectMeta;

    /// Its row.
    fn into_row(self) -> Self::Row;

    /// Where the API has them: `/api/v1/namespaces/rook-ceph/pods`; without a namespace those of all.
    #[must_use]
    fn path(namespace: Option<&str>) -> String {
        let root = match Self::GROUP {
            "" => format!("/api/{}", Self::VERSION),
            group => format!("/apis/{group}/{}", Self::VERSION),
        };
        match namespace.filter(|_| Self::NAMESPACED) {
            Some(namespace) => format!("{root}/namespaces/{namespace}/{}", Self::PLURAL),
            None => format!("{root}/{}", Self::PLURAL),
        }
    }
}

/// Says where a kind is found and what it becomes.
macro_rules! kube_object {
    ($object:ty => $row:ty, $group:literal, $version:literal, $kind:literal, $plural:literal, $namespaced:literal) => {
        impl crate::wire::kube::KubeObject for $object {
            const GROUP: &'static str = $group;
            const VERSION: &'static str = $version;
            const KIND: &'static str = $kind;
            const PLURAL: &'static str = $plural;
            const NAMESPACED: bool = $namespaced;
            type Row = $row;

            fn metadata(&self) -> &crate::wire::kube::ObjectMeta {
                &self.metadata
            }

            fn into_row(self) -> $row {
                self.row()
            }
        }
    };
}

pub(in crate::wire) use kube_object;

#[cfg(test)]
mod tests {
    use super::KubeObject as _;
    use crate::wire::kube::{BudgetObject, NodeObject, PodObject};

    #[test]
    fn every_kind_has_its_place() {
        assert_eq!(PodObject::path(Some("rook-ceph")), "/api/v1/namespaces/rook-ceph/pods");
        assert_eq!(PodObject::path(None), "/api/v1/pods");
        assert_eq!(BudgetObject::path(Some("a")), "/apis/policy/v1/namespaces/a/poddisruptionbudgets");
        assert_eq!(NodeObject::path(Some("a")), "/api/v1/nodes");
    }
}
