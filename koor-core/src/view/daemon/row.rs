//! What every row about a daemon tells alike, and what a daemon said of its machine.

use serde::Serialize;

use crate::model::{Daemon, DaemonMetadata, DaemonName, Part};
use crate::view::report::{Cell, Tone};
use crate::view::sort::Key;

/// A row about one daemon.
pub trait DaemonRow {
    /// What any list of daemons tells of it.
    fn daemon(&self) -> &Daemon;
}

impl DaemonRow for Daemon {
    fn daemon(&self) -> &Daemon {
        self
    }
}

pub(in crate::view) fn name_key<R: DaemonRow>(row: &R) -> Key {
    row.daemon().name.to_string().into()
}

pub(in crate::view) fn state_key<R: DaemonRow>(row: &R) -> Key {
    row.daemon().state.as_str().into()
}

pub(in crate::view) fn host_key<R: DaemonRow>(row: &R) -> Key {
    row.daemon().hostname.as_ref().into()
}

pub(in crate::view) fn version_key<R: DaemonRow>(row: &R) -> Key {
    row.daemon().version.as_ref().into()
}

/// What it is doing, toned by whether that is as it should be.
pub(in crate::view) fn state_cell(daemon: &Daemon) -> Cell {
    let tone = match daemon.ok {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Plain,
    };
    Cell::new(daemon.state.clone(), tone)
}

/// What a daemon said of the machine it runs on. What is null is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Machine {
    /// `x86_64`, `aarch64`.
    pub arch: Option<String>,
    /// The kernel's release.
    pub kernel: Option<String>,
    /// The distribution.
    pub distribution: Option<String>,
}

impl Machine {
    /// Of one daemon among those that said something.
    pub(in crate::view) fn of(metadata: &Part<Vec<DaemonMetadata>>, name: &DaemonName) -> Self {
        let said = metadata.value().into_iter().flatten().find(|said| said.name == *name);
        said.map_or_else(Self::default, |said| Self {
            arch: said.arch.clone(),
            kernel: said.kernel.clone(),
            distribution: said.distribution.clone(),
        })
    }

    /// `16.2.15 pacific` and, on a second line, `on node0 (x86_64, 6.1.0, Debian …)`.
    pub(in crate::view) fn lines(&self, daemon: &Daemon) -> Vec<Vec<Cell>> {
        let host = match &daemon.hostname {
            None => vec![Cell::plain("on an "), Cell::unknown(), Cell::plain(" host")],
            Some(host) => {
                let told = [&self.arch, &self.kernel, &self.distribution];
                let told: Vec<&str> = told.into_iter().filter_map(|word| word.as_deref()).collect();
                let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
                vec![Cell::plain(format!("on {host}{told}"))]
            }
        };
        let version = match &daemon.version {
            None => vec![Cell::plain("a version that is "), Cell::unknown()],
            Some(version) => vec![Cell::plain(version.to_string())],
        };
        vec![version, host]
    }
}
