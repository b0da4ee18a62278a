//! A command as words: what the `ceph` program is given, wherever it runs.
//!
//! It takes words, not JSON: arguments go in the order of the command's signature, without their names. Its own
//! options are recognised anywhere among them (`config show --key=…` was once read as the cephx key), so a word that
//! begins with `-` is refused.
//!
//! Shared by the adapters that start the program; it is none itself.

use std::time::Duration;

use super::ceph_conf::invalid;
use crate::model::{Command, Target, Word};
use crate::port::TransportError;

/// As whom, and with which files, the program asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    /// The client, `client.admin`.
    pub name: String,
    /// The cluster's name, `ceph`.
    pub cluster: String,
    /// The conf file; `None` leaves the choice to the program.
    pub conf: Option<String>,
    /// The keyring file, where it is not the one the conf names or implies.
    pub keyring: Option<String>,
}

impl Asker {
    /// All words behind the program's own name.
    ///
    /// # Errors
    /// `InvalidInput` where a word begins with `-`.
    pub(super) fn words(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Vec<String>, TransportError> {
        let mut words: Vec<String> = vec![
            "--format".into(),
            "json".into(),
            // A little less than the deadline, so that a silent cluster is told by the program, with its words.
            "--connect-timeout".into(),
            deadline.as_secs().saturating_sub(1).max(1).to_string(),
            "--name".into(),
            self.name.clone(),
        ];
        for (option, path) in [("--conf", &self.conf), ("--keyring", &self.keyring)] {
            if let Some(path) = path {
                words.extend([option.to_owned(), path.clone()]);
            }
        }
        if self.cluster != "ceph" {
            words.extend(["--cluster".into(), self.cluster.clone()]);
        }
        let told = match target {
            Target::Mon | Target::Mgr => None,
            other => Some(other.to_string()),
        };
        if let Some(daemon) = told {
            refuse_option("daemon's name", &daemon)?;
            words.extend(["tell".into(), daemon]);
        }
        words.extend(command.prefix.split_whitespace().map(str::to_owned));
        for (name, word) in &command.arguments {
            let before = words.len();
            match word {
                Word::Text(text) => words.push(text.clone()),
                Word::Number(number) => words.push(number.to_string()),
                Word::List(list) => words.extend(list.iter().cloned()),
            }
            for word in &words[before..] {
                refuse_option(&format!("argument `{name}` of `{}`", command.prefix), word)?;
            }
        }
        Ok(words)
    }

    /// For people: who connects, with what.
    pub(super) fn describe(&self) -> String {
        match &self.conf {
            Some(conf) => format!("{}, {conf}", self.name),
            None => format!("{}, its default conf", self.name),
        }
    }
}

/// Refuses a word that the program would take for one of its own options.
///
/// # Errors
/// `InvalidInput`, with what the word is.
pub(super) fn refuse_option(what: &str, word: &str) -> Result<(), TransportError> {
    if word.starts_with('-') {
        return Err(invalid(format!(
            "the {what} begins with `-`, and the `ceph` program would take it for one of its options: ask through \
             librados instead"
        )));
    }
    Ok(())
}
