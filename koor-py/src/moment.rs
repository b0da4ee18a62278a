//! Moments to compare, and what changed between two of them.

use std::path::PathBuf;
use std::sync::Arc;

use koor_core::model::Inventory as Seen;
use koor_core::{Koor, view};
use pyo3::prelude::*;

use crate::looks::as_it_is;
use crate::report::{self, Inventory, Rows};
use crate::{exceptions, runtime};

/// What changed between two moments, one change a row.
///
/// Parameters
/// ----------
/// before, after
///     Each an `Inventory`, or the path of a recording or of what `koor inventory -o json` wrote.
///
/// Raises
/// ------
/// InvalidInputError, CorruptError
///     Where a file can't be used.
///
/// Examples
/// --------
/// >>> import koor
/// >>> inventory = koor.demo().inventory()
/// >>> koor.diff(inventory, inventory)[:]
/// []
#[pyfunction]
pub(crate) fn diff(py: Python<'_>, before: Moment, after: Moment) -> PyResult<Py<Rows>> {
    let view = runtime::wait(py, async move {
        let (before, after) = (before.seen().await?, after.seen().await?);
        as_it_is(view::DiffReport::of(&before, &after, jiff::Timestamp::now()))
    })??;
    changes(py, view)
}

pub(crate) fn changes(py: Python<'_>, view: view::DiffReport) -> PyResult<Py<Rows>> {
    report::rows(py, view, |view: &view::DiffReport| Some(&view.diff.changes))
}

/// A moment to compare: an inventory that is held, or a file that holds one.
#[derive(FromPyObject)]
pub(crate) enum Moment {
    Held(Py<Inventory>),
    File(PathBuf),
}

impl Moment {
    pub(crate) async fn seen(self) -> PyResult<Arc<Seen>> {
        match self {
            Self::Held(inventory) => Ok(inventory.get().0.clone()),
            Self::File(path) => {
                Koor::inventory_of(&path).await.map(Arc::new).map_err(|error| exceptions::of(&error))
            }
        }
    }
}
