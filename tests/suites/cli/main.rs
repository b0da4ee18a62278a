//! The `koor` command as a user meets it: what it refuses, how it prints, how it is told which cluster, what it keeps.
//!
//! One cluster serves all tests of this suite; whoever holds it holds it alone.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod access;
mod bad_input;
mod kept;
mod output;
mod records;
mod top;
mod watching;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use koor_testbed::{Cluster, Planted, Shape};
use koor_tests::command::{self, Said};

/// The cluster, what is in it, and a folder for files.
///
/// It ends with this process: nobody drops it, but its supervisor notices.
struct Site {
    cluster: Cluster,
    planted: Planted,
    files: tempfile::TempDir,
}

fn site() -> MutexGuard<'static, Site> {
    static SITE: OnceLock<Mutex<Site>> = OnceLock::new();
    let site = SITE.get_or_init(|| {
        let cluster = Cluster::start(Shape::full()).unwrap();
        let planted = cluster.populate().unwrap();
        cluster.wait_complete().unwrap();
        let files = tempfile::tempdir_in(cluster.dir()).unwrap();
        Mutex::new(Site { cluster, planted, files })
    });
    // A test that failed must not take the others with it.
    site.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Site {
    fn conf(&self) -> String {
        self.cluster.conf().display().to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// A file of that content.
    fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// The cluster's conf with lines replaced (`key = …` by the key) or added to `[global]`.
    fn conf_with(&self, name: &str, changes: &[(&str, &str)]) -> String {
        let mut text = String::new();
        for line in std::fs::read_to_string(self.cluster.conf()).unwrap().lines() {
            let key = line.split(" = ").next().unwrap();
            if changes.iter().all(|(changed, _)| *changed != key) {
                text.push_str(line);
                text.push('\n');
            }
            if line == "[global]" {
                for (key, value) in changes {
                    text.extend([key, " = ", value, "\n"]);
                }
            }
        }
        self.file(name, &text)
    }

    /// Runs `koor --conf CONF ARGS` on this host.
    fn koor(&self, args: &[&str]) -> Said {
        self.run(&[&["--conf", &self.conf()], args].concat(), &[])
    }

    /// Runs `koor ARGS` on this host with these variables and no others; nothing it says may hold a secret.
    fn run(&self, args: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = command::on_host(args);
        command.envs(variables.iter().copied());
        let said = command::end(command);
        self.keeps_secrets(&said);
        said
    }

    /// While that is held there is a warning.
    fn noout(&self) -> Noout<'_> {
        self.cluster.ceph_all(&["osd set noout"]).unwrap();
        self.cluster.wait_check("OSDMAP_FLAGS").unwrap();
        Noout(&self.cluster)
    }

    fn keeps_secrets(&self, said: &Said) {
        for text in [&said.stdout, &said.stderr] {
            let leak = self.planted.secrets.iter().position(|secret| text.contains(secret));
            assert_eq!(leak, None, "`{}` shows a secret", said.line);
        }
    }
}

/// Takes the flag back whatever becomes of the test.
struct Noout<'a>(&'a Cluster);

impl Drop for Noout<'_> {
    fn drop(&mut self) {
        let unset = self.0.ceph_all(&["osd unset noout"]).and_then(|()| self.0.wait_health_ok());
        assert!(unset.is_ok() || std::thread::panicking(), "{unset:?}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn contains(sentence: &str, words: &[&str]) {
    for word in words {
        assert!(sentence.contains(word), "no {word:?} in: {sentence}");
    }
}
