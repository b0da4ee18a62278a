//! The file that `koor diff` reads: an inventory as JSON, from anybody.

use koor_core::model::Inventory;

use crate::Budget;
use crate::show::{every_diff, every_view, now};

/// The target.
pub fn run(data: &[u8]) -> Budget {
    match Inventory::from_json(data) {
        Ok(inventory) => {
            every_view(&inventory, now());
            every_diff(&inventory, &inventory, now());
            let empty = Inventory::empty(now(), inventory.source.clone());
            every_diff(&empty, &inventory, now());
        }
        Err(reason) => assert!(reason.chars().count() < 1_000 && !reason.contains('\n'), "{reason}"),
    }
    Budget { base: 1 << 20, each: 4 << 10 }
}
