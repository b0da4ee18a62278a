//! What is shown where Kubernetes told nothing, or only a part.

use super::{RookFilter, RookLine, RookList, RookView};
use crate::Error;
use crate::model::{Kind, Part};
use crate::view::sample::{self, now};

#[test]
fn without_kubernetes_there_is_one_clear_sentence() {
    let inventory = sample::inventory();
    let error = RookView::of(&inventory, now()).unwrap_err();
    assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
    assert!(error.to_string().contains("--kubeconfig"), "{error}");
    assert!(RookList::of(&inventory, &RookFilter::default(), now()).is_err());
    assert_eq!(RookLine::of(&inventory), None);
}

#[test]
fn what_was_refused_says_so_and_is_never_zero() {
    let mut inventory = sample::inventory();
    let refused = "the right to list deployments.apps in namespace rook-ceph is missing";
    inventory.deployments = Part::unseen(Kind::Denied, refused);
    inventory.pods = Part::unseen(Kind::Denied, "the right to list pods in namespace rook-ceph is missing");
    inventory.rook_clusters = sample::seen(Vec::new());
    let view = RookView::of(&inventory, now()).unwrap();
    assert_eq!(view.daemons, None);
    let text = view.to_string();
    assert!(text.contains(refused), "{text}");
    assert!(text.contains("no CephCluster of this Ceph cluster"), "{text}");
    let line = RookLine::of(&inventory).unwrap();
    assert_eq!(line.pods, None);
    let cells: String = line.cells(now()).iter().map(|cell| cell.text.as_str()).collect();
    assert!(cells.contains("pods not seen"), "{cells}");
}
