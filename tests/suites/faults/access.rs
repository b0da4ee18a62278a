//! Who may not in: wrong keys, keyrings that are not there, names that lead nowhere. Nothing of the cluster is broken, so
//! each is looked at by a new `koor` with other options.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::look::Look;
use crate::stage::Stage;
use crate::table::{Row, Table};

/// One way not to get in.
struct Case<'a> {
    key: &'static str,
    title: &'static str,
    how: &'static str,
    options: Vec<&'a str>,
    exit: i32,
    /// Words that the sentence must hold.
    says: &'a [&'a str],
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Looks with these options: the sentence and the exit code, and nothing that was not seen.
fn look(stage: &Stage, table: &Table, case: &Case<'_>) -> Look {
    for view in ["status", "health"] {
        let began = Instant::now();
        let args = [&[view, "--timeout", "2"], case.options.as_slice()].concat();
        let look = stage.koor(&args);
        assert_eq!(look.code, case.exit, "{look}");
        assert_eq!(look.stderr.lines().count(), 1, "one sentence: {look}");
        assert!(look.stderr.starts_with("koor: "), "{look}");
        assert!(case.says.iter().all(|words| look.stderr.contains(words)), "{}: {look}", case.key);
        assert!(!look.stdout.contains("HEALTH_OK"), "nobody said so: {look}");
        if view == "health" {
            let seconds = began.elapsed().as_secs_f64();
            println!("{}: {}: told after {seconds:.1} s", stage.name(), case.key);
            table.add(Row {
                key: case.key,
                title: case.title.into(),
                how: case.how.into(),
                on: stage.on(),
                ceph: "(not asked: nobody gets in)".into(),
                koor: case.says.join(" … "),
                seconds: Some(seconds),
                exit: case.exit,
            });
            return look;
        }
    }
    unreachable!("health is looked at last")
}

/// Every case, one after the other, on a cluster that is well.
#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(crate) fn refused(stage: &Stage, table: &Table) {
    let dir = stage.cluster.dir().join("access");
    fs::create_dir_all(&dir).unwrap();
    let file = |name: &str, text: &str| -> PathBuf {
        let path = dir.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    // Made by Ceph, and of nobody's cluster.
    let key = stage.cluster.run_ok(&["ceph-authtool", "--gen-print-key"]).unwrap();
    let wrong = file("wrong", &format!("[client.admin]\n\tkey = {key}\n"));
    let without = file("without", &format!("[client.other]\n\tkey = {key}\n"));
    let damaged = file("damaged", "[client.admin]\n\tkey = AQBxxxxxxxxxxxxxxxxxxxx\n");
    let missing = dir.join("missing");
    let conf = fs::read_to_string(stage.cluster.conf()).unwrap();
    let lines: Vec<&str> =
        conf.lines().map(|line| if line.starts_with("mon_host") { UNKNOWN } else { line }).collect();
    let unknown = file("unknown.conf", &(lines.join("\n") + "\n"));
    let keyring = |path| vec!["--keyring", text(path)];
    let cases = [
        Case {
            key: "key-wrong",
            title: "The key is not the cluster's",
            how: "a keyring with another key",
            options: keyring(&wrong),
            exit: 4,
            says: &["does not accept the key of client.admin"],
        },
        Case {
            key: "key-damaged",
            title: "The key is damaged",
            how: "a keyring whose key is cut",
            options: keyring(&damaged),
            exit: 2,
            says: &["can't use this client's key"],
        },
        Case {
            key: "keyring-missing",
            title: "The keyring is not there",
            how: "a path that does not exist",
            options: keyring(&missing),
            exit: 2,
            says: &["no keyring for client.admin", "does not exist"],
        },
        Case {
            key: "keyring-unreadable",
            title: "The keyring can't be read",
            how: "a folder in its place",
            options: keyring(&dir),
            exit: 2,
            says: &["the keyring", "can't be read"],
        },
        Case {
            key: "keyring-without",
            title: "The keyring does not hold the client",
            how: "a keyring of another client",
            options: keyring(&without),
            exit: 2,
            says: &["holds no key for client.admin"],
        },
        Case {
            key: "name-bad",
            title: "The client's name is none",
            how: "--name admin",
            options: vec!["--name", "admin"],
            exit: 2,
            says: &["`admin` is no name of a client", "write client.admin"],
        },
        Case {
            key: "dns",
            title: "The mons' name does not resolve",
            how: "mon_host = no-such-host.invalid",
            options: vec!["--conf", text(&unknown)],
            exit: 3,
            says: &["the mon's name `no-such-host.invalid` does not resolve", "check mon_host"],
        },
    ];
    for case in &cases {
        look(stage, table, case);
    }
    rotated(stage, table, &dir);
}

const UNKNOWN: &str = "mon_host = no-such-host.invalid:6789";

/// A client that got in yesterday, and whose key was changed since.
fn rotated(stage: &Stage, table: &Table, dir: &Path) {
    let keyring = dir.join("rotated");
    let words =
        ["auth", "get-or-create", "client.watch", "mon", "allow r", "mgr", "allow r", "osd", "allow r", "-o"];
    let made = stage.cluster.ceph(&[&words[..], &[text(&keyring)]].concat()).unwrap();
    assert!(made.status.success(), "{made:?}");
    let options = vec!["--name", "client.watch", "--keyring", text(&keyring)];
    let status = || stage.koor(&[&["status"], options.as_slice()].concat());
    assert_eq!(status().code, 0, "{}", status());
    stage.cluster.ceph_all(&["auth rm client.watch"]).unwrap();
    stage
        .cluster
        .ceph_all(&["auth get-or-create client.watch mon 'allow r' mgr 'allow r' osd 'allow r'"])
        .unwrap();
    let case = Case {
        key: "key-rotated",
        title: "The client's key was changed",
        how: "client.watch is removed and made again",
        options: options.clone(),
        exit: 4,
        says: &["does not accept the key of client.watch", "ceph auth get client.watch"],
    };
    look(stage, table, &case);
    // What the sentence tells one to do is the repair.
    let got = stage.cluster.ceph(&["auth", "get", "client.watch", "-o", text(&keyring)]).unwrap();
    assert!(got.status.success(), "{got:?}");
    assert_eq!(status().code, 0, "{}", status());
    stage.cluster.ceph_all(&["auth rm client.watch"]).unwrap();
}
