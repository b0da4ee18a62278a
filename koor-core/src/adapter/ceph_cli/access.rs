//! With what the program is started.

use std::path::{Path, PathBuf};

use crate::adapter::ceph_conf::{self, invalid};
use crate::adapter::ceph_words::{Asker, refuse_option};
use crate::model::Kind;
use crate::port::TransportError;

/// With what to open a cluster through the `ceph` program.
#[derive(Debug, Clone)]
pub struct Access {
    /// The program: a path, or a name to look for on `PATH`.
    pub program: PathBuf,
    /// The conf file; `None` leaves the choice to the program (`CEPH_CONF`, then `/etc/ceph/ceph.conf` and others).
    pub conf: Option<PathBuf>,
    /// The keyring file, where it is not the one the conf names or implies.
    pub keyring: Option<PathBuf>,
    /// The client, `client.admin`.
    pub name: String,
    /// The cluster's name, `ceph`: decides where the conf and keyrings are looked for.
    pub cluster: String,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            program: PathBuf::from("ceph"),
            conf: None,
            keyring: None,
            name: "client.admin".into(),
            cluster: "ceph".into(),
        }
    }
}

impl Access {
    /// The same with the program found and the named files seen to be readable.
    pub(super) fn checked(mut self) -> Result<Self, TransportError> {
        for (what, word) in [("client's name", &self.name), ("cluster's name", &self.cluster)] {
            refuse_option(what, word)?;
        }
        for path in [&self.conf, &self.keyring].into_iter().flatten() {
            refuse_option("file's path", &path.to_string_lossy())?;
        }
        self.program = found(&self.program)?;
        if let Some(conf) = &self.conf {
            readable(conf, "conf file", "name another one with --conf (CEPH_CONF)")?;
        }
        if let Some(keyring) = &self.keyring {
            let advice = "name another one with --keyring, or run as a user who may read it";
            let text = ceph_conf::read(keyring, "keyring", advice)?;
            if ceph_conf::key_in(&text, &self.name).is_none() {
                return Err(invalid(format!(
                    "the keyring {} holds no key for {}: name another client with --name, or another keyring with \
                     --keyring",
                    keyring.display(),
                    self.name
                )));
            }
        }
        Ok(self)
    }

    /// As whom, and with which files, the program is to ask.
    pub(super) fn asker(&self) -> Asker {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        Asker {
            name: self.name.clone(),
            cluster: self.cluster.clone(),
            conf: self.conf.as_ref().map(text),
            keyring: self.keyring.as_ref().map(text),
        }
    }

    /// Where the mons listen, as texts: the names they are asked under.
    pub(super) fn mon_names(&self) -> Vec<String> {
        let addresses = self.conf.as_deref().map(ceph_conf::mon_addresses).unwrap_or_default();
        addresses.iter().map(ToString::to_string).collect()
    }
}

/// The program's full path.
fn found(program: &Path) -> Result<PathBuf, TransportError> {
    let named = program.components().count() > 1;
    let candidates: Vec<PathBuf> = if named {
        vec![program.to_owned()]
    } else {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).map(|folder| folder.join(program)).collect()
    };
    candidates.into_iter().find(|path| is_executable(path)).ok_or_else(|| missing(program))
}

pub(super) fn missing(program: &Path) -> TransportError {
    TransportError::new(
        Kind::Unsupported,
        format!(
            "the `{}` program is not installed (Debian: apt-get install ceph-common), or is not on this user's PATH",
            program.display()
        ),
    )
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// Tells a missing file before the program does: it says so in three different ways, one of them "permission denied".
fn readable(path: &Path, what: &str, advice: &str) -> Result<(), TransportError> {
    let Err(error) = std::fs::File::open(path) else {
        return Ok(());
    };
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".into(),
        std::io::ErrorKind::PermissionDenied => "may not be read by this user".into(),
        _ => format!("can't be read ({error})"),
    };
    Err(invalid(format!("the {what} {} {reason}: {advice}", path.display())))
}
