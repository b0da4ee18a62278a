//! A whole inventory out of arbitrary answers: collected, assessed, explained, shown in every view, compared.

use std::sync::{Arc, OnceLock};

use koor_core::Koor;
use koor_core::collect::Selection;
use koor_core::model::Inventory;
use koor_core::wire::Question;

use crate::Budget;
use crate::canned::Canned;
use crate::show::{self, every_diff, every_view};

/// The inventory of an input.
fn inventory(data: &[u8]) -> Inventory {
    let koor = Koor::over(Arc::new(Canned::of(data))).with_clock(Arc::new(show::Still));
    // In a known order, one question by the other.
    show::wait(koor.look(&Selection::of(Question::ALL)))
}

/// The inventory of a cluster that is as it should be, to compare with.
fn whole() -> &'static Inventory {
    static WHOLE: OnceLock<Inventory> = OnceLock::new();
    WHOLE.get_or_init(|| inventory(&[0]))
}

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let inventory = inventory(data);
    every_view(&inventory, show::now());
    every_diff(whole(), &inventory, show::now());
    if let Some(more) = Selection::explaining(&inventory) {
        let _asked = format!("{more:?}");
    }
    Budget { base: 32 << 20, each: 1 << 10 }
}
