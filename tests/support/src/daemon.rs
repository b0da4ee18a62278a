//! One daemon: its name in all the forms Ceph uses, and its process.

use std::path::Path;

use crate::process::{self, Process};

/// The kinds of daemons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mon,
    Mgr,
    Osd,
    Mds,
    Rgw,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Mon, Self::Mgr, Self::Osd, Self::Mds, Self::Rgw];

    /// What it may do, as pairs for the keyring.
    pub(crate) fn caps(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Mon => &[("mon", "allow *")],
            Self::Mgr => &[("mon", "allow profile mgr"), ("osd", "allow *"), ("mds", "allow *")],
            Self::Osd => &[("mon", "allow profile osd"), ("mgr", "allow profile osd"), ("osd", "allow *")],
            Self::Mds => &[
                ("mon", "allow profile mds"),
                ("mgr", "allow profile mds"),
                ("osd", "allow *"),
                ("mds", "allow"),
            ],
            Self::Rgw => &[("mon", "allow rw"), ("osd", "allow rwx"), ("mgr", "allow rw")],
        }
    }
}

/// A daemon of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Daemon {
    pub(crate) kind: Kind,
    pub(crate) id: String,
}

impl Daemon {
    /// The name tests use: `osd.1`, `rgw.a`.
    pub(crate) fn name(&self) -> String {
        let kind = match self.kind {
            Kind::Mon => "mon",
            Kind::Mgr => "mgr",
            Kind::Osd => "osd",
            Kind::Mds => "mds",
            Kind::Rgw => "rgw",
        };
        format!("{kind}.{}", self.id)
    }

    /// The name cephx uses: the same, but `client.rgw.a`.
    pub(crate) fn entity(&self) -> String {
        match self.kind {
            Kind::Rgw => format!("client.{}", self.name()),
            _ => self.name(),
        }
    }

    /// The command line it is started with, and later recognised by.
    pub(crate) fn command(&self) -> Vec<String> {
        let words: [&str; 3] = match self.kind {
            Kind::Mon => ["ceph-mon", "-i", &self.id],
            Kind::Mgr => ["ceph-mgr", "-i", &self.id],
            Kind::Osd => ["ceph-osd", "-i", &self.id],
            Kind::Mds => ["ceph-mds", "-i", &self.id],
            Kind::Rgw => ["radosgw", "-n", &self.entity()],
        };
        words.map(str::to_owned).to_vec()
    }

    /// Its process in that process namespace, by the host's number; none when it does not run.
    pub(crate) fn process(&self, namespace: &str) -> Option<i32> {
        let command = self.command();
        process::of_namespace(namespace, false).into_iter().find(|p| is(p, &command)).map(|p| p.pid)
    }
}

/// Whether a process was started with that command line.
fn is(process: &Process, command: &[String]) -> bool {
    let Some((program, rest)) = process.args.split_first() else {
        return false;
    };
    let name = Path::new(program).file_name().and_then(|n| n.to_str());
    name == command.first().map(String::as_str) && command.get(1..) == Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_a_client_to_ceph() {
        let rgw = Daemon { kind: Kind::Rgw, id: "a".to_owned() };
        assert_eq!(rgw.name(), "rgw.a");
        assert_eq!(rgw.command(), ["radosgw", "-n", "client.rgw.a"]);
    }

    #[test]
    fn a_daemon_is_not_confused_with_its_formatting() {
        let osd = Daemon { kind: Kind::Osd, id: "1".to_owned() };
        let process = |line: &str| Process { pid: 1, args: line.split(' ').map(str::to_owned).collect() };
        assert!(is(&process("/usr/bin/ceph-osd -i 1"), &osd.command()));
        assert!(!is(&process("ceph-osd -i 1 --mkfs"), &osd.command()));
        assert!(!is(&process("ceph-osd -i 10"), &osd.command()));
        assert!(!is(&process("timeout 60 ceph-osd -i 1"), &osd.command()));
    }
}
