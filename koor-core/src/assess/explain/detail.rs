//! What a check's own lines name. They are prose, and change from release to release: what is not recognized is
//! passed over, never guessed.

use std::collections::BTreeSet;

use crate::model::{Check, DaemonName, OsdId, OsdMap, PgId};

/// What the lines of one check name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub osds: BTreeSet<OsdId>,
    pub pgs: BTreeSet<PgId>,
    pub pools: BTreeSet<String>,
    pub hosts: BTreeSet<String>,
    /// Mons, mgrs and MDSs.
    pub daemons: Vec<DaemonName>,
}

impl Named {
    /// Reads the summary and every detail line. A word after `pool` counts where the map has such a pool, or, without
    /// the map, where Ceph put it in quotes.
    pub(super) fn of(check: &Check, map: Option<&OsdMap>) -> Self {
        let mut named = Self::default();
        named.read(&check.summary, map);
        // `1 host (3 osds) down`: a summary counts hosts, it does not name them.
        named.hosts.clear();
        for line in &check.detail {
            named.read(line, map);
        }
        named
    }

    fn read(&mut self, line: &str, map: Option<&OsdMap>) {
        let mut before = "";
        for word in line.split(|c: char| c.is_whitespace() || "()[],;\"".contains(c)) {
            let word = word.trim_end_matches([':', '.']);
            if word.is_empty() {
                continue;
            }
            self.word(word, before);
            before = word;
        }
        self.pools.extend(pools(line, map));
    }

    fn word(&mut self, word: &str, before: &str) {
        if let Some(id) = word.strip_prefix("osd.").and_then(|id| id.parse().ok()) {
            self.osds.insert(OsdId(id));
        } else if let Some(host) = word.strip_prefix("host=") {
            self.hosts.insert(host.to_owned());
        } else if before == "host" && word.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            self.hosts.insert(word.to_owned());
        } else if matches!(before, "pg" | "PG") {
            self.pgs.extend(word.parse::<PgId>().ok());
        } else if let Some((kind @ ("mon" | "mgr" | "mds"), id)) = word.split_once('.') {
            let daemon = DaemonName::new(kind, id);
            // `mds.a(mds.0)`: the second one is the rank, which is no name.
            let is_rank = kind == "mds" && before.starts_with("mds");
            if !id.is_empty() && !is_rank && !self.daemons.contains(&daemon) {
                self.daemons.push(daemon);
            }
        }
    }
}

/// The pools that a line names.
fn pools(line: &str, map: Option<&OsdMap>) -> Vec<String> {
    let mut found = Vec::new();
    let lower = line.to_ascii_lowercase();
    for (at, _) in lower.match_indices("pool") {
        // `pools` and `cache_pool` are other words.
        let whole = lower[..at].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
        let Some(rest) = line.get(at + 4..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| whole) else {
            continue;
        };
        let quoted = rest.strip_prefix('\'').and_then(|rest| rest.split_once('\'')).map(|(name, _)| name);
        let word = || rest.split_whitespace().next().map(|word| word.trim_end_matches([',', ':', '.']));
        let known = |name: &str| map.is_some_and(|map| map.pools.iter().any(|pool| pool.name == name));
        let name = quoted.or_else(|| word().filter(|word| known(word)));
        found.extend(name.filter(|name| map.is_none() || known(name)).map(str::to_owned));
    }
    found
}
