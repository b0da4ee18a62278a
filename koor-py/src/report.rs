//! What Python gets for an answer: a report of one thing, or rows.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatchIterator, RecordBatchReader};
use jiff::Timestamp;
use koor_core::model::{Inventory as Seen, Kind};
use koor_core::view::report::plain_text;
use koor_core::view::{Block, InventorySummary, PartRow, Table};
use pyo3::exceptions::{PyImportError, PyIndexError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PySlice};
use schemars::JsonSchema;
use serde::Serialize;

use crate::shown::{List, Listed, One, Shown};
use crate::typed::{Document, Documents, Failure};
use crate::{exceptions, html, json};

/// How many rows of a table a terminal is shown by itself; `print` shows what the command shows.
const ROWS: usize = 60;

/// One answer: text to `print`, a table in a notebook, the command's JSON as a dictionary.
///
/// An answer is never an exception because something could not be seen: it says what, and why. All moments are in UTC.
///
/// Examples
/// --------
/// >>> import koor
/// >>> status = koor.demo("host-down").status()
/// >>> status.severity
/// 'HEALTH_WARN'
/// >>> status.to_dict()["health"]["status"]
/// 'HEALTH_WARN'
/// >>> status.seen.tzname()
/// 'UTC'
#[pyclass(frozen, subclass, module = "koor")]
pub(crate) struct Report(Arc<dyn Shown>);

#[pymethods]
impl Report {
    /// When the cluster was looked at, in UTC; of a recording, when it was recorded.
    #[getter]
    fn seen(&self) -> Timestamp {
        self.0.header().collected_at
    }

    /// From where, for people: the library or program, the client and the conf file, or the recording.
    #[getter]
    fn source(&self) -> String {
        self.0.header().source.to_string()
    }

    /// The name by which the cluster was opened.
    #[getter]
    fn cluster(&self) -> String {
        self.0.header().cluster.name.clone()
    }

    /// The cluster's id; `None` where nothing told.
    #[getter]
    fn fsid(&self) -> Option<String> {
        self.0.header().cluster.fsid.as_ref().map(ToString::to_string)
    }

    /// The worst of Ceph's health and of what Koor found itself: `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR`; `None`
    /// where neither is known.
    #[getter]
    fn severity(&self) -> Option<&'static str> {
        self.0.header().severity().map(koor_core::model::Severity::as_str)
    }

    /// What was seen but may be older than it looks: the part's name, and why.
    #[getter]
    fn stale(&self) -> BTreeMap<String, String> {
        self.0.header().stale.iter().map(|part| (part.part.clone(), part.why.clone())).collect()
    }

    /// What was seen in part: the part's name, and why not all of it.
    #[getter]
    fn partial(&self) -> BTreeMap<String, String> {
        self.0.header().partial.iter().map(|part| (part.part.clone(), part.why.clone())).collect()
    }

    /// What was asked for and could not be seen: the part's name, and why.
    #[getter]
    fn unseen(&self) -> BTreeMap<String, String> {
        self.0.header().unseen.iter().map(|part| (part.part.clone(), part.why.message.clone())).collect()
    }

    /// Why this is no answer to rely on, as an exception to look at or to raise; `None` where it is one.
    ///
    /// Nothing could be seen of what was asked for, or the mons have no quorum. Its `kind` says which.
    #[getter]
    fn failure<'py>(&self, py: Python<'py>) -> Option<Failure<'py>> {
        let why = self.0.header().failure()?;
        Some(Failure(
            exceptions::of_kind(why.kind, why.message.clone()).into_value(py).into_bound(py).into_any(),
        ))
    }

    /// The same as the command's `-o json`, and as the HTTP API. What is `None` in it is not known.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Document<'py>> {
        json::load(py, py.detach(|| self.0.json())).map(Document)
    }

    fn __str__(&self) -> String {
        let text = plain_text(&self.0.blocks()) + &plain_text(&self.0.header().footer());
        text.trim_end().to_owned()
    }

    /// What a terminal shows: long tables are cut.
    fn __repr__(&self) -> String {
        let mut left_out = 0;
        let cut = self.0.blocks().into_iter().map(|block| match block {
            Block::Table(table) if table.rows.len() > ROWS => {
                left_out += table.rows.len() - ROWS;
                Block::Table(Table { rows: table.rows.into_iter().take(ROWS).collect(), ..table })
            }
            block => block,
        });
        let mut text = plain_text(&cut.collect::<Vec<_>>());
        if left_out > 0 {
            let _ = writeln!(text, "… and {left_out} more rows");
        }
        text += &plain_text(&self.0.header().footer());
        text.trim_end().to_owned()
    }

    /// What a notebook shows.
    fn _repr_html_(&self) -> String {
        html::page(self.0.header(), &self.0.blocks())
    }
}

