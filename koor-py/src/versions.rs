//! What Koor knows of versions, of no cluster.

use std::path::{Path, PathBuf};

use koor_core::Koor;
use koor_core::model::Kind;
use koor_core::model::catalogue::{BadFact, Facts, HeldCatalogue};
use koor_core::view::{CatalogueView, VersionAdvice};
use pyo3::prelude::*;

use crate::typed::{DocumentList, Given, Told};
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
pub(crate) fn catalogue(py: Python<'_>, path: Option<PathBuf>) -> PyResult<Told<CatalogueView>> {
    let view = py.detach(|| Ok::<_, PyErr>(Koor::catalogue_view(&held(path.as_deref())?)))?;
    Told::of(py, view)
}

/// What is said of the versions of a cluster that nobody looks at: of the facts that its owner tells. Asks no cluster.
///
/// Parameters
/// ----------
/// facts
///     What `Cluster.version_facts()` gave, or as much of it as somebody likes to tell.
/// catalogue
///     The path of another catalogue than the one in use.
///
/// Raises
/// ------
/// InvalidInputError
///     Where the facts are none, or one is not of its trait's kind; or where the catalogue can't be read.
/// CorruptError
///     Where the catalogue can't be used.
///
/// Examples
/// --------
/// >>> import koor
/// >>> advice = koor.version_advice({"facts": {"ceph": ["18.2.4"], "architecture": ["arm64"]}})
/// >>> advice["worst"]
/// 'error'
#[pyfunction]
#[pyo3(signature = (facts, catalogue = None))]
#[expect(clippy::needless_pass_by_value, reason = "Python hands over what it converted")]
pub(crate) fn version_advice(
    py: Python<'_>,
    facts: Given,
    catalogue: Option<PathBuf>,
) -> PyResult<Told<VersionAdvice>> {
    let advice = py.detach(|| {
        let facts: Facts = serde_json::from_str(&facts.0).map_err(|error| {
            let why = BadFact::Document { why: error.to_string() };
            exceptions::of_kind(Kind::InvalidInput, why.to_string())
        })?;
        Koor::version_advice(&facts, &held(catalogue.as_deref())?).map_err(|error| exceptions::of(&error))
    })?;
    Told::of(py, advice)
}
