//! Bytes to a typed struct, with the field's path where they do not fit.

use serde::Deserialize;

use crate::model::{MAX_ANSWER, clipped};

/// An answer that does not read as what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// It is JSON, but a field is missing or has another type.
    #[error("field `{path}`: {reason}")]
    Field {
        /// Where, `pgmap.pgs_by_state[0].count`; `.` is the whole answer.
        path: String,
        /// What is wrong there.
        reason: String,
    },
    /// It is no JSON at all, or ends too early.
    #[error("not JSON: {reason} (it begins with {beginning:?})")]
    NotJson {
        /// What the parser says.
        reason: String,
        /// The first bytes of the answer, for people.
        beginning: String,
    },
    /// It is larger than any answer of a cluster that works.
    #[error("the answer is larger than {}", crate::model::Bytes(crate::model::MAX_ANSWER))]
    TooLarge,
    /// It is empty, as Ceph answers when it has nothing to say in JSON.
    #[error("the answer is empty")]
    Empty,
}

/// Reads `bytes` as `T`.
///
/// The happy path is plain `serde_json`; only an answer that does not fit is read a second time, with a tracker of
/// the path, so that large answers cost nothing extra.
pub(super) fn json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, DecodeError> {
    if bytes.len() as u64 > MAX_ANSWER {
        return Err(DecodeError::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::Empty);
    }
    // Looking once whether all of it is UTF-8 is cheaper than at each of millions of keys. What is not may still be read:
    // texts that nobody wants are skipped unseen.
    let read = match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    };
    read.map_err(|_| {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut deserializer) else {
            // The value fits, so it is what stands behind it that does not (`telemetry show` of 16.2).
            return not_json(bytes, "something follows the JSON");
        };
        let inner = error.inner();
        if inner.is_data() { field(path(&error), reason(inner)) } else { not_json(bytes, &inner.to_string()) }
    })
}

/// A field that is there and has the right type, but does not read as what it should be.
pub(super) fn field(path: impl Into<String>, reason: impl Into<String>) -> DecodeError {
    DecodeError::Field { path: path.into(), reason: clipped(&reason.into()) }
}

/// Where it is, for people.
fn path<E>(error: &serde_path_to_error::Error<E>) -> String {
    match clipped(&error.path().to_string()) {
        // A member may have no name at all.
        path if path.is_empty() => "\"\"".to_owned(),
        path => path,
    }
}

fn not_json(bytes: &[u8], reason: &str) -> DecodeError {
    let beginning: String = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
    DecodeError::NotJson { reason: clipped(reason), beginning }
}

/// serde's words without the position, which means nothing to a reader who has the path.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(words, _)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{DecodeError, json};

    #[derive(Debug, serde::Deserialize)]
    struct Row {
        #[expect(dead_code, reason = "only its reading matters here")]
        count: u64,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Answer {
        #[expect(dead_code, reason = "only its reading matters here")]
        rows: Vec<Row>,
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_path() {
        let error = json::<Answer>(br#"{"rows":[{"count":1},{"count":"x"}]}"#).unwrap_err();
        assert_eq!(error.to_string(), "field `rows[1].count`: invalid type: string \"x\", expected u64");
        let error = json::<Answer>(br#"{"rows":[{}]}"#).unwrap_err();
        assert_eq!(error.to_string(), "field `rows[0]`: missing field `count`");
    }

    #[test]
    fn what_is_no_json_says_so() {
        assert_eq!(json::<Answer>(b" \n").unwrap_err(), DecodeError::Empty);
        assert!(matches!(json::<Answer>(b"no orchestrator").unwrap_err(), DecodeError::NotJson { .. }));
        assert!(matches!(json::<Answer>(br#"{"rows":["#).unwrap_err(), DecodeError::NotJson { .. }));
        let trailing = json::<Answer>(br#"{"rows":[]} please run x"#).unwrap_err();
        assert!(trailing.to_string().contains("something follows the JSON"), "{trailing}");
    }
}
