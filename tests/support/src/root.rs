//! Where a release's programs are: the host itself, or a root folder made by `debootstrap` and kept.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use crate::error::Context;
use crate::supervisor::PATH;
use crate::{Error, Release, Supervisor, program};

/// What a cluster is made of. The host and the roots get the same.
const PACKAGES: &str = "ceph-mon ceph-mgr ceph-osd ceph-mds radosgw ceph-common ceph-mgr-dashboard \
                        ceph-mgr-modules-core";
/// What the host must have to make namespaces and mounts. Part of every Debian.
const TOOLS: &[&str] = &["unshare", "nsenter", "timeout", "chroot", "mount", "sh"];
/// What comes with [`PACKAGES`].
const PROGRAMS: &[&str] =
    &["ceph", "ceph-mon", "ceph-mgr", "ceph-osd", "ceph-mds", "radosgw", "rbd", "ceph-authtool"];
/// Stands in for a module that the managers of Debian 13 cannot load. See the file.
const BCRYPT_SHIM: &str = include_str!("../assets/bcrypt_shim.py");
/// Making a root takes one to two minutes; a slow mirror gets ten times that.
const BUILD_LIMIT: Duration = Duration::from_mins(20);

/// The programs of one release, ready to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    release: Release,
    path: Option<PathBuf>,
}

impl Root {
    /// Finds the release's programs; for a release that is not the host's, makes its root folder if this has
    /// not been done before. The folder for that is named by the environment variable `KOOR_TESTBED_DIR`, by
    /// default `target/testbed` in the workspace.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] and [`Error::RootBuild`] hold the command line that helps. [`Error::Unavailable`]
    /// means that nobody here can help: skip the test, visibly.
    pub fn prepare(release: Release) -> Result<Self, Error> {
        if !rustix::process::geteuid().is_root() {
            return Err(Error::NotRoot);
        }
        require(TOOLS, "util-linux coreutils mount")?;
        let root = if let Some(suite) = release.suite() {
            require(&["debootstrap"], "debootstrap")?;
            let path = Some(find_or_build(release, suite)?);
            Self { release, path }
        } else {
            require(PROGRAMS, PACKAGES)?;
            Self { release, path: None }
        };
        root.check_version()?;
        Ok(root)
    }

    /// The release.
    pub fn release(&self) -> Release {
        self.release
    }

    /// The root folder; none for the host itself.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The host may have another release of Ceph, and a suite that moves may have moved on to the next one.
    fn check_version(&self) -> Result<(), Error> {
        let mut command = Command::new(if self.path.is_some() { "chroot" } else { "ceph-mon" });
        if let Some(path) = &self.path {
            command.arg(path).arg("ceph-mon");
        }
        let output = command.arg("--version").env("PATH", PATH).output();
        let output = output.doing(|| "cannot run `ceph-mon --version`".to_owned())?;
        let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if found.contains(&format!("version {}.", self.release.major())) {
            return Ok(());
        }
        let wanted = self.release;
        Err(excuse(wanted, Error::WrongRelease { wanted, found }))
    }
}

/// Nobody can help it when a suite that moves every day is broken today.
fn excuse(release: Release, error: Error) -> Error {
    if release.is_moving() { Error::Unavailable { release, reason: error.to_string() } } else { error }
}

/// The root folder of a suite.
fn find_or_build(release: Release, suite: &str) -> Result<PathBuf, Error> {
    let cache = cache();
    fs::create_dir_all(&cache).at("make", &cache)?;
    let path = cache.join(suite);
    // Held while building, so that test processes started side by side make one root, not several.
    let lock_path = cache.join(format!("{suite}.lock"));
    let lock = OpenOptions::new().append(true).create(true).open(&lock_path).at("open", &lock_path)?;
    flock(&lock, FlockOperation::LockExclusive).at("lock", &lock_path)?;
    if !path.is_dir() {
        build(release, suite, &path, lock).map_err(|e| excuse(release, e))?;
    }
    // Outside of the building, so that an older root gets a newer shim.
    if release == Release::Reef {
        let shim = path.join("usr/share/ceph/mgr/bcrypt.py");
        if fs::read_to_string(&shim).ok().as_deref() != Some(BCRYPT_SHIM) {
            fs::write(&shim, BCRYPT_SHIM).at("write", &shim)?;
        }
    }
    Ok(path)
}