/// An answer that is a list: as long as it has rows, each a dictionary as in the JSON, and a table for pyarrow, polars
/// and pandas without a copy by Python.
///
/// Columns are named and typed as in the JSON: `_bytes` are bytes, `_ms` and `_s` milliseconds and seconds, ratios
/// go from 0 to 1, moments are timestamps in UTC, and what is not known is null. When and from where the rows are stands
/// in the schema's metadata, too (`koor.seen`, `koor.source`, `koor.cluster`, `koor.stale`, `koor.partial`,
/// `koor.unseen`), and each column's meaning in its own (`description`).
///
/// Where the rows could not be seen, reading them raises `failure`: none seen is not the same as none there.
///
/// Examples
/// --------
/// >>> import koor
/// >>> osds = koor.demo("host-down").osds()
/// >>> len(osds), osds[0]["name"]
/// (20, 'osd.0')
/// >>> sorted({osd["host"] for osd in osds if not osd["up"]})
/// ['node3']
/// >>> import pyarrow
/// >>> pyarrow.table(osds).column("up").to_pylist().count(False)
/// 4
#[pyclass(frozen, subclass, extends = Report, module = "koor")]
pub(crate) struct Rows(Arc<dyn Listed>);

impl Rows {
    /// How many rows there are, or why nobody knows.
    fn known(&self) -> PyResult<usize> {
        let rows = self.0.len();
        match (rows, self.0.header().failure()) {
            (None | Some(0), Some(why)) => Err(exceptions::of_kind(why.kind, why.message.clone())),
            (Some(rows), _) => Ok(rows),
            (None, None) => Err(exceptions::of_kind(Kind::Unreachable, "the rows could not be seen")),
        }
    }

    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.known()?;
        json::load(py, py.detach(|| self.0.rows_json(None)))
    }
}

#[pymethods]
impl Rows {
    /// The names of the columns.
    #[getter]
    fn columns(&self) -> PyResult<Vec<String>> {
        let schema = self.0.schema().map_err(broken)?;
        Ok(schema.fields().iter().map(|field| field.name().clone()).collect())
    }

    fn __len__(&self) -> PyResult<usize> {
        self.known()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Documents<'py>> {
        Ok(Documents(self.list(py)?.try_iter()?.into_any()))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if index.is_instance_of::<PySlice>() {
            return self.list(py)?.get_item(index);
        }
        let (length, index) = (self.known()?, index.extract::<isize>()?);
        let place = if index < 0 { length.checked_add_signed(index) } else { usize::try_from(index).ok() };
        match place.filter(|place| *place < length) {
            Some(place) => json::load(py, self.0.rows_json(Some(place))),
            None => Err(PyIndexError::new_err(format!("there are {length} rows, and no row {index}"))),
        }
    }

    /// The types of the columns, for whoever reads Arrow.
    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = self.0.schema().map_err(broken)?;
        let schema = FFI_ArrowSchema::try_from(schema.as_ref()).map_err(broken)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows as one record batch, for whoever reads Arrow. A schema that is wished for is not cast to.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets a producer that can't cast hand out what it has.
        let _ = requested_schema;
        self.known()?;
        let batch = py.detach(|| self.0.batch()).map_err(broken)?;
        let schema = batch.schema();
        let reader: Box<dyn RecordBatchReader + Send> =
            Box::new(RecordBatchIterator::new([Ok(batch)], schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
    }

    /// A `pyarrow.Table` of the rows.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where pyarrow is not installed.
    #[pyo3(signature = () -> "Any")]
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        import(slf.py(), "pyarrow")?.call_method1("table", (slf,))
    }

    /// A `polars.DataFrame` of the rows.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where polars is not installed.
    #[pyo3(signature = () -> "Any")]
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        import(slf.py(), "polars")?.call_method1("DataFrame", (slf,))
    }

    /// A `pandas.DataFrame` of the rows, by way of pyarrow.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where pandas or pyarrow is not installed.
    #[pyo3(signature = () -> "Any")]
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        import(slf.py(), "pandas")?;
        Self::to_arrow(slf)?.call_method0("to_pandas")
    }
}

/// A library of somebody else's that Koor does without.
fn import<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import(name).map(Bound::into_any).map_err(|error| {
        let why = PyImportError::new_err(format!("{name} is not installed: pip install {name}"));
        why.set_cause(py, Some(error));
        why
    })
}

