//! Where everything of one cluster is: its folder, names and addresses.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::daemon::{Daemon, Kind};
use crate::error::Context;
use crate::ports::Ports;
use crate::{Error, Shape};

/// A monitor's name and addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonAddr {
    /// The name without the leading `mon.`.
    pub name: String,
    /// The address for the newer protocol.
    pub v2: SocketAddr,
    /// The address for the older protocol.
    pub v1: SocketAddr,
}

impl MonAddr {
    /// Both addresses as `ceph.conf` and the monitor map want them.
    pub fn vector(&self) -> String {
        format!("[v2:{},v1:{}]", self.v2, self.v1)
    }
}

/// The plan of a cluster, fixed before the first daemon starts.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) shape: Shape,
    pub(crate) dir: PathBuf,
    pub(crate) fsid: String,
    /// One per OSD.
    pub(crate) osd_uuids: Vec<String>,
    pub(crate) mon_addrs: Vec<MonAddr>,
    pub(crate) ports: Ports,
}

impl Layout {
    /// Plans a cluster and makes its folder.
    pub(crate) fn plan(shape: Shape) -> Result<Self, Error> {
        shape.check()?;
        let ports = Ports::take()?;
        let dir = make_dir(shape.dir.as_deref())?;
        let mon_addrs = letters('a', shape.mons)
            .enumerate()
            .map(|(i, name)| MonAddr { name, v2: ports.mon_v2(i), v1: ports.mon_v1(i) })
            .collect();
        let osd_uuids = (0..shape.osds).map(|_| uuid()).collect::<Result<_, _>>()?;
        Ok(Self { fsid: uuid()?, osd_uuids, mon_addrs, ports, dir, shape })
    }

    /// The daemons of one kind.
    pub(crate) fn daemons(&self, kind: Kind) -> Vec<Daemon> {
        let Shape { mons, mgrs, osds, rgw, mds, .. } = self.shape;
        let ids: Vec<String> = match kind {
            Kind::Mon => letters('a', mons).collect(),
            Kind::Mgr => letters('x', mgrs).collect(),
            Kind::Osd => (0..osds).map(|i| i.to_string()).collect(),
            Kind::Mds => letters('a', mds).collect(),
            Kind::Rgw => letters('a', rgw).collect(),
        };
        ids.into_iter().map(|id| Daemon { kind, id }).collect()
    }

    /// The daemon of that name, such as `osd.1` or `rgw.a`.
    pub(crate) fn daemon(&self, name: &str) -> Result<Daemon, Error> {
        Kind::ALL
            .into_iter()
            .flat_map(|kind| self.daemons(kind))
            .find(|daemon| daemon.name() == name || daemon.entity() == name)
            .ok_or_else(|| Error::Daemon { name: name.to_owned(), why: "not in this cluster".to_owned() })
    }

    pub(crate) fn conf(&self) -> PathBuf {
        self.dir.join("ceph.conf")
    }

    pub(crate) fn keyring(&self, entity: &str) -> PathBuf {
        self.dir.join("keys").join(entity)
    }

    pub(crate) fn log(&self, daemon: &Daemon) -> PathBuf {
        self.dir.join("log").join(format!("{}.log", daemon.entity()))
    }

    pub(crate) fn socket(&self, daemon: &Daemon) -> PathBuf {
        self.dir.join("run").join(format!("{}.asok", daemon.entity()))
    }

    pub(crate) fn data(&self, daemon: &Daemon) -> PathBuf {
        self.dir.join(daemon.name())
    }
}

/// `count` names of one letter each.
fn letters(first: char, count: usize) -> impl Iterator<Item = String> {
    (first..='z').take(count).map(String::from)
}

/// The kernel makes these; no need for a library.
pub(crate) fn uuid() -> Result<String, Error> {
    let path = Path::new("/proc/sys/kernel/random/uuid");
    Ok(fs::read_to_string(path).at("read", path)?.trim().to_owned())
}

/// Makes the cluster's folder. Short, because unix sockets in it have at most 107 bytes of path.
fn make_dir(wanted: Option<&Path>) -> Result<PathBuf, Error> {
    let dir = if let Some(dir) = wanted {
        let plain = dir.to_str().is_some_and(|d| !d.contains(char::is_whitespace));
        if !dir.is_absolute() || dir.as_os_str().len() > 60 || !plain {
            return Err(Error::BadFolder { path: dir.to_owned() });
        }
        // Not `create_dir_all`: the folder is removed at the end, so it must be ours alone.
        fs::create_dir(dir).at("make", dir)?;
        dir.to_owned()
    } else {
        let made = tempfile::Builder::new().prefix("koor-").rand_bytes(4).tempdir();
        made.doing(|| "cannot make a temporary folder".to_owned())?.keep()
    };
    for folder in ["run", "log", "keys"] {
        let path = dir.join(folder);
        fs::create_dir(&path).at("make", &path)?;
    }
    Ok(dir)
}
