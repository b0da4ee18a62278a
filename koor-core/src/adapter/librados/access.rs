//! With what a cluster is opened: a conf file and a keyring, or mon addresses and a key held in memory. And all that
//! can be told about it before a mon is asked, since librados answers a missing file, a wrong key and an unknown user
//! with the same error.

use std::fmt::Write as _;
use std::net::{IpAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::handle::Handle;
use super::library::Library;
use crate::adapter::ceph_conf::{self, invalid, key_in, read};
use crate::adapter::greeting::{self, MonAddress};
use crate::model::Kind;
use crate::port::TransportError;

/// With what to open a cluster through librados.
#[derive(Debug, Clone)]
pub struct Access {
    /// The conf file; `None` where [`mon_host`](Self::mon_host) and [`key`](Self::key) say all.
    pub conf: Option<PathBuf>,
    /// The keyring file, where it is not the one the conf names or implies.
    pub keyring: Option<PathBuf>,
    /// The client, `client.admin`.
    pub name: String,
    /// The cluster's name, `ceph`: decides where keyrings are looked for.
    pub cluster: String,
    /// The mons' addresses, where they are not the conf's: `10.0.0.1:6789,10.0.0.2:6789`, or with `v2:` and `v1:` in
    /// brackets, as Rook's config map `rook-ceph-mon-endpoints` holds them.
    pub mon_host: Option<String>,
    /// The client's key in base64, where it is not in a keyring, as Rook's Secret `rook-ceph-mon` holds it.
    pub key: Option<SecretString>,
    /// Where the key that is given comes from, for people: `the Secret rook-ceph-mon of namespace rook-ceph`.
    pub whence: Option<String>,
    /// The library's path, where it is not the one the system finds.
    pub library: Option<PathBuf>,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            conf: Some(PathBuf::from("/etc/ceph/ceph.conf")),
            keyring: None,
            name: "client.admin".into(),
            cluster: "ceph".into(),
            mon_host: None,
            key: None,
            whence: None,
            library: None,
        }
    }
}

/// The first Ceph release whose librados reads each kind of key.
const AES256K_SINCE: semver::Version = semver::Version::new(20, 2, 4);

impl Access {
    /// The same, seen to be complete and readable, and the handle that it was seen with: making one and reading a conf
    /// into it costs milliseconds, so that handle is the one to connect.
    pub(super) fn checked(
        self,
        library: &Arc<Library>,
        limit_s: u64,
    ) -> Result<(Self, Handle), TransportError> {
        if let Some(conf) = &self.conf {
            read(conf, "conf file", "name another one with --conf (CEPH_CONF)")?;
        }
        let handle = self.handle(library.clone(), limit_s, limit_s)?;
        if self.conf.is_none() && self.mon_addresses().is_empty() {
            return Err(invalid("no mon address was given: name a conf file, or the mons' addresses".into()));
        }
        let key = match &self.key {
            Some(key) => key.clone(),
            None => self.key_from_file(&handle.get("keyring"))?,
        };
        self.key_can_be_read(&key, library)?;
        Ok((self, handle))
    }

    /// A configured handle, not connected: it connects within `connect_s`, and answers within `limit_s`.
    pub(super) fn handle(
        &self,
        library: Arc<Library>,
        connect_s: u64,
        limit_s: u64,
    ) -> Result<Handle, TransportError> {
        let handle = Handle::create(library, &self.cluster, &self.name, limit_s)?;
        if let Some(conf) = &self.conf {
            handle.read_conf(conf).map_err(|status| {
                // Ceph's reader takes no last line without its end, and a conf that was cut has none either.
                let whole = read(conf, "conf file", "").is_ok_and(|text| text.ends_with('\n'));
                let look = if whole {
                    "look for a line that is neither a [section] nor `option = value`"
                } else {
                    "its last line does not end with a newline: see whether the file is whole, and add one"
                };
                invalid(format!(
                    "the conf file {} can't be read as a Ceph conf (error {status}): {look}",
                    conf.display()
                ))
            })?;
        }
        if let Some(mons) = &self.mon_host {
            handle.set("mon_host", mons)?;
        }
        if let Some(key) = &self.key {
            handle.set("key", key.expose_secret().trim())?;
        }
        if let Some(keyring) = &self.keyring {
            handle.set("keyring", &keyring.to_string_lossy())?;
        }
        for (option, limit_s) in [
            ("client_mount_timeout", connect_s),
            ("rados_mon_op_timeout", limit_s),
            ("rados_osd_op_timeout", limit_s),
        ] {
            handle.set(option, &limit_s.to_string())?;
        }
        // Kept for a log that is written nowhere, librados' memory of what it did takes a tenth of a cold look, and two of
        // its three threads for messages have nothing to do: all questions go to one mon.
        for (option, value) in
            [("debug_auth", "0/0"), ("debug_monc", "0/0"), ("debug_ms", "0/0"), ("ms_async_op_threads", "1")]
        {
            handle.set(option, value)?;
        }
        // A client that looks leaves no file and no socket behind, and writes nothing to the terminal.
        for (option, value) in
            [("log_file", ""), ("admin_socket", ""), ("log_to_stderr", "false"), ("err_to_stderr", "false")]
        {
            handle.set(option, value)?;
        }
        Ok(handle)
    }