fn broken(why: impl std::fmt::Display) -> PyErr {
    exceptions::of_kind(Kind::Internal, format!("the rows can't be made a table: {why}"))
}

/// Everything that was seen of a cluster at one time. Its rows are the parts: how old, from whom, how many things.
///
/// `to_dict()` is the whole of it, as `koor inventory -o json` writes it.
///
/// Examples
/// --------
/// >>> import koor
/// >>> inventory = koor.demo().inventory()
/// >>> inventory.to_dict()["osd_map"]["seen"]["value"]["osds"][0]["id"]
/// 0
/// >>> {part["state"] for part in inventory}
/// {'seen'}
#[pyclass(frozen, extends = Rows, module = "koor")]
pub(crate) struct Inventory(pub(crate) Arc<Seen>);

/// A chart: a picture in a notebook, text in a terminal, its figures in `to_dict()`.
///
/// The picture carries its cluster, source and times in itself. What is not known is no bar and no point; it is named
/// below.
///
/// Examples
/// --------
/// >>> import koor
/// >>> chart = koor.demo("slow-osds").chart("osd-latency")
/// >>> chart.title
/// 'Which OSDs are slow'
/// >>> chart.to_svg()[:5]
/// '<svg '
/// >>> chart.to_dict()["plot"]["axis"]
/// {'label': 'commit latency', 'unit': 'milliseconds'}
#[pyclass(frozen, extends = Report, module = "koor")]
pub(crate) struct Chart(Arc<koor_core::view::Chart>);

#[pymethods]
impl Chart {
    /// What it shows.
    #[getter]
    fn title(&self) -> String {
        self.0.title.clone()
    }

    /// What is to be seen in it, in words; empty where nothing is drawn.
    #[getter]
    fn lead(&self) -> String {
        self.0.lead.clone()
    }

    /// Why nothing is drawn; `None` where something is.
    #[getter]
    fn empty(&self) -> Option<String> {
        self.0.empty.clone()
    }

    /// The picture as SVG, to be kept or shown elsewhere: it needs nothing beside it.
    #[pyo3(signature = () -> "str")]
    fn to_svg(&self) -> String {
        self.0.to_svg()
    }

    /// What a notebook shows.
    fn _repr_svg_(&self) -> String {
        self.0.to_svg()
    }

    /// The picture, too: a notebook takes HTML first.
    fn _repr_html_(&self) -> String {
        self.0.to_svg()
    }
}

/// A chart, as Python gets it.
pub(crate) fn chart(py: Python<'_>, view: koor_core::view::Chart) -> PyResult<Py<Chart>> {
    let base = Report(Arc::new(One(view.clone())));
    Py::new(py, PyClassInitializer::from(base).add_subclass(Chart(Arc::new(view))))
}

/// Both forms of an inventory: its own as JSON, its summary for people.
struct Summed {
    whole: Arc<Seen>,
    summary: InventorySummary,
}

impl Serialize for Summed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.whole.serialize(serializer)
    }
}

impl koor_core::view::Report for Summed {
    fn header(&self) -> &koor_core::view::Header {
        &self.summary.header
    }

    fn blocks(&self) -> Vec<Block> {
        self.summary.blocks()
    }
}

/// A view of one thing, as Python gets it.
pub(crate) fn one<V: koor_core::view::Report + Send + Sync + 'static>(
    py: Python<'_>,
    view: V,
) -> PyResult<Py<Report>> {
    Py::new(py, Report(Arc::new(One(view))))
}

/// A view with its rows, as Python gets it.
pub(crate) fn rows<V, R>(py: Python<'_>, view: V, rows: fn(&V) -> Option<&[R]>) -> PyResult<Py<Rows>>
where
    V: koor_core::view::Report + Send + Sync + 'static,
    R: Serialize + JsonSchema + Send + Sync + 'static,
{
    let list = Arc::new(List::new(view, rows));
    Py::new(py, PyClassInitializer::from(Report(list.clone())).add_subclass(Rows(list)))
}

/// An inventory, as Python gets it.
pub(crate) fn inventory(
    py: Python<'_>,
    (seen, summary): (Seen, InventorySummary),
) -> PyResult<Py<Inventory>> {
    let whole = Arc::new(seen);
    let list: Arc<List<Summed, PartRow>> =
        Arc::new(List::new(Summed { whole: whole.clone(), summary }, |both| Some(&both.summary.parts)));
    let rows = PyClassInitializer::from(Report(list.clone())).add_subclass(Rows(list));
    Py::new(py, rows.add_subclass(Inventory(whole)))
}
