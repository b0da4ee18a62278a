//! Which daemons, and why none.

use std::fmt;

use serde::Serialize;

use super::DaemonRow;
use crate::model::DaemonType;
use crate::view::order;
use crate::view::words::there_are;

/// Which daemons to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaemonFilter {
    /// Those of this type: `mon`, `mgr`, `osd`, `mds`, `rgw`, …
    pub daemon_type: Option<DaemonType>,
    /// Those that run on this host.
    pub host: Option<String>,
    /// Those whose state has this word: `standby`, `down`, `active` (of mgrs and MDSs), `out of quorum`.
    pub state: Option<String>,
}

impl fmt::Display for DaemonFilter {
    /// `type mds, host node1, state down`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let daemon_type = self.daemon_type.as_ref().map(|kind| format!("type {kind}"));
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let state = self.state.as_ref().map(|state| format!("state {state}"));
        f.write_str(&[daemon_type, host, state].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl DaemonFilter {
    pub(in crate::view) fn keeps<R: DaemonRow>(&self, row: &R) -> bool {
        let daemon = row.daemon();
        self.daemon_type.as_ref().is_none_or(|kind| *kind == daemon.name.daemon_type)
            && self.host.as_ref().is_none_or(|host| daemon.hostname.as_ref() == Some(host))
            && self.state.as_ref().is_none_or(|state| words(&daemon.state).any(|word| word == state))
    }

    /// Why none of `all` is kept: the host or state asked for that none has, and what there is instead. `noun` is what
    /// they are: `mon`, `daemon`.
    pub(in crate::view) fn why_none<R: DaemonRow>(&self, all: &[R], noun: &str) -> String {
        let of_type =
            |row: &&R| self.daemon_type.as_ref().is_none_or(|kind| *kind == row.daemon().name.daemon_type);
        let all: Vec<&R> = all.iter().filter(of_type).collect();
        if let Some(host) = self.host.as_deref() {
            let there = order::distinct(all.iter().filter_map(|row| row.daemon().hostname.as_deref()));
            if there.is_empty() {
                return format!("No {noun} can be chosen by host: none told where it runs.");
            }
            if !there.contains(&host) {
                return format!("No {noun} runs on host {host}; {}.", there_are("host", "hosts", &there));
            }
        }
        if let Some(state) = self.state.as_deref()
            && !all.iter().any(|row| words(&row.daemon().state).any(|word| word == state))
        {
            let there = order::distinct(all.iter().map(|row| row.daemon().state.as_str()));
            return format!("No {noun} is {state}; {}.", there_are("state", "states", &there));
        }
        format!("No {noun} matches all of this at once: {self}.")
    }
}

/// What a state may be asked by: all of it, each part (`up`, `in`), what is in brackets, what follows `up:`.
fn words(state: &str) -> impl Iterator<Item = &str> {
    let parts = state.split([',', '(', ')']).map(str::trim).filter(|part| !part.is_empty());
    let shorter = parts.clone().filter_map(|part| part.split_once(':').map(|(_, rest)| rest));
    let laggy = parts.clone().filter(|part| part.starts_with("laggy")).map(|_| "laggy");
    std::iter::once(state).chain(parts).chain(shorter).chain(laggy)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_state_is_asked_by_its_words() {
        let all = |state| words(state).collect::<Vec<_>>();
        assert!(all("down, out").contains(&"out"));
        assert!(all("up:active(laggy or crashed)").contains(&"active"));
        assert!(all("up:active(laggy or crashed)").contains(&"laggy"));
        assert!(all("active (starting)").contains(&"active"));
        assert!(!all("out of quorum").contains(&"out"), "that is said of OSDs");
    }
}
