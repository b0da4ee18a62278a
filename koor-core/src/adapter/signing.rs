//! Files signed, and the keys for it: minisign's formats, the other half of `signed`.
//!
//! Secret keys and passwords come and go in `secrecy`'s types; errors repeat nothing of them.

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};
use secrecy::{ExposeSecret as _, SecretString};

/// A key that can sign.
pub(crate) struct SigningKey(SecretKey);

/// What a file says of a key.
pub(crate) enum KeyFile {
    /// It can sign as it is.
    Open(SigningKey),
    /// It takes a password.
    Locked(LockedKey),
}

/// A key behind a password.
pub(crate) struct LockedKey(SecretKeyBox);

/// A new pair of keys, as their files hold them.
pub(crate) struct NewKeys {
    pub public: String,
    pub secret: SecretString,
}

/// Reads a secret key's file.
///
/// # Errors
/// A piece of a sentence, where it is none.
pub(crate) fn read(text: &SecretString) -> Result<KeyFile, String> {
    let boxed = SecretKeyBox::from(text.expose_secret().to_owned());
    if let Ok(open) = boxed.clone().into_unencrypted_secret_key() {
        return Ok(KeyFile::Open(SigningKey(open)));
    }
    // What it is shows only with the password; this much is told without.
    let looks_like_one = text.expose_secret().lines().nth(1).is_some_and(|line| line.trim().len() > 200);
    if !looks_like_one {
        return Err("it is no secret key of minisign".to_owned());
    }
    Ok(KeyFile::Locked(LockedKey(boxed)))
}

impl LockedKey {
    /// Opens it.
    ///
    /// # Errors
    /// A piece of a sentence, where the password is another one, or the key is damaged.
    pub(crate) fn open(self, password: &SecretString) -> Result<SigningKey, String> {
        let opened = self.0.into_secret_key(Some(password.expose_secret().to_owned()));
        opened.map(SigningKey).map_err(|error| format!("the password does not open it ({error})"))
    }
}

impl SigningKey {
    /// Its public half, as one line.
    ///
    /// # Errors
    /// A piece of a sentence, of a damaged key.
    pub(crate) fn public(&self) -> Result<String, String> {
        let public = PublicKey::from_secret_key(&self.0).map_err(|error| error.to_string())?;
        Ok(public.to_base64())
    }

    /// The signature over these bytes, as its file holds it. `comment` is signed with them.
    ///
    /// # Errors
    /// A piece of a sentence, where the system has no randomness.
    pub(crate) fn sign(&self, bytes: &[u8], comment: &str) -> Result<String, String> {
        let signed = minisign::sign(None, &self.0, bytes, Some(comment), Some("signed by koor"));
        signed
            .map(minisign::SignatureBox::into_string)
            .map_err(|error| format!("it can't be signed ({error})"))
    }
}

/// Makes a pair of keys, the secret one behind a password.
///
/// # Errors
/// A piece of a sentence, where the system has no randomness.
pub(crate) fn new_keys(password: &SecretString) -> Result<NewKeys, String> {
    let failed = |error: minisign::PError| format!("no key could be made ({error})");
    let pair =
        KeyPair::generate_encrypted_keypair(Some(password.expose_secret().to_owned())).map_err(failed)?;
    let public = pair.pk.to_box().map_err(failed)?.into_string();
    let secret = pair.sk.to_box(Some("koor: secret key for catalogues")).map_err(failed)?.into_string();
    Ok(NewKeys { public, secret: secret.into() })
}
