//! Catalogues signed, for whoever publishes one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::Koor;
use crate::adapter::signing::{self, KeyFile, SigningKey};
use crate::adapter::{bounded, signed};
use crate::error::{Error, Result};
use crate::model::catalogue::HeldCatalogue;
use crate::port::{Clock as _, SystemClock};

/// A file that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCatalogue {
    /// What it says.
    pub held: HeldCatalogue,
    /// Where its signature is.
    pub signature: PathBuf,
    /// The public key that vouches for it, as `--key` takes it.
    pub key: String,
}

/// A pair of keys that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The file of the secret one, which only its owner may read.
    pub secret: PathBuf,
    /// The file of the public one.
    pub public: PathBuf,
}

impl Koor {
    /// Signs a catalogue in the format of minisign: its signature is `FILE.minisig`. What could not be used is not signed.
    ///
    /// `password` is asked only of a key that has one.
    ///
    /// # Errors
    /// [`Error::Catalogue`] where the file is no catalogue that could be used, [`Error::InvalidInput`] where the key or its password
    /// is none, or the signature can't be written, and what `password` says.
    pub fn catalogue_sign(
        file: &Path,
        secret_key: &Path,
        password: impl FnOnce() -> Result<SecretString>,
    ) -> Result<SignedCatalogue> {
        let (bytes, held) = super::catalogue::read(file)?;
        let key = open(secret_key, password)?;
        let of_key = |why: String| no_key(secret_key, &why);
        let public = key.public().map_err(of_key)?;
        let comment = format!("catalogue of {}, signed {}", held.catalogue.dated, SystemClock.now());
        let text = key.sign(&bytes, &comment).map_err(of_key)?;
        // What nobody could verify must not be published.
        signed::verify(&bytes, &text, &public).map_err(of_key)?;
        let signature = signed::beside(file);
        signed::keep(&signature, text.as_bytes()).map_err(|error| unwritten(&signature, &error))?;
        Ok(SignedCatalogue { held, signature, key: public })
    }

    /// Makes a pair of keys in a folder, `catalogue.key` and `catalogue.pub`, the secret one behind a password. Keys that are there
    /// are never replaced.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where a key is there, or can't be written, or the password is empty.
    pub fn catalogue_new_key(folder: &Path, password: &SecretString) -> Result<NewKey> {
        use secrecy::ExposeSecret as _;
        let keys = NewKey { secret: folder.join("catalogue.key"), public: folder.join("catalogue.pub") };
        if let Some(there) = [&keys.secret, &keys.public].into_iter().find(|path| path.exists()) {
            let message = format!("{} is there already, and a key is never replaced", there.display());
            return Err(Error::InvalidInput { message });
        }
        if password.expose_secret().is_empty() {
            let message = "a key that vouches for catalogues needs a password".to_owned();
            return Err(Error::InvalidInput { message });
        }
        let made = signing::new_keys(password).map_err(|message| Error::InvalidInput { message })?;
        std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        create(&keys.secret, made.secret.expose_secret(), 0o600)?;
        create(&keys.public, &made.public, 0o644)?;
        Ok(keys)
    }
}

/// The key in a file, opened.
fn open(path: &Path, password: impl FnOnce() -> Result<SecretString>) -> Result<SigningKey> {
    let failed = |why: String| no_key(path, &why);
    let text = bounded::text(path).map_err(|error| failed(format!("it can't be read: {error}")))?;
    match signing::read(&SecretString::from(text)).map_err(failed)? {
        KeyFile::Open(key) => Ok(key),
        KeyFile::Locked(key) => key.open(&password()?).map_err(failed),
    }
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str, mode: u32) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    Error::InvalidInput { message: format!("{} can't be written: {error}", path.display()) }
}

fn no_key(path: &Path, why: &str) -> Error {
    Error::InvalidInput { message: format!("{} can't be signed with: {why}", path.display()) }
}
