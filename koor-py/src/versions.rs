//! What Koor knows of versions, of no cluster.

use std::path::{Path, PathBuf};

use koor_core::Koor;
use koor_core::model::catalogue::HeldCatalogue;
use koor_core::view::report::Listing;
use pyo3::prelude::*;

use crate::typed::{Document, DocumentList};
use crate::{exceptions, json};

/// The catalogue in a file, or the one in use.
pub(crate) fn held(path: Option<&Path>) -> PyResult<HeldCatalogue> {
    Koor::catalogue(path).map_err(|error| exceptions::of(&error))
}

/// When release lines of Ceph, Rook, Kubernetes and Ceph-CSI end, one line a row, the earliest end first. Asks no cluster.
///
/// Parameters
/// ----------
/// all
///     Also what ended more than a year ago.
/// catalogue
///     The path of another catalogue than the one in use.
///
/// Raises
/// ------
/// InvalidInputError, CorruptError
///     Where the catalogue can't be used.
///
/// Examples
/// --------
/// >>> import koor
/// >>> ends = {line["line"]: line["ends"] for line in koor.version_calendar() if line["product"] == "ceph"}
/// >>> ends["20"][0]["date"]
/// '2027-06-01'
#[pyfunction]
#[pyo3(signature = (all = false, catalogue = None))]
#[expect(clippy::needless_pass_by_value, reason = "Python hands over what it converted")]
pub(crate) fn version_calendar(
    py: Python<'_>,
    all: bool,
    catalogue: Option<PathBuf>,
) -> PyResult<DocumentList<'_>> {
    let calendar = py.detach(|| Ok::<_, PyErr>(Koor::version_calendar(&held(catalogue.as_deref())?, all)))?;
    json::load(py, serde_json::to_string(&calendar.lines)).map(DocumentList)
}

/// What Koor knows of versions: release lines, what goes with what, legal upgrades, bad releases, CVEs, each with its
/// sources; and how old that is. Asks no cluster.
///
/// Parameters
/// ----------
/// path
///     Another catalogue than the one in use.
///
/// Raises
/// ------
/// InvalidInputError, CorruptError
///     Where the catalogue can't be used.
///
/// Examples
/// --------
/// >>> import koor
/// >>> catalogue = koor.catalogue()
/// >>> sorted(catalogue["catalogue"])
/// ['age_days', 'dated', 'entries', 'old', 'origin']
/// >>> "CVE-2025-30156" in [cve["id"] for cve in catalogue["holds"]["cve"]]
/// True
#[pyfunction]
#[pyo3(signature = (path = None))]
#[expect(clippy::needless_pass_by_value, reason = "Python hands over what it converted")]
pub(crate) fn catalogue(py: Python<'_>, path: Option<PathBuf>) -> PyResult<Document<'_>> {
    let text = py.detach(|| Ok::<_, PyErr>(told(&Koor::catalogue_view(&held(path.as_deref())?))))?;
    json::load(py, text).map(Document)
}

fn told(view: &impl Listing) -> serde_json::Result<String> {
    serde_json::to_string(view)
}
