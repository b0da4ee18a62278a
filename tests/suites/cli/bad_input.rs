//! What it refuses: one sentence that says what is wrong and what to do next, and the documented exit code.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use koor_tests::command;

use crate::{Site, contains, site, text};

/// A key of the right form that no cluster knows.
const STRANGER: &str = "AQDyd2hnAAAAABAAmW1H0kBsLhYqCjzlKQkhJw==";

#[test]
fn a_conf_that_is_not_there() {
    let site = site();
    let path = site.path("none.conf");
    for rung in [&[][..], &["--rung", "librados"], &["--rung", "ceph"]] {
        let said = site.run(&[&["--conf", text(&path), "status"], rung].concat(), &[]);
        contains(said.refusal(2), &[text(&path), "does not exist", "--conf"]);
    }
    let folder = site.files.path();
    let said = site.run(&["--conf", text(folder), "status"], &[]);
    contains(said.refusal(2), &[text(folder), "--conf"]);
    let said = site.run(&["status"], &[]);
    if !std::path::Path::new("/etc/ceph/ceph.conf").exists() {
        contains(said.refusal(2), &["no cluster was named", "--conf", "koor demo"]);
    }
}

#[test]
fn a_keyring_that_is_not_there() {
    let site = site();
    let path = site.path("none.keyring");
    for rung in ["librados", "ceph"] {
        let said = site.koor(&["--keyring", text(&path), "--rung", rung, "status"]);
        contains(said.refusal(2), &[text(&path), "does not exist", "--keyring"]);
    }
    let conf = site.conf_with("no-keyring.conf", &[("keyring", text(&path))]);
    let said = site.run(&["--conf", &conf, "status"], &[]);
    contains(said.refusal(2), &["client.admin", text(&path), "--keyring"]);
    let folder = site.files.path();
    let said = site.koor(&["--keyring", text(folder), "status"]);
    contains(said.refusal(2), &[text(folder), "--keyring"]);
}

#[test]
fn a_keyring_that_may_not_be_read() {
    let site = site();
    let folder = tempfile::Builder::new().prefix("open-").tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, from, mode) in [
        ("conf", site.cluster.conf(), 0o644),
        ("keyring", site.cluster.keyring(), 0o600),
        ("koor", command::koor().to_owned(), 0o755),
    ] {
        std::fs::copy(from, path(name)).unwrap();
        set_mode(&path(name), mode);
    }
    set_mode(folder.path(), 0o755);
    for rung in ["librados", "ceph"] {
        let mut koor = Command::new(path("koor"));
        koor.args(["--conf", text(&path("conf")), "--keyring", text(&path("keyring"))])
            .args(["--rung", rung, "status"])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .current_dir("/")
            .uid(65534)
            .gid(65534);
        let said = command::end(koor);
        site.keeps_secrets(&said);
        contains(said.refusal(2), &[text(&path("keyring")), "may not be read by this user", "--keyring"]);
    }
}

fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_wrong_key_and_an_unknown_user() {
    let site = site();
    let wrong = site.file("wrong", &format!("[client.admin]\n\tkey = {STRANGER}\n"));
    let unknown = site.file("unknown", &format!("[client.nobody]\n\tkey = {STRANGER}\n"));
    for rung in ["librados", "ceph"] {
        let said = site.koor(&["--keyring", &wrong, "--rung", rung, "status"]);
        contains(said.sentence(4), &["client.admin", "ceph auth get"]);
        assert!(!said.stderr.contains(STRANGER), "{said}");
        let said = site.koor(&["--keyring", &unknown, "--name", "client.nobody", "--rung", rung, "status"]);
        contains(said.sentence(4), &["client.nobody", "ceph auth get"]);
        assert!(!said.stderr.contains(STRANGER), "{said}");
    }
    // A name that the keyring does not hold is told before anybody is asked.
    let said = site.koor(&["--keyring", &wrong, "--name", "client.nobody", "status"]);
    contains(said.refusal(2), &["client.nobody", &wrong, "--name"]);
}

