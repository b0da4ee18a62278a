//! From an object to its row: one way for kinds that are known, one for those of Rook that discovery finds.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::part::Key;
use crate::model::rook::RookResource;
use crate::wire::kube::{KubeObject, ObjectMeta};
use crate::wire::kube_api::NamedObject;
use crate::wire::rook::{self, ResourceObject};

/// How the objects of one list are read.
pub(super) trait Reader: Clone + Send + Sync + 'static {
    /// What stands in the answer.
    type Object: DeserializeOwned + Send + 'static;
    /// What is kept of it.
    type Row: Clone + Send + Sync + 'static;

    /// Who the object is.
    fn metadata(object: &Self::Object) -> &ObjectMeta;

    /// Its row.
    fn row(&self, object: Self::Object) -> Self::Row;

    /// What it is sorted by.
    fn key(metadata: &ObjectMeta) -> Key {
        (metadata.namespace.clone(), metadata.name.clone())
    }
}

/// A kind that is known.
pub(super) struct Known<O>(PhantomData<fn() -> O>);

impl<O> Known<O> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<O> Clone for Known<O> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<O> Reader for Known<O>
where
    O: KubeObject,
    O::Row: Clone,
{
    type Object = O;
    type Row = O::Row;

    fn metadata(object: &O) -> &ObjectMeta {
        object.metadata()
    }

    fn row(&self, object: O) -> O::Row {
        object.into_row()
    }
}

/// A kind of Rook's that is no CephCluster.
#[derive(Debug, Clone)]
pub(super) struct RookKind {
    /// `CephBlockPool`.
    pub(super) kind: String,
}

impl Reader for RookKind {
    type Object = ResourceObject;
    type Row = RookResource;

    fn metadata(object: &ResourceObject) -> &ObjectMeta {
        &object.metadata
    }

    fn row(&self, object: ResourceObject) -> RookResource {
        rook::resource(&self.kind, object)
    }
}

/// Any kind, of which only names and labels are asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names;

impl Reader for Names {
    type Object = NamedObject;
    type Row = ObjectMeta;

    fn metadata(object: &NamedObject) -> &ObjectMeta {
        &object.metadata
    }

    fn row(&self, object: NamedObject) -> ObjectMeta {
        object.metadata
    }
}
