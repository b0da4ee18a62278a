//! Reading Ceph's conf files and keyrings: what both live adapters need to know before they ask anybody.
//!
//! Shared by the adapters that open a cluster; it is none itself.

use std::path::Path;

use super::bounded;
use super::greeting::{self, MonAddress};
use crate::model::{Bytes, Kind};
use crate::port::TransportError;

/// What the caller gave can't be used.
pub(super) fn invalid(message: String) -> TransportError {
    TransportError::new(Kind::InvalidInput, message)
}

/// Where the mons listen that a conf file names, one address a mon; none where it can't be read.
pub(super) fn mon_addresses(conf: &Path) -> Vec<MonAddress> {
    let text = bounded::text(conf).unwrap_or_default();
    greeting::addresses(&mon_host(&text).unwrap_or_default())
}

/// Reads a small text file, with a sentence where that fails.
pub(super) fn read(path: &Path, what: &str, advice: &str) -> Result<String, TransportError> {
    bounded::text(path).map_err(|error| {
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound => "does not exist".into(),
            std::io::ErrorKind::PermissionDenied => "may not be read by this user".into(),
            std::io::ErrorKind::InvalidData => "is not text".into(),
            std::io::ErrorKind::FileTooLarge => {
                format!("is larger than {}, which no {what} is", Bytes(bounded::MAX_TEXT))
            }
            _ => format!("can't be read ({error})"),
        };
        invalid(format!("the {what} {} {reason}: {advice}", path.display()))
    })
}

/// `option = value` lines under `[sections]`, as conf files and keyrings have them; names are told apart without
/// regard to blanks, dashes and underscores, as Ceph does.
fn entries(text: &str) -> impl Iterator<Item = (String, String, String)> + '_ {
    let mut section = String::new();
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[') {
            name.split(']').next().unwrap_or_default().trim().clone_into(&mut section);
            return None;
        }
        if line.starts_with(['#', ';']) {
            return None;
        }
        let (name, value) = line.split_once('=')?;
        let name = name.trim().replace([' ', '-'], "_");
        Some((section.clone(), name, value.trim().trim_matches('"').to_owned()))
    })
}

/// The key of one client in a keyring.
pub(super) fn key_in(text: &str, client: &str) -> Option<String> {
    entries(text).find(|(section, name, _)| section == client && name == "key").map(|(_, _, value)| value)
}

fn mon_host(text: &str) -> Option<String> {
    entries(text)
        .filter(|(section, name, _)| section == "global" && name == "mon_host")
        .map(|(_, _, v)| v)
        .last()
}

/// All of it that a text can reach.
#[cfg(fuzzing)]
pub(super) fn read_all(text: &str) {
    let _addresses = greeting::addresses(text);
    let _mons = greeting::addresses(&mon_host(text).unwrap_or_default());
    let _key = key_in(text, "client.admin");
}

#[cfg(test)]
mod tests {
    use super::{key_in, mon_host};

    #[test]
    fn a_conf_and_a_keyring_are_read_as_ceph_reads_them() {
        let conf = "[global]\n mon host = 10.0.0.1 \n# mon_host = x\n[osd]\nmon_host = wrong\n";
        assert_eq!(mon_host(conf).as_deref(), Some("10.0.0.1"));
        let keyring =
            "[client.admin]\n\tkey = AQabc==\n\tcaps mon = \"allow *\"\n[client.rgw.a]\nkey = AQdef==\n";
        assert_eq!(key_in(keyring, "client.rgw.a").as_deref(), Some("AQdef=="));
        assert_eq!(key_in(keyring, "client.x"), None);
    }
}
