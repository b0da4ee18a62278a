//! Rook, nodes and claims: one method of the core each.

use std::future::Future;

use koor_core::Koor;
use koor_core::view::{ClaimFilter, List, NodeFilter, RookFilter};

use crate::args::{Global, Node, Order, Pvc, Rook};
use crate::exit::ExitCode;
use crate::output::Stopped;
use crate::run::look;

pub(crate) async fn rook(koor: &Koor, global: &Global, what: Option<&Rook>) -> Result<ExitCode, Stopped> {
    match what {
        None => look(global, || koor.rook()).await,
        Some(Rook::Ls { kind, unhealthy, order }) => {
            let filter = RookFilter { kind: kind.clone(), unhealthy: *unhealthy };
            list(global, order, || koor.rook_resources(&filter)).await
        }
    }
}

pub(crate) async fn node(koor: &Koor, global: &Global, node: &Node) -> Result<ExitCode, Stopped> {
    match node {
        Node::Ls { storage, unhealthy, order } => {
            let filter = NodeFilter { storage: *storage, unhealthy: *unhealthy };
            list(global, order, || koor.node_list(&filter)).await
        }
        Node::Show { node } => look(global, || koor.node(node)).await,
    }
}

pub(crate) async fn pvc(koor: &Koor, global: &Global, pvc: &Pvc) -> Result<ExitCode, Stopped> {
    match pvc {
        Pvc::Ls { of, class, pool, unhealthy, all_drivers, order } => {
            let filter = ClaimFilter {
                namespace: of.clone(),
                storage_class: class.clone(),
                pool: pool.clone(),
                unhealthy: *unhealthy,
                all_drivers: *all_drivers,
            };
            list(global, order, || koor.claim_list(&filter)).await
        }
        Pvc::Show { claim } => look(global, || koor.claim(claim)).await,
    }
}

/// One list in the order that was asked for, where there may be no Kubernetes to tell it.
async fn list<V, F>(
    global: &Global,
    order: &Order<V::Row>,
    mut ask: impl FnMut() -> F,
) -> Result<ExitCode, Stopped>
where
    V: List,
    F: Future<Output = koor_core::Result<V>>,
{
    let sort = order.sort();
    look(global, || {
        let asked = ask();
        async move { Ok(asked.await?.sorted(sort)) }
    })
    .await
}
