//! Files that somebody signed: minisign signatures (Ed25519 over `BLAKE2b`), and a folder in which what was verified is kept.
//!
//! A shared piece, and no adapter of a cluster. There is no key in this program: whoever replaces a catalogue says whose word
//! they take.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use minisign_verify::{PublicKey, Signature};

use super::bounded;

/// What the name of a signature ends in, after the name of what it signs.
pub(crate) const SUFFIX: &str = ".minisig";

/// Where the signature of a file is, unless somebody says otherwise.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(SUFFIX);
    name.into()
}

/// Verifies a signature over all of these bytes. `key` is a public key: its one line, or the two lines of its file.
///
/// # Errors
/// A piece of a sentence (`its signature …`), where key or signature do not read, or do not belong together.
pub(crate) fn verify(bytes: &[u8], signature: &str, key: &str) -> Result<(), String> {
    let key = key.trim();
    let key = if key.contains('\n') { PublicKey::decode(key) } else { PublicKey::from_base64(key) };
    let key = key.map_err(|error| format!("the key is no public key of minisign ({error})"))?;
    let signature = Signature::decode(signature)
        .map_err(|error| format!("its signature is none of minisign's ({error})"))?;
    // Signatures of before 2021 hash nothing first: nobody makes them any more.
    key.verify(bytes, &signature, false).map_err(|error| format!("its signature is wrong ({error})"))
}

/// The text of a key: what was given, or the file that it names.
///
/// # Errors
/// A piece of a sentence, where the file can't be read.
pub(crate) fn key_of(given: &str) -> Result<String, String> {
    let path = Path::new(given);
    if !path.exists() {
        return Ok(given.to_owned());
    }
    bounded::text(path).map_err(|error| format!("the key in {given} can't be read: {error}"))
}

/// Writes a file whole or not at all: another process sees the old one or the new one.
///
/// # Errors
/// As the system's.
pub(crate) fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _nothing_half_done = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{keep, verify};

    const BYTES: &[u8] = include_bytes!("../../tests/versions/signed/catalogue.toml");
    const SIGNATURE: &str = include_str!("../../tests/versions/signed/catalogue.toml.minisig");
    const KEY: &str = include_str!("../../tests/versions/signed/key.pub");
    const OTHER: &str = include_str!("../../tests/versions/signed/other.pub");

    #[test]
    fn only_these_bytes_by_this_key_are_signed() {
        assert_eq!(verify(BYTES, SIGNATURE, KEY), Ok(()));
        let mut changed = BYTES.to_vec();
        changed[20] ^= 1;
        for (bytes, signature, key, words) in [
            (changed.as_slice(), SIGNATURE, KEY, "its signature is wrong"),
            (BYTES, SIGNATURE, OTHER, "its signature is wrong"),
            (BYTES, "nothing", KEY, "its signature is none of minisign's"),
            (BYTES, SIGNATURE, "nothing", "the key is no public key"),
        ] {
            let why = verify(bytes, signature, key).unwrap_err();
            assert!(why.contains(words), "{why}");
        }
    }

    #[test]
    fn what_is_kept_is_whole_and_nothing_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/catalogue.toml");
        keep(&path, b"one").unwrap();
        keep(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
