//! A list of objects, of which one that can't be read spoils no other.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{KubeObject, or_default};
use crate::wire::DecodeError;
use crate::wire::decode::{field, json};

/// One page of a list.
#[derive(Debug, Clone)]
pub struct List<T> {
    /// The objects, in the order of the API server: by namespace and name.
    pub items: Vec<T>,
    /// Those that do not read as they should.
    pub unreadable: Vec<Unreadable>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
    /// What the API server calls this state of the list; a watch begins there.
    pub resource_version: Option<String>,
}

/// An object that does not read as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Which: `rook-ceph/rook-ceph-osd-0`, or its place in the list where it has no name.
    pub name: String,
    /// Why not, with the field's path within the object.
    pub why: DecodeError,
}

impl<T: KubeObject> List<T> {
    /// The rows.
    #[must_use]
    pub fn into_rows(self) -> Vec<T::Row> {
        self.items.into_iter().map(T::into_row).collect()
    }
}

#[derive(Deserialize)]
struct Raw<T> {
    // `null` where there are none, as Go writes an empty list.
    items: Option<Vec<T>>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: ListMeta,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ListMeta {
    r#continue: Option<String>,
    resource_version: Option<String>,
}

/// Reads a page of a list.
///
/// # Errors
/// Where it is no list at all. An object of it that does not read is told in [`List::unreadable`].
pub fn list<T: DeserializeOwned>(bytes: &[u8]) -> Result<List<T>, DecodeError> {
    // One pass where all is well; only a list with a bad object is taken apart.
    let (items, unreadable, metadata) = if let Ok(raw) = json::<Raw<T>>(bytes) {
        (raw.items.unwrap_or_default(), Vec::new(), raw.metadata)
    } else {
        let raw = json::<Raw<Value>>(bytes)?;
        let (items, unreadable) = each(raw.items.unwrap_or_default());
        (items, unreadable, raw.metadata)
    };
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    Ok(List {
        items,
        unreadable,
        next: said(metadata.r#continue),
        resource_version: said(metadata.resource_version),
    })
}

fn each<T: DeserializeOwned>(values: Vec<Value>) -> (Vec<T>, Vec<Unreadable>) {
    let mut items = Vec::new();
    let mut unreadable = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let name = named(&value).unwrap_or_else(|| format!("[{index}]"));
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(item) => items.push(item),
            Err(error) => {
                let why = field(error.path().to_string(), error.inner().to_string());
                unreadable.push(Unreadable { name, why });
            }
        }
    }
    (items, unreadable)
}

fn named(value: &Value) -> Option<String> {
    let metadata = value.get("metadata")?;
    let name = metadata.get("name")?.as_str()?;
    Some(match metadata.get("namespace").and_then(Value::as_str) {
        Some(namespace) => format!("{namespace}/{name}"),
        None => name.to_owned(),
    })
}

/// Reads one object.
///
/// # Errors
/// Where a field that is used has another type.
pub fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    json(bytes)
}

#[cfg(test)]
mod tests {
    use super::list;
    use crate::wire::kube::PodObject;

    #[test]
    fn one_bad_object_spoils_no_other() {
        let page = br#"{"kind":"PodList","metadata":{"continue":"abc","resourceVersion":"7"},"items":[
            {"metadata":{"name":"a","namespace":"n"},"status":null},
            {"metadata":{"name":"b","namespace":"n"},"status":{"phase":7}}]}"#;
        let page = list::<PodObject>(page).unwrap();
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.unreadable.len(), 1);
        assert_eq!(page.unreadable[0].name, "n/b");
        assert!(page.unreadable[0].why.to_string().starts_with("field `status.phase`"), "{page:?}");
        assert_eq!((page.next.as_deref(), page.resource_version.as_deref()), (Some("abc"), Some("7")));
    }

    #[test]
    fn an_empty_list_may_be_null() {
        let page = list::<PodObject>(br#"{"items":null,"metadata":{"continue":""}}"#).unwrap();
        assert!(page.items.is_empty() && page.next.is_none());
        assert!(list::<PodObject>(b"[]").is_err());
    }
}