/// The folder the roots are kept in.
pub(crate) fn cache() -> PathBuf {
    std::env::var_os("KOOR_TESTBED_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/testbed"), PathBuf::from)
}

/// Makes sure that programs are on the host.
pub(crate) fn require(programs: &[&str], packages: &str) -> Result<(), Error> {
    let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    let exists = |program: &&str| folders.iter().any(|f| Path::new(f).join(program).exists());
    let missing: Vec<&str> = programs.iter().copied().filter(|p| !exists(p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::Missing {
        programs: missing.join(" "),
        install: format!("apt-get update && apt-get install -y --no-install-recommends {packages}"),
    })
}

/// The same of a file that is no program.
pub(crate) fn require_file(path: &Path, packages: &str) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    Err(Error::Missing {
        programs: path.display().to_string(),
        install: format!("apt-get update && apt-get install -y --no-install-recommends {packages}"),
    })
}

/// Makes a root folder beside its final place and moves it there when it is whole. Everything runs under a
/// supervisor of its own, so that a killed test run leaves neither mounts nor half a root.
fn build(release: Release, suite: &str, path: &Path, lock: File) -> Result<(), Error> {
    let parent = path.parent().unwrap_or(path);
    let made = tempfile::Builder::new().prefix(&format!(".{suite}-")).tempdir_in(parent);
    // Kept, because from here on the supervisor removes it.
    let half = made.at("make a folder in", parent)?.keep();
    fs::set_permissions(&half, fs::Permissions::from_mode(0o755)).at("open up", &half)?;
    let log_path = parent.join(format!("{suite}.log"));
    let mut log = File::create(&log_path).at("make", &log_path)?;
    let mut supervisor = Supervisor::start(&half, None, false, lock)?;

    // A clock that is ahead of a suite not refreshed lately must not stop us; these are signed all the same.
    let apt = "apt-get -q -o Acquire::Check-Valid-Until=false -o Dpkg::Use-Pty=0";
    let root = half.display();
    let inside = format!("mount -t proc proc {root}/proc && DEBIAN_FRONTEND=noninteractive chroot {root}");
    let steps = [
        format!("debootstrap --variant=minbase {suite} {root}"),
        // No service may start in there.
        format!("printf '#!/bin/sh\nexit 101\n' > {root}/usr/sbin/policy-rc.d"),
        format!("chmod 755 {root}/usr/sbin/policy-rc.d"),
        format!("{inside} {apt} update"),
        format!("{inside} {apt} install -y --no-install-recommends {PACKAGES}"),
        // A hundred megabytes of package files and lists are of no more use.
        format!("{inside} apt-get clean"),
        format!("rm -rf {root}/var/lib/apt/lists {root}/debootstrap"),
    ];
    for step in steps {
        // Each with mounts of its own: none may be left below the folder when it is moved or removed.
        let mut command = supervisor.command(Some(BUILD_LIMIT), "unshare");
        command.args(["--mount", "--", "sh", "-c", &step]);
        for name in ["http_proxy", "https_proxy", "no_proxy"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        let output = program::output(command)?;
        log.write_all(&output.stdout).and_then(|()| log.write_all(&output.stderr)).at("write", &log_path)?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            return Err(Error::RootBuild {
                release,
                command: format!("cargo run -p koor-testbed -- prepare {release}"),
                log: format!("{step}\n{}\n(all of it: {})", tail(&said, 15), log_path.display()),
            });
        }
    }
    fs::rename(&half, path).at("move into place", path)?;
    supervisor.down()
}

/// The last lines of a text.
pub(crate) fn tail(text: &[u8], count: usize) -> String {
    let text = String::from_utf8_lossy(text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
