//! Names that are close to one that does not exist: what somebody may have meant.

use super::order;
use super::words::there_are;

/// How many are offered.
const OFFERED: usize = 5;

/// How alike two names must be, from 0 to 1.
const ALIKE: f64 = 0.85;

/// The names that are most like `wanted`, the likest first.
pub(super) fn names<'a>(wanted: &str, all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_ascii_lowercase().replace([' ', '-'], "_");
    let mut alike: Vec<(f64, &str)> = all
        .filter_map(|name| {
            let lower = name.to_ascii_lowercase();
            // A piece of a name, however short beside the whole, is what people remember.
            let piece = wanted.len() >= 3 && lower.contains(&wanted);
            let score = strsim::jaro_winkler(&wanted, &lower) + if piece { 1.0 } else { 0.0 };
            (score >= ALIKE).then_some((score, name))
        })
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    alike.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

/// `; did you mean a, b?`, or nothing where nothing is close.
pub(super) fn did_you_mean<'a>(wanted: &str, all: impl Iterator<Item = &'a str>) -> String {
    match names(wanted, all).as_slice() {
        [] => String::new(),
        close => format!("; did you mean {}?", close.join(", ")),
    }
}

/// That the mgr knows nothing of a daemon, in one sentence.
#[must_use]
pub fn no_such_daemon(daemon: &str, all: &[String]) -> String {
    if all.iter().any(|known| known == daemon) {
        return format!(
            "the mgr does not know what {daemon} runs with: it is down, or has not reported since the mgr started"
        );
    }
    let hint = match did_you_mean(daemon, all.iter().map(String::as_str)) {
        close if !close.is_empty() => close,
        _ => {
            format!("; {}", there_are("daemon", "daemons", &order::distinct(all.iter().map(String::as_str))))
        }
    };
    format!("there is no daemon {daemon}{hint}")
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    const ALL: [&str; 4] = ["osd_max_backfills", "osd_max_scrubs", "mon_allow_pool_delete", "debug_osd"];

    #[test]
    fn what_somebody_may_have_meant() {
        let meant = |wanted| did_you_mean(wanted, ALL.into_iter());
        assert!(meant("osd_max_backfils").starts_with("; did you mean osd_max_backfills"));
        assert_eq!(meant("pool_delete"), "; did you mean mon_allow_pool_delete?");
        assert_eq!(meant("zzz"), "");
    }
}
