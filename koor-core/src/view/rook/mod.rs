//! Rook beside Kubernetes beside Ceph: one picture, and the list of Rook's objects.

mod line;
mod list;
mod picture;
mod table;
#[cfg(test)]
mod tests;

pub use line::RookLine;
pub use list::{ResourceRow, RookFilter, RookList};
pub use picture::{OperatorState, RookSays, RookView};

use crate::Error;
use crate::model::{Inventory, NOT_ASKED};

/// That there is no Kubernetes to tell anything, in one sentence.
///
/// # Errors
/// [`Error::InvalidInput`] where none was asked.
pub(in crate::view) fn must_know_kubernetes(inventory: &Inventory) -> Result<(), Error> {
    let asked = inventory.asked().any(|part| Inventory::is_of_kubernetes(part.name));
    if asked {
        return Ok(());
    }
    // A recording without it says so.
    let said = inventory.rook_clusters.why().filter(|why| why.message != NOT_ASKED);
    if let Some(why) = said {
        return Err(Error::InvalidInput { message: why.message.clone() });
    }
    Err(Error::InvalidInput {
        message: "no Kubernetes is known beside this cluster: name one with --kubeconfig or --kube-context, or run where \
                  a service account is at hand"
            .into(),
    })
}
