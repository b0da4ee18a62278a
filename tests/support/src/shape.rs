//! How many of what: the cluster a test asks for.

use std::path::PathBuf;
use std::time::Duration;

use crate::{Error, Release};

/// What a cluster consists of.
///
/// Start from [`Shape::small`] or [`Shape::full`] and change what matters to the test.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The release of Ceph.
    pub release: Release,
    /// Monitors, named `mon.a`, `mon.b` ...
    pub mons: usize,
    /// Managers, named `mgr.x`, `mgr.y` ...
    pub mgrs: usize,
    /// OSDs, named `osd.0`, `osd.1` ...
    pub osds: usize,
    /// So many of them, in order, share a host of the CRUSH map (`node0`, `node1` ...).
    pub osds_per_host: usize,
    /// Object gateways, named `rgw.a` ...
    pub rgw: usize,
    /// Metadata servers, named `mds.a` ...; with one or more there is a file system `cephfs`.
    pub mds: usize,
    /// More lines for the `[global]` section of `ceph.conf`. Mind that these win over `ceph config set`.
    pub settings: Vec<(String, String)>,
    /// The cluster's folder; none for a fresh one directly below the folder for temporary files. It must not
    /// exist yet, because it is removed at the end.
    pub dir: Option<PathBuf>,
    /// How long it may take until everything is up and well.
    pub limit: Duration,
}

impl Shape {
    /// One monitor, one manager, three OSDs: the least that keeps three copies. Up in about a quarter minute.
    pub fn small() -> Self {
        Self {
            release: Release::Pacific,
            mons: 1,
            mgrs: 1,
            osds: 3,
            osds_per_host: 1,
            rgw: 0,
            mds: 0,
            settings: Vec::new(),
            dir: None,
            // Ten times what is usual, for a machine that also compiles.
            limit: Duration::from_mins(3),
        }
    }

    /// Three monitors, two managers, three OSDs, a gateway and a file system. Up in about half a minute.
    pub fn full() -> Self {
        Self { mons: 3, mgrs: 2, rgw: 1, mds: 1, ..Self::small() }
    }

    /// The same, made of another release.
    #[must_use]
    pub fn on(self, release: Release) -> Self {
        Self { release, ..self }
    }

    /// The same with one more line in the `[global]` section of `ceph.conf`.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Refuses what the names and the ports cannot hold.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let bad = |why: &str| Err(Error::BadShape(why.to_owned()));
        match self {
            Self { mons: 0, .. } | Self { mgrs: 0, .. } | Self { osds: 0, .. } => {
                bad("at least one mon, one mgr and one OSD")
            }
            Self { osds_per_host: 0, .. } => bad("at least one OSD on a host"),
            Self { mons, .. } if *mons > 5 => bad("at most 5 mons"),
            Self { mgrs, .. } if *mgrs > 3 => bad("at most 3 mgrs"),
            Self { rgw, .. } if *rgw > 5 => bad("at most 5 gateways"),
            Self { mds, .. } if *mds > 5 => bad("at most 5 metadata servers"),
            Self { osds, .. } if *osds > 20 => bad("at most 20 OSDs"),
            _ => Ok(()),
        }
    }
}
