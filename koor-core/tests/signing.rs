//! Catalogues signed: what signs can be verified, and what could not be used is not signed.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what must hold")]

use std::path::Path;

use koor_core::model::Kind;
use koor_core::{Error, Koor};
use secrecy::SecretString;

const CATALOGUE: &[u8] = include_bytes!("versions/signed/catalogue.toml");

fn secret(text: &str) -> SecretString {
    text.to_owned().into()
}

fn nobody_asks() -> Result<SecretString, Error> {
    panic!("nobody is to be asked for a password")
}

#[test]
fn what_is_signed_is_verified_by_its_own_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new.toml");
    std::fs::write(&file, CATALOGUE).unwrap();
    let keys = Koor::catalogue_new_key(&folder.path().join("keys"), &secret("hunter2")).unwrap();
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&keys.secret).unwrap());
        assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
    }
    let held = std::fs::read_to_string(&keys.secret).unwrap();
    assert!(!held.contains("hunter2") && held.lines().count() == 2, "{held}");

    let wrong = Koor::catalogue_sign(&file, &keys.secret, || Ok(secret("hunter3"))).unwrap_err();
    assert_eq!(wrong.kind(), Kind::InvalidInput);
    assert!(wrong.to_string().contains("the password does not open it"), "{wrong}");
    assert!(!file.with_file_name("new.toml.minisig").exists());

    let signed = Koor::catalogue_sign(&file, &keys.secret, || Ok(secret("hunter2"))).unwrap();
    let public = keys.public.display().to_string();
    for key in [public.as_str(), signed.key.as_str()] {
        Koor::catalogue_verify(&file, None, Some(key)).unwrap();
    }
    let text = std::fs::read_to_string(&signed.signature).unwrap();
    assert!(text.contains("trusted comment: catalogue of "), "{text}");
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/versions/signed/other.pub");
    assert_eq!(Koor::catalogue_verify(&file, None, Some(other)).unwrap_err().kind(), Kind::Refused);
    std::fs::write(&file, [CATALOGUE, b"\n"].concat()).unwrap();
    assert_eq!(Koor::catalogue_verify(&file, None, Some(&public)).unwrap_err().kind(), Kind::Refused);

    let again = Koor::catalogue_new_key(&folder.path().join("keys"), &secret("x")).unwrap_err();
    assert!(again.to_string().contains("is there already, and a key is never replaced"), "{again}");
}

#[test]
fn what_could_not_be_used_is_not_signed_and_nobody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (good, key) = (write("good.toml", CATALOGUE), write("key", b"untrusted comment: x\nRWQ\n"));
    let missing = Path::new("/nonexistent/catalogue.toml");
    for (path, kind, words) in [
        (write("newer.toml", b"format = 2\ndated = \"2030-01-01\"\n"), Kind::Corrupt, "its format is 2"),
        (write("none.toml", b"format = "), Kind::Corrupt, "it is damaged"),
        (write("empty.toml", b""), Kind::Corrupt, "it is damaged"),
        (missing.to_owned(), Kind::InvalidInput, "it can't be read"),
    ] {
        let error = Koor::catalogue_sign(&path, &key, nobody_asks).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    for (key, words) in [(key.as_path(), "it is no secret key of minisign"), (missing, "it can't be read")] {
        let error = Koor::catalogue_sign(&good, key, nobody_asks).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let none = Koor::catalogue_new_key(&folder.path().join("keys"), &secret("")).unwrap_err();
    assert!(none.to_string().contains("needs a password"), "{none}");
}
