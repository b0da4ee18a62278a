//! The cephx keys. All of them, with what they permit, go into the monitors' first database, so that none has
//! to be asked for later.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::daemon::Kind;
use crate::error::Context;
use crate::layout::Layout;
use crate::{Error, Supervisor, program};

/// `client.admin` may do everything.
const ADMIN: &[(&str, &str)] =
    &[("mon", "allow *"), ("osd", "allow *"), ("mds", "allow *"), ("mgr", "allow *")];

/// Makes a keyring per daemon and one with all of them, whose path is returned.
///
/// The release's own `ceph-authtool` makes the keys because their kind differs: those of Tentacle cannot be
/// read by older programs.
pub(crate) fn make(layout: &Layout, supervisor: &Supervisor) -> Result<PathBuf, Error> {
    let mut wanted = vec![("mon.".to_owned(), Kind::Mon.caps())];
    wanted.push(("client.admin".to_owned(), ADMIN));
    for kind in [Kind::Mgr, Kind::Osd, Kind::Mds, Kind::Rgw] {
        wanted.extend(layout.daemons(kind).iter().map(|d| (d.entity(), kind.caps())));
    }
    let mut all = String::new();
    for (entity, caps) in wanted {
        let path = layout.keyring(&entity);
        let mut command = supervisor.command(Some(Duration::from_secs(30)), "ceph-authtool");
        command.arg("--create-keyring").arg(&path).args(["--gen-key", "--name", &entity]);
        for (service, cap) in caps {
            command.args(["--cap", service, cap]);
        }
        program::finish(command)?;
        all.push_str(&fs::read_to_string(&path).at("read", &path)?);
        all.push('\n');
    }
    // The monitors share one key, but each looks for a file of its own name.
    let shared = layout.keyring("mon.");
    for mon in layout.daemons(Kind::Mon) {
        fs::copy(&shared, layout.keyring(&mon.entity())).at("copy", &shared)?;
    }
    let path = layout.dir.join("keys/all");
    fs::write(&path, all).at("write", &path)?;
    Ok(path)
}

/// The key in a keyring with a single entry.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    let text = fs::read_to_string(path).at("read", path)?;
    let key = text.lines().find_map(|line| line.trim().strip_prefix("key = "));
    key.map(str::to_owned).ok_or_else(|| Error::Answer {
        command: format!("read {}", path.display()),
        why: "there is no key in it".to_owned(),
        // Not the text: it may hold half a key.
        answer: String::new(),
    })
}
