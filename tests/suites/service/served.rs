//! A running service, and the certificate it has.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use koor_tests::command;
use rustix::process::{Pid, Signal, kill_process};

/// A service that listens; it is killed where a test leaves it behind.
pub(crate) struct Served {
    child: Child,
    said: BufReader<ChildStderr>,
    /// Where it is: `http://127.0.0.1:…`.
    pub url: String,
}

impl Served {
    /// Starts one on a port of the system's choice, and comes back once it listens.
    pub(crate) fn start(words: &[&str]) -> Self {
        let mut command = command::on_host(&["version-service", "--listen", "127.0.0.1:0"]);
        command.args(words);
        Self::of(command)
    }

    /// The same of another command that ends in one.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let mut served = Self { child, said, url: String::new() };
        let first = served.line();
        let url = first.split_whitespace().find(|word| word.starts_with("http"));
        url.unwrap_or_else(|| panic!("it does not listen: {first}"))
            .trim_end_matches('/')
            .clone_into(&mut served.url);
        served
    }

    /// `127.0.0.1:…`.
    pub(crate) fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// The next line that it says.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code, once it has ended.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A certificate for 127.0.0.1 that vouches for itself, with its key.
pub(crate) fn certificate(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join(format!("{name}.crt")), folder.join(format!("{name}.key")));
    let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -addext subjectAltName=IP:127.0.0.1";
    let output = Command::new("openssl")
        .args(words.split(' '))
        .args(["-subj", &format!("/CN={name}"), "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("openssl is missing: apt-get install openssl");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (certificate, key)
}
