//! Rook's kinds.

/// Rook's API group.
pub const GROUP: &str = "ceph.rook.io";
/// The version of it that is spoken, the same since Rook 1.0.
pub const VERSION: &str = "v1";

/// A kind of `ceph.rook.io/v1`. All live in namespaces and have a `status` of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RookKind {
    /// `CephBlockPool`.
    pub kind: &'static str,
    /// `cephblockpools`.
    pub plural: &'static str,
}

const fn kind(kind: &'static str, plural: &'static str) -> RookKind {
    RookKind { kind, plural }
}

/// Every kind of Rook 1.10 to 1.21, the CephCluster first. An older Rook has fewer; the API server tells which
/// ([`kube::api_resources`](crate::wire::kube::api_resources)).
///
/// Source: <https://rook.io/docs/rook/latest/CRDs/specification/>.
pub const KINDS: [RookKind; 19] = [
    kind("CephCluster", "cephclusters"),
    kind("CephBlockPool", "cephblockpools"),
    kind("CephBlockPoolRadosNamespace", "cephblockpoolradosnamespaces"),
    kind("CephBucketNotification", "cephbucketnotifications"),
    kind("CephBucketTopic", "cephbuckettopics"),
    kind("CephClient", "cephclients"),
    kind("CephCOSIDriver", "cephcosidrivers"),
    kind("CephFilesystem", "cephfilesystems"),
    kind("CephFilesystemMirror", "cephfilesystemmirrors"),
    kind("CephFilesystemSubVolumeGroup", "cephfilesystemsubvolumegroups"),
    kind("CephNFS", "cephnfses"),
    kind("CephNVMeOFGateway", "cephnvmeofgateways"),
    kind("CephObjectRealm", "cephobjectrealms"),
    kind("CephObjectStore", "cephobjectstores"),
    kind("CephObjectStoreAccount", "cephobjectstoreaccounts"),
    kind("CephObjectStoreUser", "cephobjectstoreusers"),
    kind("CephObjectZone", "cephobjectzones"),
    kind("CephObjectZoneGroup", "cephobjectzonegroups"),
    kind("CephRBDMirror", "cephrbdmirrors"),
];
