//! What is the same of every kind in an answer of an API server: names, refusals, the lines of a watch.
//!
//! What is in the objects is `wire::kube`'s and `wire::rook`'s.
//!
//! Source: <https://kubernetes.io/docs/reference/using-api/api-concepts/>.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::decode::{DecodeError, json};
use super::kube::ObjectMeta;

/// An object of any kind, by name and labels (`PartialObjectMetadata`).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct NamedObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
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
#[derive(Debug, Clone)]
pub enum WatchLine<T> {
    /// An object was made or has changed.
    Applied(T),
    /// An object is gone.
    Deleted(ObjectMeta),
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
    match kind.r#type.as_str() {
        "ADDED" | "MODIFIED" => {
            let line: Line<T> = json(bytes)?;
            Ok(WatchLine::Applied(line.object))
        }
        "DELETED" => {
            let line: Line<NamedObject> = json(bytes)?;
            Ok(WatchLine::Deleted(line.object.metadata))
        }
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

#[cfg(test)]
mod tests {
    use super::{NamedObject, WatchLine, refusal, watch_line};

    #[test]
    fn a_watch_tells_objects_bookmarks_and_why_it_ends() {
        let named = br#"{"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"8"}}}"#;
        let WatchLine::Applied(object) = watch_line::<NamedObject>(named).unwrap() else {
            panic!("no object")
        };
        assert_eq!(object.metadata.resource_version.as_deref(), Some("8"));
        let deleted =
            br#"{"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"9"},"spec":7}}"#;
        let WatchLine::Deleted(name) = watch_line::<NamedObject>(deleted).unwrap() else {
            panic!("not deleted")
        };
        assert_eq!(name.name, "a");
        let gone = br#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#;
        let WatchLine::Refused(refusal) = watch_line::<NamedObject>(gone).unwrap() else {
            panic!("no refusal")
        };
        assert_eq!(refusal.code, 410);
        let mark =
            br#"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","creationTimestamp":null}}}"#;
        let WatchLine::Bookmark(version) = watch_line::<NamedObject>(mark).unwrap() else {
            panic!("no bookmark")
        };
        assert_eq!(version, "9");
        assert!(watch_line::<NamedObject>(&named[..40]).is_err());
    }

    #[test]
    fn a_page_of_a_proxy_is_no_refusal() {
        assert_eq!(refusal(b"<html>503</html>"), None);
        let throttled = refusal(br#"{"code":429,"details":{"retryAfterSeconds":3}}"#).unwrap();
        assert_eq!(throttled.details.unwrap().retry_after_seconds, Some(3));
    }
}
