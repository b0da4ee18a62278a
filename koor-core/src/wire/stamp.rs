//! Ceph's time stamps: several ways of writing one, and several of saying "never".

use jiff::Timestamp;
use serde::Deserializer;

/// Reads a stamp as Ceph writes it. `None` where it says never (`0.000000`, an epoch of zero) or reads otherwise.
///
/// Seen: `2026-11-22T17:20:14.330989Z`, `2026-11-22T17:20:24.692335+0000`, `2026-11-22 17:20:24.692335Z` (crashes),
/// `2026-11-22 17:20:24.692335` (crashes that were archived; it is UTC), `0.000000`,
/// `1970-01-01T00:00:00.000000+0000`.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("0.") {
        return None;
    }
    let stamp: Timestamp = text.parse().ok().or_else(|| {
        // The mgr's Python writes UTC without saying so.
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })?;
    (stamp.as_second() > 0).then_some(stamp)
}

/// For `#[serde(deserialize_with)]`: a text that may say never.
pub(super) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    super::text::read(deserializer, "a time stamp", |text| Ok(parse(text)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_way_of_writing_a_stamp() {
        let expected = "2026-11-22T17:20:24.692335Z";
        for text in [
            "2026-11-22T17:20:24.692335Z",
            "2026-11-22T17:20:24.692335+0000",
            "2026-11-22 17:20:24.692335Z",
            "2026-11-22 17:20:24.692335",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), expected, "{text}");
        }
        for never in ["", "0.000000", "1970-01-01T00:00:00.000000+0000", "x", "2026-99-01T00:00:00Z"] {
            assert_eq!(parse(never), None, "{never}");
        }
    }
}
