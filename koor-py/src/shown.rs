//! Views, whatever they are about: what every answer to Python is made of.

use std::collections::HashMap;
use std::sync::OnceLock;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{Schema, SchemaRef};
use koor_core::view::{Block, Header, Report};
use schemars::JsonSchema;
use serde::Serialize;

use crate::columns;

/// A view: its JSON, its blocks, its head.
pub(crate) trait Shown: Send + Sync {
    /// The same as the command's `-o json`.
    fn json(&self) -> serde_json::Result<String>;
    fn header(&self) -> &Header;
    fn blocks(&self) -> Vec<Block>;
}

/// A view of one thing.
pub(crate) struct One<V>(pub(crate) V);

macro_rules! shown_by {
    ($view:tt) => {
        fn json(&self) -> serde_json::Result<String> {
            serde_json::to_string(&self.$view)
        }

        fn header(&self) -> &Header {
            self.$view.header()
        }

        fn blocks(&self) -> Vec<Block> {
            self.$view.blocks()
        }
    };
}

impl<V: Report + Send + Sync> Shown for One<V> {
    shown_by!(0);
}

impl<V: Report + Send + Sync, R: Send + Sync> Shown for List<V, R> {
    shown_by!(view);
}

/// A view that holds rows.
pub(crate) trait Listed: Shown {
    /// `None` where the rows were not seen.
    fn len(&self) -> Option<usize>;
    /// The types of the columns, and what must not be lost of the view's head.
    fn schema(&self) -> Result<SchemaRef, String>;
    /// Rows as a JSON array, all or one of them.
    fn rows_json(&self, only: Option<usize>) -> serde_json::Result<String>;
    /// The rows as columns. Made once.
    fn batch(&self) -> Result<RecordBatch, String>;
}

/// A view and where its rows are.
pub(crate) struct List<V, R: 'static> {
    view: V,
    rows: fn(&V) -> Option<&[R]>,
    batch: OnceLock<Result<RecordBatch, String>>,
}

impl<V, R> List<V, R> {
    pub(crate) const fn new(view: V, rows: fn(&V) -> Option<&[R]>) -> Self {
        Self { view, rows, batch: OnceLock::new() }
    }

    fn rows(&self) -> &[R] {
        (self.rows)(&self.view).unwrap_or_default()
    }
}

impl<V: Report + Send + Sync, R: Serialize + JsonSchema + Send + Sync> List<V, R> {
    fn build(&self) -> Result<RecordBatch, String> {
        let schema = self.schema()?;
        let why = |error: arrow_schema::ArrowError| error.to_string();
        let mut decoder = ReaderBuilder::new(schema.clone()).build_decoder().map_err(why)?;
        // By way of values: arrow's serializer knows no enum whose variants have fields.
        let rows: Result<Vec<_>, _> = self.rows().iter().map(serde_json::to_value).collect();
        decoder.serialize(&rows.map_err(|error| error.to_string())?).map_err(why)?;
        Ok(decoder.flush().map_err(why)?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
    }

    /// What a table that is handed on must not lose: how old the figures are, who said them, what is missing.
    fn told(&self) -> Result<HashMap<String, String>, String> {
        let header = self.view.header();
        let text =
            |value: &dyn Fn() -> serde_json::Result<String>| value().map_err(|error| error.to_string());
        Ok([
            ("koor.cluster", header.cluster.name.clone()),
            ("koor.seen", header.collected_at.to_string()),
            ("koor.source", header.source.to_string()),
            ("koor.stale", text(&|| serde_json::to_string(&header.stale))?),
            ("koor.partial", text(&|| serde_json::to_string(&header.partial))?),
            ("koor.unseen", text(&|| serde_json::to_string(&header.unseen))?),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect())
    }
}

impl<V: Report + Send + Sync, R: Serialize + JsonSchema + Send + Sync> Listed for List<V, R> {
    fn len(&self) -> Option<usize> {
        (self.rows)(&self.view).map(<[R]>::len)
    }

    fn schema(&self) -> Result<SchemaRef, String> {
        let Schema { fields, .. } = columns::schema_of::<R>()?;
        Ok(SchemaRef::new(Schema::new_with_metadata(fields, self.told()?)))
    }

    fn rows_json(&self, only: Option<usize>) -> serde_json::Result<String> {
        match only {
            Some(index) => serde_json::to_string(&self.rows().get(index)),
            None => serde_json::to_string(self.rows()),
        }
    }

    fn batch(&self) -> Result<RecordBatch, String> {
        self.batch.get_or_init(|| self.build()).clone()
    }
}