#[test]
fn a_conf_that_ceph_cannot_read() {
    let site = site();
    let cut = site.file("cut.conf", "[global]\nmon_host = 127.0.0.1");
    let said = site.run(&["--conf", &cut, "--rung", "librados", "status"], &[]);
    contains(said.refusal(2), &[&cut, "its last line does not end with a newline"]);
    let odd = site.file("odd.conf", "[global\nmon_host = 127.0.0.1\n");
    let said = site.run(&["--conf", &odd, "--rung", "librados", "status"], &[]);
    contains(said.refusal(2), &[&odd, "neither a [section]"]);
}

#[test]
fn a_key_that_is_too_new_or_none_at_all() {
    let site = site();
    let newer = format!("Ag{}", &STRANGER[2..]);
    let path = site.file("newer", &format!("[client.admin]\n\tkey = {newer}\n"));
    let said = site.koor(&["--keyring", &path, "status"]);
    contains(said.refusal(2), &["aes256k", "16.2.15", "20.2.4"]);
    assert!(!said.stderr.contains(&newer), "{said}");
    let path = site.file("no-key", "[client.admin]\n\tkey = hello\n");
    let said = site.koor(&["--keyring", &path, "status"]);
    contains(said.refusal(2), &["client.admin", "AQ"]);
    assert!(!said.stderr.contains("hello"), "{said}");
}

#[test]
fn mons_that_are_not_there() {
    let site = site();
    let name = "koor-no-such-host.invalid";
    let nowhere = site.conf_with("nowhere.conf", &[("mon_host", name)]);
    let said = site.run(&["--conf", &nowhere, "status"], &[]);
    contains(said.sentence(3), &[name, "does not resolve", "mon_host", &nowhere]);
    let said = site.run(&["--conf", &nowhere, "--rung", "ceph", "status"], &[]);
    contains(said.sentence(3), &["does not resolve", "mon_host"]);
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = site.conf_with("silent.conf", &[("mon_host", &free.to_string())]);
    for rung in ["librados", "ceph"] {
        let said = site.run(&["--conf", &silent, "--timeout", "2", "--rung", rung, "status"], &[]);
        contains(said.sentence(3), &["mon_host"]);
    }
    let none = site.conf_with("none.conf", &[("mon_host", "")]);
    let said = site.run(&["--conf", &none, "status"], &[]);
    assert_eq!(said.code, Some(2), "{said}");
    // Such a conf is legal where DNS names the mons. librados asks it, and complains on its own where it does not.
    let ours: Vec<&str> = said.stderr.lines().filter(|line| line.starts_with("koor: ")).collect();
    assert_eq!(ours.len(), 1, "{said}");
    contains(ours[0], &["mon_host", &none]);
}

#[test]
fn clusters_that_are_not_known() {
    let site = site();
    let config = site
        .file("config.toml", "[clusters.prod]\nconf = \"prod.conf\"\n[clusters.lab]\nconf = \"lab.conf\"\n");
    let said = site.run(&["--config", &config, "--cluster", "pord", "status"], &[]);
    contains(said.refusal(2), &["`pord`", &config, "lab, prod"]);
    let said = site.run(&["--conf", &site.conf(), "--cluster", "prod", "status"], &[]);
    contains(said.refusal(2), &["--conf", "--cluster", "two clusters"]);
    let broken = site.file("broken.toml", "[clusters.a]\ncolour = 1\n");
    let said = site.run(&["--config", &broken, "--cluster", "a", "status"], &[]);
    contains(said.refusal(2), &[&broken, "line 2", "colour"]);
    let none = site.path("no-config.toml");
    let said = site.run(&["--config", text(&none), "--cluster", "a", "status"], &[]);
    contains(said.refusal(2), &[text(&none)]);
}

#[test]
fn recordings_that_are_none() {
    let site = site();
    let whole = site.path("whole.tar.zst");
    let _made = site.koor(&["record", "--overwrite", text(&whole)]).well();
    let bytes = std::fs::read(&whole).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = site.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 0x55;
    for (path, code, words) in [
        (put("cut.tar.zst", &bytes[..bytes.len() / 2]), 5, "copy it again"),
        (put("flipped.tar.zst", &flipped), 5, "again"),
        (put("other.tar.zst", b"no recording"), 5, "is no recording"),
        (put("empty.tar.zst", b""), 5, "recording"),
        (site.path("none.tar.zst"), 2, "check the path"),
    ] {
        let said = site.run(&["--recording", text(&path), "status"], &[]);
        contains(said.refusal(code), &[text(&path), words]);
        let said = site.run(&["diff", text(&whole), text(&path)], &[]);
        contains(said.refusal(code), &[text(&path), words]);
    }
    folder_damaged(&site);
}