    /// Resolves every name in `mon_host`: librados would answer a name that does not resolve with `EINVAL`.
    pub(super) fn resolve(&self) -> Result<(), TransportError> {
        for MonAddress { host, .. } in self.mon_addresses() {
            if host.parse::<IpAddr>().is_err()
                && let Err(error) = (host.as_str(), 0_u16).to_socket_addrs()
            {
                return Err(TransportError::new(
                    Kind::Unreachable,
                    format!(
                        "the mon's name `{host}` does not resolve ({error}): check mon_host in {} and this host's DNS",
                        self.where_mons_stand()
                    ),
                ));
            }
        }
        Ok(())
    }

    /// What librados' answer to a connect means.
    pub(super) fn refused(&self, status: i32, library: &Library, limit_s: u64) -> TransportError {
        let name = &self.name;
        match status {
            -13 | -1 => TransportError::new(
                Kind::Denied,
                format!(
                    "the cluster does not accept the key of {name}{}: the key is another one there, or the user does not \
                     exist (compare with `ceph auth get {name}` on a mon's host)",
                    self.holder()
                ),
            ),
            -110 => TransportError::new(
                Kind::Unreachable,
                format!(
                    "no mon opened a session within {limit_s} s: there is no quorum, or nothing listens at mon_host in {}",
                    self.where_mons_stand()
                ),
            ),
            -2 => invalid(format!(
                "librados finds no mon to connect to: {} names none (mon_host)",
                self.where_mons_stand()
            )),
            // Names were resolved before; what else librados finds invalid in what it was given is the key.
            -22 if self.key.is_some() => invalid(format!(
                "the key of {name}{} is damaged: it begins as one and is cut, or mistyped (compare with `ceph auth get \
                 {name}` on a mon's host)",
                self.holder()
            )),
            -5 | -95 => TransportError::new(
                Kind::Unsupported,
                format!(
                    "librados {} can't use this client's key: it is damaged, or of a kind that only a newer librados knows \
                     (compare it with `ceph auth get` on a mon's host, or use a librados of the cluster's release)",
                    library.version()
                ),
            ),
            other => TransportError::new(
                Kind::Unreachable,
                format!(
                    "librados can't connect as {name} (error {other}): check mon_host in {}",
                    self.where_mons_stand()
                ),
            ),
        }
    }

    /// Who holds the key, where that is known, as a piece of a sentence.
    fn holder(&self) -> String {
        self.whence.as_ref().map_or(String::new(), |whence| format!(" that {whence} holds"))
    }

    /// For people: who connects, with what. Never the key.
    pub(super) fn describe(&self) -> String {
        let mut text = self.name.clone();
        if let Some(whence) = &self.whence {
            let _infallible = write!(text, " of {whence}");
        }
        for (what, value) in
            [("mons ", self.mon_host.clone()), ("", self.conf.as_ref().map(|c| c.display().to_string()))]
        {
            if let Some(value) = value {
                let _infallible = write!(text, ", {what}{value}");
            }
        }
        text
    }

    /// Where the mons listen, as texts: the names they are asked under.
    pub(super) fn mon_names(&self) -> Vec<String> {
        self.mon_addresses().iter().map(ToString::to_string).collect()
    }

    fn where_mons_stand(&self) -> String {
        self.conf.as_ref().map_or_else(|| "the addresses given".into(), |conf| conf.display().to_string())
    }

    /// Where the mons listen, one address a mon.
    fn mon_addresses(&self) -> Vec<MonAddress> {
        match (&self.mon_host, &self.conf) {
            (Some(mons), _) => greeting::addresses(mons),
            (None, Some(conf)) => ceph_conf::mon_addresses(conf),
            (None, None) => Vec::new(),
        }
    }

    /// The client's key out of the first keyring that exists. `keyrings` is librados' own list, expanded.
    fn key_from_file(&self, keyrings: &str) -> Result<SecretString, TransportError> {
        let name = &self.name;
        let files: Vec<&Path> =
            keyrings.split([',', ';', ' ']).filter(|path| !path.is_empty()).map(Path::new).collect();
        let Some(file) = files.iter().find(|path| path.exists()) else {
            return Err(invalid(format!(
                "no keyring for {name}: {} does not exist; name one with --keyring, or another client with --name",
                files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
            )));
        };
        let text =
            read(file, "keyring", "name another one with --keyring, or run as a user who may read it")?;
        let Some(key) = key_in(&text, name) else {
            return Err(invalid(format!(
                "the keyring {} holds no key for {name}: name another client with --name, or another keyring with \
                 --keyring",
                file.display()
            )));
        };
        Ok(SecretString::from(key))
    }

    /// The key's type stands in its first byte, and so in its first two base64 letters. A librados that does not know
    /// the type says "malformed input" or an input/output error.
    fn key_can_be_read(&self, key: &SecretString, library: &Library) -> Result<(), TransportError> {
        let name = &self.name;
        match key.expose_secret().get(..2) {
            // 1, aes: every release reads it.
            Some("AQ") => Ok(()),
            // 2, aes256k: what 20.2.4 makes by default.
            Some("Ag") => match &library.version().ceph {
                Some(have) if *have < AES256K_SINCE => Err(TransportError::new(
                    Kind::Unsupported,
                    format!(
                        "the key of {name} is of type aes256k, which librados {have} can't read: install librados \
                         {AES256K_SINCE} or newer, or run koor on a host of the cluster's own release"
                    ),
                )),
                _ => Ok(()),
            },
            _ => Err(invalid(format!(
                "the key of {name} is no cephx key: it should be base64 and begin with `AQ`"
            ))),
        }
    }
}
