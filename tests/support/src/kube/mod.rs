//! Real Kubernetes on loopback: the control plane's own programs, nodes that [kwok] plays or that are real, and Rook's
//! objects without Rook.
//!
//! - [`ControlPlane`]: etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok, up in five seconds, so
//!   that a test that changes things has one of its own. It lives in namespaces of its own like a Ceph cluster
//!   ([`Supervisor`](crate::Supervisor)), and ends with the test, however that ends.
//! - [`Rook`] makes the objects that a Rook operator would have made around a real Ceph cluster.
//!
//! What is not here: an operator. Nothing reconciles; a test says what Rook said.
//!
//! | variable | meaning |
//! |---|---|
//! | `KUBEBUILDER_ASSETS` | a folder that holds the programs, or some of them; the rest is built once into `$KOOR_TESTBED_DIR/kube` |
//! | `KOOR_ROOK_CRDS` | a file with Rook's own CustomResourceDefinitions, to be used instead of permissive ones |
//! | `KOOR_ROOK_CAPTURES` | a folder or `.tar.zst` of captures of a real Rook cluster, which suite `kube` judges moment by moment |
//!
//! [kwok]: https://kwok.sigs.k8s.io

mod api;
mod bring_up;
mod control_plane;
mod image;
mod kinds;
pub(crate) mod node;
mod objects;
mod pki;
mod programs;
mod rook;
mod shape;

pub use control_plane::ControlPlane;
pub use programs::{Programs, go};
pub use rook::{Rook, RookShape};
pub use shape::KubeShape;