fn folder_damaged(site: &Site) {
    let folder = site.path("damaged");
    let _made = site.koor(&["record", "--overwrite", text(&folder)]).well();
    let body = folder.join("ceph");
    let first = std::fs::read_dir(&body).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&first, "{}").unwrap();
    let said = site.run(&["--recording", text(&folder), "status"], &[]);
    let name = first.file_name().unwrap().to_str().unwrap();
    contains(said.refusal(5), &[name, "is damaged", "copy the recording again"]);
    let empty = site.path("empty-folder");
    std::fs::create_dir_all(&empty).unwrap();
    let said = site.run(&["--recording", text(&empty), "status"], &[]);
    contains(said.refusal(5), &[text(&empty), "koor record"]);
}

#[test]
fn things_the_cluster_does_not_have() {
    let site = site();
    let said = site.koor(&["osd", "show", "99"]);
    contains(said.refusal(2), &["osd.99 does not exist", "osd.0, osd.1, osd.2"]);
    let said = site.koor(&["pool", "show", "rdb"]);
    contains(said.refusal(2), &["rdb", "rbd"]);
    let said = site.koor(&["pg", "show", "99.0"]);
    contains(said.refusal(2), &["99.0"]);
    for (args, words) in [
        (["mon", "show", "z"], ["mon.z does not exist", "mons are a, b, c"]),
        (["mgr", "show", "z"], ["mgr.z does not exist", "mgrs are "]),
        (["fs", "show", "cefs"], ["file system cefs does not exist", "cephfs"]),
        (["rgw", "show", "z"], ["rgw.z is not in the service map", "a"]),
    ] {
        let said = site.koor(&args);
        contains(said.refusal(2), &words);
    }
    // A filter that nothing meets is an answer: it says what there is.
    for (args, words) in [
        (["osd", "ls", "--pool", "rdb"], ["No pool is rdb", "rbd"]),
        (["pg", "ls", "--host", "nowhere"], ["No OSD is on host nowhere", "node0"]),
        (["mon", "ls", "--state", "gone"], ["No mon is gone", "leader"]),
        (["fs", "mds", "--fs", "cefs"], ["No file system is cefs", "cephfs"]),
        (["pool", "ls", "--class", "tape"], ["No pool may use class tape", "class"]),
    ] {
        contains(&site.koor(&args).well().stdout, &words);
    }
}

#[test]
fn words_it_does_not_know() {
    let site = site();
    // Of usage the parser speaks, in its own form: the right word, and where help is.
    for (args, words) in [
        (&["stauts"][..], &["status", "--help"][..]),
        (&["osd", "show", "x"], &["`x` is not an OSD"]),
        (&["status", "--timeout", "0"], &["no number of seconds"]),
        (&["status", "--rung", "ladder"], &["librados", "ceph"]),
        (&["status", "-o", "xml"], &["table", "json", "yaml"]),
    ] {
        let said = site.run(args, &[]);
        assert_eq!(said.code, Some(2), "{said}");
        assert_eq!(said.stdout, "", "{said}");
        contains(&said.stderr, words);
    }
    let said = site.run(&["status"], &[("KOOR_TIMEOUT", "soon")]);
    contains(said.refusal(2), &["KOOR_TIMEOUT", "soon"]);
}

/// A cluster without a Kubernetes beside it: nothing is made up, and it is said how one is named.
#[test]
fn without_kubernetes_its_views_say_how_one_is_named() {
    let site = site();
    for line in ["rook", "rook ls", "node ls", "node show node1", "pvc ls", "pvc show shop/cart"] {
        let words: Vec<&str> = line.split(' ').collect();
        let said = site.koor(&words);
        contains(said.refusal(2), &["no Kubernetes is known", "--kubeconfig"]);
    }
    let said = site.koor(&["status", "-o", "json"]).well().json();
    assert!(said["unseen"].as_array().is_none_or(Vec::is_empty), "{said}");
}
