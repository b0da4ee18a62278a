//! Where Kubernetes' programs are: a folder of the user's, or ours, where Go builds them once.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use crate::error::Context;
use crate::root::{cache, tail};
use crate::{Error, Supervisor, program};

/// What a control plane is made of.
const CONTROL: &[&str] =
    &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "kwok"];
/// What a real node has that no Debian package brings.
const NODE: &[&str] = &["kubelet", "pause"];
/// Builds those that are named.
const BUILD: &str = include_str!("../../assets/kube/build.sh");
/// Eight minutes on two idle cores; a busy machine gets five times that.
const BUILD_LIMIT: Duration = Duration::from_mins(40);
/// Kubernetes 1.35 and kwok 0.8 ask for that.
const GO: (u32, u32) = (1, 26);
/// A folder of the user's.
const ASSETS: &str = "KUBEBUILDER_ASSETS";

/// The programs, by name.
#[derive(Debug, Clone)]
pub struct Programs {
    paths: BTreeMap<&'static str, PathBuf>,
}

impl Programs {
    /// What a control plane needs: from the folder that `KUBEBUILDER_ASSETS` names; what is missing there, from
    /// `$KOOR_TESTBED_DIR/kube`, where it is built if it was not before.
    ///
    /// # Errors
    ///
    /// [`Error::NoGo`] with the command that installs it; [`Error::KubeBuild`] with the end of what Go said.
    pub fn control() -> Result<Self, Error> {
        find_or_build("control", CONTROL)
    }

    /// What a real node needs beside Debian's packages.
    ///
    /// # Errors
    ///
    /// As [`Programs::control`].
    pub fn node() -> Result<Self, Error> {
        find_or_build("node", NODE)
    }

    /// The path of a program; its bare name where it is none of these.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.paths.get(name).cloned().unwrap_or_else(|| PathBuf::from(name))
    }

    /// The folders that they are in.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> =
            self.paths.values().filter_map(|path| path.parent()).map(Path::to_owned).collect();
        folders.sort();
        folders.dedup();
        folders
    }
}

/// Each of them, and where it was found.
fn find(names: &[&'static str], folders: &[PathBuf]) -> BTreeMap<&'static str, PathBuf> {
    let found = |name: &'static str| {
        let path = folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file())?;
        Some((name, fs::canonicalize(&path).unwrap_or(path)))
    };
    names.iter().copied().filter_map(found).collect()
}

fn find_or_build(what: &str, names: &[&'static str]) -> Result<Programs, Error> {
    let ours = cache().join("kube");
    fs::create_dir_all(&ours).at("make", &ours)?;
    let ours = fs::canonicalize(&ours).at("find", &ours)?;
    let mut folders: Vec<PathBuf> = std::env::var_os(ASSETS).map(PathBuf::from).into_iter().collect();
    folders.push(ours.clone());
    let mut paths = find(names, &folders);
    if paths.len() < names.len() {
        // Held while building: test processes started side by side build once.
        let lock_path = ours.join(format!("{what}.lock"));
        let lock = OpenOptions::new().append(true).create(true).open(&lock_path).at("open", &lock_path)?;
        flock(&lock, FlockOperation::LockExclusive).at("lock", &lock_path)?;
        paths = find(names, &folders);
        let missing: Vec<&str> = names.iter().copied().filter(|name| !paths.contains_key(name)).collect();
        if !missing.is_empty() {
            build(&missing, &ours, lock)?;
            paths = find(names, &folders);
        }
    }
    match names.iter().find(|name| !paths.contains_key(*name)) {
        None => Ok(Programs { paths }),
        Some(name) => Err(Error::KubeBuild { programs: (*name).to_owned(), log: "was not built".to_owned() }),
    }
}

/// Builds in a folder beside the final place, under a supervisor, so that a killed test run leaves neither a compiler
/// nor half a program.
fn build(missing: &[&str], place: &Path, lock: File) -> Result<(), Error> {
    let go = go(missing)?;
    let made = tempfile::Builder::new().prefix(".build-").tempdir_in(place);
    let work = made.at("make a folder in", place)?.keep();
    let mut supervisor = Supervisor::start(&work, None, false, lock)?;
    let log_path = place.join(format!("{}.log", missing.first().unwrap_or(&"nothing")));
    // It is asked for long before it is needed, beside tests that wait for other things.
    let mut command = supervisor.command(Some(BUILD_LIMIT), "nice");
    command.args(["-n", "15", "bash", "-c", BUILD, "build"]).arg(place).arg(&work).args(missing);
    let path = format!("{}:{}", go.display(), crate::supervisor::PATH);
    command.env("PATH", path);
    let kept = |name: &str| name.starts_with("GO") || name == "HOME" || name.ends_with("_proxy");
    command.envs(std::env::vars().filter(|(name, _)| kept(name)));
    let output = program::output(command)?;
    let said = [output.stdout, output.stderr].concat();
    fs::write(&log_path, &said).at("write", &log_path)?;
    supervisor.down()?;
    if output.status.success() {
        return Ok(());
    }
    let log = format!("{}\n(all of it: {})", tail(&said, 15), log_path.display());
    Err(Error::KubeBuild { programs: missing.join(" "), log })
}

/// The folder of a Go that is new enough to build some programs.
///
/// # Errors
/// [`Error::NoGo`] with what was found, and the command that installs one.
pub fn go(missing: &[&str]) -> Result<PathBuf, Error> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/local/go/bin")]);
    let mut found = None;
    for folder in folders.filter(|folder| folder.join("go").is_file()) {
        let version = Command::new(folder.join("go")).args(["env", "GOVERSION"]).current_dir("/").output();
        let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        match version {
            Ok(version) if number(&version).is_some_and(|number| number >= GO) => return Ok(folder),
            Ok(version) => found = found.or(Some(version)),
            Err(_) => {}
        }
    }
    let found = found.map_or_else(|| "there is no Go here".to_owned(), |version| format!("found {version}"));
    Err(Error::NoGo { programs: missing.join(" "), wanted: format!("{}.{}", GO.0, GO.1), found })
}

/// `go1.26.8` as numbers.
fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix("go")?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_go_are_compared_as_numbers() {
        assert_eq!(number("go1.26.8"), Some((1, 26)));
        assert!(number("go1.9.1").unwrap() < GO);
        assert_eq!(number("devel"), None);
    }

    #[test]
    fn the_users_folder_comes_first_and_ours_fills_the_gaps() {
        let (theirs, ours) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (folder, name) in [(&theirs, "etcd"), (&ours, "etcd"), (&ours, "kwok")] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let folders = [theirs.path().to_owned(), ours.path().to_owned()];
        let found = find(CONTROL, &folders);
        assert!(found["etcd"].starts_with(fs::canonicalize(theirs.path()).unwrap()));
        assert!(found["kwok"].starts_with(fs::canonicalize(ours.path()).unwrap()));
        assert_eq!(found.len(), 2);
    }
}
