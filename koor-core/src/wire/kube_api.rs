//! What is the same of every kind in an answer of an API server: pages, names, refusals, events of a watch, discovery.
//!
//! What is in the objects is `wire::kube`'s and `wire::rook`'s.
//!
//! Source: <https://kubernetes.io/docs/reference/using-api/api-concepts/>.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::decode::{DecodeError, json};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its objects.
    pub items: Vec<T>,
    /// What a watch that follows begins at.
    pub version: Option<String>,
    /// The token of the next page; `None` of the last one.
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct RawPage<T> {
    #[serde(default)]
    metadata: ListMetadata,
    // Go writes an empty list as `null` at times.
    items: Option<Vec<T>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct ListMetadata {
    resource_version: Option<String>,
    #[serde(rename = "continue")]
    next: Option<String>,
}

/// Reads one page of a list.
///
/// # Errors
/// Where it is no list, or an object of it does not fit.
pub fn page<T: DeserializeOwned>(bytes: &[u8]) -> Result<Page<T>, DecodeError> {
    let raw: RawPage<T> = json(bytes)?;
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    Ok(Page {
        items: raw.items.unwrap_or_default(),
        version: some(raw.metadata.resource_version),
        next: some(raw.metadata.next),
    })
}

/// What every object is called by: `metadata`, as far as Koor looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Who it is.
    pub metadata: Name,
}

/// Who an object is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Name {
    /// Its namespace; of a node and its like there is none.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// Its labels.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// When it was made.
    pub creation_timestamp: Option<Timestamp>,
    /// Which change of it this is.
    pub resource_version: Option<String>,
}

/// Why a request was refused: a `Status` of `meta/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// In a sentence.
    #[serde(default)]
    pub message: String,
    /// In one word: `Forbidden`, `Expired`, `TooManyRequests`.
    #[serde(default)]
    pub reason: String,
    /// The status of HTTP; 0 where it is left to the answer's own.
    #[serde(default)]
    pub code: u16,
    /// More about it.
    pub details: Option<RefusalDetails>,
}

/// More about a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusalDetails {
    /// How many seconds to leave the server alone for.
    pub retry_after_seconds: Option<u64>,
}

/// Reads why a request was refused; `None` where the answer is no `Status` (a proxy's page, say).
#[must_use]
pub fn refusal(bytes: &[u8]) -> Option<Refusal> {
    json(bytes).ok().filter(|refusal: &Refusal| !refusal.message.is_empty() || refusal.code != 0)
}

/// One line of a watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchLine<T> {
    /// An object was made or has changed.
    Applied(T, Name),
    /// An object is gone.
    Deleted(Name),
    /// Nothing has changed up to this version.
    Bookmark(String),
    /// The watch can't go on.
    Refused(Refusal),
}

/// Reads one line of a watch.
///
/// # Errors
/// Where it is cut, or its object does not fit.
pub fn watch_line<T: DeserializeOwned>(bytes: &[u8]) -> Result<WatchLine<T>, DecodeError> {
    #[derive(Deserialize)]
    struct Kind {
        r#type: String,
    }
    #[derive(Deserialize)]
    struct Line<T> {
        object: T,
    }
    #[derive(Deserialize)]
    struct Versioned {
        metadata: Version,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Version {
        resource_version: String,
    }
    let kind: Kind = json(bytes)?;
    let name = || json(bytes).map(|line: Line<Named>| line.object.metadata);
    match kind.r#type.as_str() {
        "ADDED" | "MODIFIED" => {
            let line: Line<T> = json(bytes)?;
            Ok(WatchLine::Applied(line.object, name()?))
        }
        "DELETED" => Ok(WatchLine::Deleted(name()?)),
        "BOOKMARK" => {
            let line: Line<Versioned> = json(bytes)?;
            Ok(WatchLine::Bookmark(line.object.metadata.resource_version))
        }
        // `ERROR`, and whatever may be invented: the watch begins anew.
        _ => {
            let line: Line<Refusal> = json(bytes)?;
            Ok(WatchLine::Refused(line.object))
        }
    }
}

/// A kind that the API server knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiKind {
    /// What it is called, `CephBlockPool`.
    pub kind: String,
    /// What it is asked by, `cephblockpools`.
    pub plural: String,
}

