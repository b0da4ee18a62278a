//! What anybody may hand over: recordings, inventory files and confs that are cut, bent or hostile. Whatever it is, `koor` ends
//! with one sentence and an exit code that means it, and within a stated room of memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use koor_tests::command::{self, Said};
use serde_json::{Value, json};

const RECORDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/recordings/demo.tar.zst");

/// Address space of a run in KiB, threads and libraries in it: nothing here holds more than a few megabytes.
const ROOM_KIB: &str = "1500000";

/// Runs `koor` within that room and holds the end of it against what every end must be.
fn koor(args: &[&str]) -> Said {
    let plain = command::on_host(args);
    let mut bounded = Command::new("/bin/sh");
    bounded.args(["-c", "ulimit -v $KOOR_ROOM && exec \"$0\" \"$@\""]);
    bounded.arg(plain.get_program()).args(plain.get_args()).env_clear().env("KOOR_ROOM", ROOM_KIB);
    bounded.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir("/");
    let output = bounded.stdin(std::process::Stdio::null()).output().unwrap();
    let said = Said::of(format!("koor {}", args.join(" ")), &output);
    match said.code {
        Some(0) => assert_eq!(said.stderr, "", "{said}"),
        Some(code @ (2..=6)) => assert!(!said.sentence(code).is_empty(), "{said}"),
        _ => panic!("no end that anybody may have: {said}"),
    }
    said
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder of this test's own.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

/// Places all over a text of that length; the same in each run.
fn places(length: usize, many: usize) -> impl Iterator<Item = usize> {
    // Knuth's multiplier: neighbours land far apart.
    (1..=many).map(move |number| number.wrapping_mul(2_654_435_761) % length.max(1))
}

/// Every value of a document, once each, replaced by each of these.
fn bent(whole: &Value) -> Vec<Value> {
    let odd = [json!(null), json!(u64::MAX), json!(-1), json!("\u{1b}[2J"), json!([[[[{}]]]])];
    let mut paths = Vec::new();
    paths_of(whole, String::new(), &mut paths);
    // A document has thousands of places; enough of each kind.
    let step = (paths.len() / 40).max(1);
    let chosen = paths.into_iter().step_by(step).zip(odd.iter().cycle());
    chosen
        .map(|(path, with)| {
            let mut bad = whole.clone();
            if let Some(place) = bad.pointer_mut(&path) {
                *place = with.clone();
            }
            bad
        })
        .collect()
}

fn paths_of(value: &Value, path: String, all: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                paths_of(member, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                paths_of(item, format!("{path}/{index}"), all);
            }
        }
        _ => {}
    }
    all.push(path);
}

#[test]
fn an_archive_that_was_cut_or_bent() {
    let desk = Desk::new();
    let whole = fs::read(RECORDING).unwrap();
    assert_eq!(koor(&["--recording", RECORDING, "health"]).code, Some(0));
    for at in [0, 1, 4, 100].into_iter().chain(places(whole.len(), 12)) {
        let cut = desk.file("cut.tar.zst", &whole[..at]);
        assert_eq!(koor(&["--recording", text(&cut), "health"]).code, Some(5), "cut at {at}");
    }
    for at in places(whole.len(), 40) {
        let mut bad = whole.clone();
        bad[at] ^= 0x55;
        let bad = desk.file("bent.tar.zst", bad);
        koor(&["--recording", text(&bad), "status"]);
    }
}

#[test]
fn an_archive_that_wants_more_than_there_is() {
    let desk = Desk::new();
    let archive = |name: &str, entry: &str, size: u64| {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o644);
        header.as_old_mut().name[..entry.len()].copy_from_slice(entry.as_bytes());
        header.set_cksum();
        // Compresses to some kilobytes.
        let tar = [header.as_bytes().as_slice(), &vec![0; 64 << 20]].concat();
        desk.file(name, zstd::encode_all(tar.as_slice(), 1).unwrap())
    };
    for (entry, size) in
        [("index.json", 63 << 20), ("index.json", u64::from(u32::MAX)), ("../out", 10), ("/etc/x", 10)]
    {
        let path = archive("bomb.tar.zst", entry, size);
        assert_eq!(koor(&["--recording", text(&path), "status"]).code, Some(5), "{entry} of {size}");
    }
    assert!(!desk.0.path().parent().unwrap().join("out").exists());
}

#[test]
fn a_folder_whose_index_is_bent() {
    let desk = Desk::new();
    let folder = desk.0.path().join("recording");
    assert_eq!(koor(&["--demo=host-down", "record", text(&folder)]).code, Some(0));
    let index = folder.join("index.json");
    let good: Value = serde_json::from_slice(&fs::read(&index).unwrap()).unwrap();
    for bad in bent(&good) {
        fs::write(&index, bad.to_string()).unwrap();
        koor(&["--recording", text(&folder), "health"]);
    }
    fs::write(&index, good.to_string()).unwrap();
    let first = folder.join(good["entries"][0]["file"].as_str().unwrap());
    fs::write(first, "{").unwrap();
    assert_eq!(koor(&["--recording", text(&folder), "health"]).code, Some(5), "an answer that was changed");
}

#[test]
fn an_inventory_file_that_was_cut_or_bent() {
    let desk = Desk::new();
    let said = koor(&["--demo=nearfull", "inventory", "-o", "json"]);
    let good = desk.file("good.json", &said.stdout);
    assert_eq!(koor(&["diff", text(&good), text(&good)]).code, Some(0));
    for at in places(said.stdout.len(), 12) {
        let cut = desk.file("cut.json", &said.stdout.as_bytes()[..at]);
        assert_eq!(koor(&["diff", text(&cut), text(&good)]).code, Some(5), "cut at {at}");
    }
    for bad in bent(&said.json()) {
        let bad = desk.file("bent.json", bad.to_string());
        koor(&["diff", text(&good), text(&bad)]);
    }
    let deep = desk.file("deep.json", "[".repeat(100_000));
    assert_eq!(koor(&["diff", text(&good), text(&deep)]).code, Some(5));
}

#[test]
fn a_conf_that_is_none() {
    let desk = Desk::new();
    let deep = "[".repeat(10_000);
    let odd: [&[u8]; 8] = [
        b"",
        b"\xff\xfe\x00",
        b"[global]\nmon_host",
        b"[global]\nmon_host = \n",
        b"[global]\nmon_host = [v2:[::1]:99999/0,v1:x\n",
        b"mon_host = 127.0.0.1:0\n",
        b"{\"not\": \"a conf\"}",
        deep.as_bytes(),
    ];
    for bytes in odd {
        let conf = desk.file("odd.conf", bytes);
        let said = koor(&["--conf", text(&conf), "--timeout", "1", "status"]);
        assert_ne!(said.code, Some(0), "nobody can have answered: {said}");
        let config = desk.file("odd.toml", bytes);
        koor(&["--config", text(&config), "--cluster", "none", "status"]);
    }
    assert_eq!(koor(&["--conf", "/dev/zero", "status"]).code, Some(2), "a file without an end");
}
