//! `koor catalogue sign` and `koor catalogue update URL`, as whoever publishes a catalogue and whoever uses it meet them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;

use koor_tests::command::{self, Said};

/// A `koor` with a folder of its own, and what else it finds in its environment.
fn koor(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = command::on_host(words);
    command.current_dir(folder).env("KOOR_DATA", folder.join("data")).envs(variables.iter().copied());
    command::end(command)
}

const PASSWORD: &[(&str, &str)] = &[("KOOR_CATALOGUE_PASSWORD", "hunter2")];

/// A folder with a catalogue of 2099 and a pair of keys.
fn publisher() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("new.toml"), "format = 1\ndated = \"2099-01-01\"\n").unwrap();
    let made = koor(folder.path(), &["catalogue", "sign", "--new-key", "keys"], PASSWORD).well();
    assert!(made.stdout.contains("keys/catalogue.pub") && !made.stdout.contains("hunter2"), "{made}");
    folder
}

const SIGN: [&str; 5] = ["catalogue", "sign", "new.toml", "--secret-key", "keys/catalogue.key"];

#[test]
fn what_is_signed_passes_verification_and_the_password_is_never_a_word_of_the_line() {
    let folder = publisher();
    let at = folder.path();
    let verify = ["catalogue", "verify", "new.toml", "--key", "keys/catalogue.pub"];
    assert!(koor(at, &verify, &[]).sentence(6).contains("its signature new.toml.minisig can't be read"));
    let nobody = koor(at, &SIGN, &[]);
    assert!(nobody.refusal(2).contains("there is no terminal to ask for the password"), "{nobody}");
    let wrong = koor(at, &SIGN, &[("KOOR_CATALOGUE_PASSWORD", "hunter3")]);
    assert!(wrong.refusal(2).contains("the password does not open it"), "{wrong}");
    let signed = koor(at, &SIGN, PASSWORD);
    assert_eq!(signed.code, Some(0), "{signed}");
    assert!(signed.stderr.starts_with("Signed: new.toml.minisig. Its key is RW"), "{signed}");
    assert_eq!(koor(at, &verify, &[]).code, Some(0));

    let mut piped = command::on_host(&[&SIGN[..], &["--password-stdin"]].concat());
    piped.current_dir(at).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"hunter2\n").unwrap();
    let said = Said::of("koor catalogue sign --password-stdin", &child.wait_with_output().unwrap());
    assert_eq!(said.code, Some(0), "{said}");

    let again = koor(at, &["catalogue", "sign", "--new-key", "keys"], PASSWORD);
    assert!(again.refusal(2).contains("is there already, and a key is never replaced"), "{again}");
}

#[test]
fn what_could_not_be_used_is_not_signed() {
    let folder = publisher();
    let at = folder.path();
    for (text, code, words) in [
        ("format = 2\ndated = \"2099-01-01\"\n", 5, "its format is 2 and this koor reads 1"),
        ("hello", 5, "it is damaged"),
    ] {
        std::fs::write(at.join("new.toml"), text).unwrap();
        let said = koor(at, &SIGN, PASSWORD);
        assert!(said.refusal(code).contains(words), "{said}");
        assert!(!at.join("new.toml.minisig").exists());
    }
    let both = koor(at, &["catalogue", "sign", "new.toml", "--new-key", "k"], PASSWORD);
    assert_eq!(both.code, Some(2), "{both}");
}

/// A server of the files in a folder, as long as the test runs.
fn served(folder: &Path) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let path = first.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
            let (status, body) = match std::fs::read(folder.join(path)) {
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            // The asker may have gone.
            let _sent = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    address
}

#[test]
fn a_catalogue_comes_from_a_url_where_its_key_vouches_for_it() {
    let folder = publisher();
    let at = folder.path();
    assert_eq!(koor(at, &SIGN, PASSWORD).code, Some(0));
    let url = format!("http://{}/new.toml", served(at));
    let user = tempfile::tempdir().unwrap();
    let key = at.join("keys/catalogue.pub").display().to_string();
    let update = |url: &str, key: &str| koor(user.path(), &["catalogue", "update", url, "--key", key], &[]);
    let show = || koor(user.path(), &["catalogue", "show"], &[]).well().stdout;
    let before = show();
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/../koor-core/tests/versions/signed/other.pub");
    for (url, key, code, words) in [
        (url.as_str(), other, 6, "its signature is wrong"),
        (&url.replace("new", "old"), &key, 2, "the server answered 404 Not Found"),
        ("http://koor.example/new.toml", &key, 2, "plain http is not spoken: say https"),
        ("http://127.0.0.1:1/new.toml", &key, 3, "can't be downloaded"),
    ] {
        let said = update(url, key);
        assert!(said.refusal(code).contains(words), "{said}");
        assert_eq!(show(), before, "the old one stays");
    }
    let done = update(&url, &key);
    assert_eq!(done.code, Some(0), "{done}");
    assert!(show().contains("catalogue of 2099-01-01"), "{}", show());
}
