//! How old something is, in words.

use jiff::{SignedDuration, Timestamp};

/// A span as its largest unit: `4 s`, `12 min`, `3 h`, `5 d`.
#[must_use]
pub(super) fn span(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// How long ago a moment was: `now` below a second, else `4 s ago`. A moment ahead of us (two hosts' clocks) is now.
#[must_use]
pub(super) fn ago(now: Timestamp, then: Timestamp) -> String {
    let age = now.duration_since(then);
    if age < SignedDuration::from_secs(1) { "now".into() } else { format!("{} ago", span(age)) }
}

#[cfg(test)]
mod tests {
    use super::ago;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn an_age_is_its_largest_unit() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for (seconds, text) in [
            (-5, "now"),
            (0, "now"),
            (1, "1 s ago"),
            (119, "119 s ago"),
            (120, "2 min ago"),
            (7_200, "2 h ago"),
            (172_800, "2 d ago"),
        ] {
            assert_eq!(ago(now, now - SignedDuration::from_secs(seconds)), text);
        }
    }
}