/// Reads the kinds of one group and version that stand in namespaces and can be listed, sorted.
///
/// # Errors
/// Where it is no `APIResourceList`.
pub fn kinds(bytes: &[u8]) -> Result<Vec<ApiKind>, DecodeError> {
    #[derive(Deserialize)]
    struct List {
        resources: Option<Vec<Entry>>,
    }
    #[derive(Deserialize)]
    struct Entry {
        name: String,
        kind: String,
        namespaced: bool,
        #[serde(default)]
        verbs: Vec<String>,
    }
    let list: List = json(bytes)?;
    let entries = list.resources.unwrap_or_default().into_iter();
    let mut kinds: Vec<ApiKind> = entries
        // A slash is a subresource's.
        .filter(|entry| entry.namespaced && !entry.name.contains('/'))
        .filter(|entry| entry.verbs.iter().any(|verb| verb == "list"))
        .map(|entry| ApiKind { kind: entry.kind, plural: entry.name })
        .collect();
    kinds.sort();
    Ok(kinds)
}

/// Reads what the API server runs, `v1.35.4`.
///
/// # Errors
/// Where it is no answer of `/version`.
pub fn version(bytes: &[u8]) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        git_version: String,
    }
    json(bytes).map(|answer: Answer| answer.git_version)
}

#[cfg(test)]
mod tests {
    use super::{Named, Refusal, WatchLine, kinds, page, refusal, version, watch_line};

    #[test]
    fn a_page_says_where_the_next_one_is() {
        let text = br#"{"kind":"NodeList","metadata":{"resourceVersion":"7","continue":"abc"},
            "items":[{"metadata":{"name":"a","namespace":"b","creationTimestamp":"2026-11-22T10:00:00Z"},"x":1}]}"#;
        let read = page::<Named>(text).unwrap();
        assert_eq!((read.version.as_deref(), read.next.as_deref()), (Some("7"), Some("abc")));
        assert_eq!(read.items[0].metadata.name, "a");
        let last =
            page::<Named>(br#"{"metadata":{"resourceVersion":"7","continue":""},"items":null}"#).unwrap();
        assert_eq!((last.items.len(), last.next), (0, None));
        assert!(page::<Named>(&text[..90]).is_err(), "a cut page is no page");
    }

    #[test]
    fn a_watch_tells_objects_bookmarks_and_why_it_ends() {
        let named = br#"{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"8"}}}"#;
        let WatchLine::Applied(object, name) = watch_line::<Named>(named).unwrap() else {
            panic!("no object")
        };
        assert_eq!((object.metadata.name.as_str(), name.resource_version.as_deref()), ("a", Some("8")));
        let gone = br#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#;
        let WatchLine::Refused(Refusal { code, .. }) = watch_line::<Named>(gone).unwrap() else {
            panic!("no refusal")
        };
        assert_eq!(code, 410);
        let mark =
            br#"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","creationTimestamp":null}}}"#;
        assert_eq!(watch_line::<Named>(mark).unwrap(), WatchLine::Bookmark("9".into()));
        assert!(watch_line::<Named>(&named[..40]).is_err());
    }

    #[test]
    fn kinds_that_can_be_listed_in_a_namespace_are_found() {
        let text = br#"{"kind":"APIResourceList","resources":[
            {"name":"cephclusters","kind":"CephCluster","namespaced":true,"verbs":["get","list","watch"]},
            {"name":"cephclusters/status","kind":"CephCluster","namespaced":true,"verbs":["get"]},
            {"name":"cephblockpools","kind":"CephBlockPool","namespaced":true,"verbs":["list"]},
            {"name":"cephthings","kind":"CephThing","namespaced":false,"verbs":["list"]}]}"#;
        let found: Vec<String> = kinds(text).unwrap().into_iter().map(|kind| kind.plural).collect();
        assert_eq!(found, ["cephblockpools", "cephclusters"]);
    }

    #[test]
    fn a_page_of_a_proxy_is_no_refusal() {
        assert_eq!(refusal(b"<html>503</html>"), None);
        assert_eq!(refusal(br#"{"code":429,"details":{"retryAfterSeconds":3}}"#).unwrap().code, 429);
        assert_eq!(version(br#"{"major":"1","gitVersion":"v1.35.4"}"#).unwrap(), "v1.35.4");
    }
}
