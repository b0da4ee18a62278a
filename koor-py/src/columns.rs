//! The columns of a list, as its row's own type tells them: the JSON Schema that serde's types have already.
//!
//! So no column can be forgotten and none has another name, unit or kind than in the JSON: counts and bytes are
//! unsigned integers, figures are floats, moments are timestamps in UTC, what is nullable there is nullable here.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};
use schemars::JsonSchema;
use serde_json::{Map, Value};

/// The schema of rows of type `R`.
///
/// # Errors
/// Where the type holds something that no column can be made of: a mistake of ours, which a test finds.
pub(crate) fn schema_of<R: JsonSchema>() -> Result<Schema, String> {
    let root = serde_json::to_value(schemars::schema_for!(R)).map_err(|error| error.to_string())?;
    let defs = root.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    match Types(&defs).of(&root)? {
        Column { data: DataType::Struct(fields), .. } => Ok(Schema::new(fields)),
        Column { data, .. } => Err(format!("a row is a {data} and not an object")),
    }
}

/// What a column holds, and whether it may be null.
struct Column {
    data: DataType,
    nullable: bool,
}

impl Column {
    const fn sure(data: DataType) -> Self {
        Self { data, nullable: false }
    }
}

/// The named types of one schema.
struct Types<'a>(&'a Map<String, Value>);

impl Types<'_> {
    fn of(&self, node: &Value) -> Result<Column, String> {
        if let Some(name) = node.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next().unwrap_or(name);
            return self.of(self.0.get(name).ok_or_else(|| format!("there is no type {name}"))?);
        }
        if let Some(choices) = node.get("anyOf").or_else(|| node.get("oneOf")).and_then(Value::as_array) {
            let own = node.get("properties").map(|_| self.object(node)).transpose()?;
            return self.one_of(choices, own);
        }
        let (kind, nullable) = match node.get("type") {
            Some(Value::String(kind)) => (kind.as_str(), false),
            Some(Value::Array(kinds)) => {
                let mut words = kinds.iter().filter_map(Value::as_str);
                (
                    words.find(|kind| *kind != "null").unwrap_or("null"),
                    kinds.iter().any(|kind| kind == "null"),
                )
            }
            _ if node.get("const").is_some_and(Value::is_string) || node.get("enum").is_some() => {
                ("string", false)
            }
            _ => return Err(format!("{node} has no type")),
        };
        let data = match kind {
            "boolean" => DataType::Boolean,
            "number" => DataType::Float64,
            "string" if format(node) == "date-time" => {
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
            }
            "string" => DataType::Utf8,
            "integer" if format(node).starts_with("uint") => DataType::UInt64,
            "integer" => DataType::Int64,
            "array" => {
                let items = node.get("items").ok_or_else(|| format!("{node} has no items"))?;
                let Column { data, nullable } = self.of(items)?;
                DataType::List(Arc::new(Field::new("item", data, nullable)))
            }
            "object" => return Ok(Column { nullable, ..self.object(node)? }),
            other => return Err(format!("{other} is no kind of column")),
        };
        Ok(Column { data, nullable })
    }

    fn object(&self, node: &Value) -> Result<Column, String> {
        let required = |name: &String| {
            node.get("required")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|one| one.as_str() == Some(name)))
        };
        let properties = node.get("properties").and_then(Value::as_object);
        let field = |(name, node): (&String, &Value)| {
            let Column { data, nullable } = self.of(node).map_err(|why| format!("{name}: {why}"))?;
            let field = Field::new(name, data, nullable || !required(name));
            Ok::<_, String>(match node.get("description").and_then(Value::as_str) {
                Some(text) => field.with_metadata([("description".to_owned(), text.to_owned())]),
                None => field,
            })
        };
        let fields: Result<Vec<Field>, String> = properties.into_iter().flatten().map(field).collect();
        Ok(Column::sure(DataType::Struct(Fields::from(fields?))))
    }

    /// A nullable type, words to choose from, or objects of different fields: these become one, with what some of them
    /// lack nullable.
    fn one_of(&self, choices: &[Value], own: Option<Column>) -> Result<Column, String> {
        let is_null = |node: &&Value| node.get("type").is_some_and(|kind| kind == "null");
        let nullable = choices.iter().any(|node| is_null(&node));
        let mut columns = choices.iter().filter(|node| !is_null(node)).map(|node| self.of(node));
        let first = match own {
            Some(own) => own,
            None => columns.next().unwrap_or_else(|| Err("there is nothing to choose from".into()))?,
        };
        let one = columns.try_fold(first, |one, other| {
            let other = other?;
            match (one.data, other.data) {
                (DataType::Struct(a), DataType::Struct(b)) => {
                    Ok(Column::sure(DataType::Struct(union(&a, &b))))
                }
                (a, b) if a == b => Ok(Column { data: a, nullable: one.nullable || other.nullable }),
                (a, b) => Err(format!("one value is {a}, another {b}")),
            }
        })?;
        Ok(Column { nullable: nullable || one.nullable, data: one.data })
    }
}

fn format(node: &Value) -> &str {
    node.get("format").and_then(Value::as_str).unwrap_or_default()
}

fn union(one: &Fields, other: &Fields) -> Fields {
    let has = |fields: &Fields, name: &str| fields.iter().any(|field| field.name() == name);
    let both = one.iter().map(|field| {
        if has(other, field.name()) {
            field.clone()
        } else {
            Arc::new(field.as_ref().clone().with_nullable(true))
        }
    });
    let rest = other
        .iter()
        .filter(|field| !has(one, field.name()))
        .map(|field| Arc::new(field.as_ref().clone().with_nullable(true)));
    both.chain(rest).collect()
}
