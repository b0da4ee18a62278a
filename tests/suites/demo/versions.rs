//! `koor versions check`, `koor versions calendar` and `koor catalogue`, as a pipeline and a person meet them.

use std::path::Path;

use koor_tests::command::{self, Said};

fn koor(words: &[&str]) -> Said {
    command::end(command::on_host(words))
}

/// A file with this text, as a word of a command line.
fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn a_check_fails_a_pipeline_only_where_it_is_told_to() {
    let check = ["--demo", "versions", "check"];
    let said = koor(&check).well();
    assert!(said.stdout.contains("Ceph 18 reef is end of life since 2026-03"), "{said}");
    assert!(said.stdout.contains("CVE-2025-30156"), "{said}");
    let failed = koor(&[&check[..], &["--fail-on", "error"]].concat());
    assert_eq!(failed.code, Some(1), "{failed}");
    let json = koor(&[&check[..], &["-o", "json"]].concat()).well().json();
    assert_eq!(json["worst"], "error");
    assert!(json["judged"].as_u64().unwrap() >= 40, "{json}");
    let sourced = json["rulings"].as_array().unwrap().iter();
    for ruling in sourced.filter(|ruling| ruling["outcome"] == "found") {
        assert!(!ruling["sources"].as_array().unwrap().is_empty(), "{ruling}");
        assert!(!ruling["evidence"].as_array().unwrap().is_empty(), "{ruling}");
    }
}

#[test]
fn each_form_is_what_it_says() {
    let check = |form| koor(&["--demo", "versions", "check", "-o", form]).well().stdout;
    assert!(check("junit").starts_with("<?xml") && check("junit").contains("<failure"));
    let sarif: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(check("markdown").starts_with("## Versions of "));
    let ical = koor(&["versions", "calendar", "-o", "ical"]).well().stdout;
    assert!(ical.starts_with("BEGIN:VCALENDAR\r\n"), "{ical}");
    for (line, words) in [
        ("--demo status -o sarif", "-o junit, sarif and markdown are for `koor versions check`"),
        ("versions calendar -o junit", "-o junit, sarif and markdown are for `koor versions check`"),
        ("--demo versions check -o junit --watch", "leave out --watch"),
    ] {
        let said = koor(&line.split(' ').collect::<Vec<_>>());
        assert!(said.sentence(2).contains(words), "{said}");
    }
}

#[test]
fn a_manifest_is_judged_before_it_is_applied() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name, text: &str| written(folder.path(), name, text);
    let image = |version| {
        format!(
            "kind: CephCluster\nmetadata: {{name: rook-ceph}}\nspec: {{cephVersion: {{image: 'quay.io/ceph/ceph:v{version}'}}}}\n"
        )
    };
    let (down, floats) = (file("down.yaml", &image("17.2.7")), file("floats.yaml", &image("18")));
    let none = file("none.yaml", "kind: ConfigMap\n");
    let judged = |path: &str, more: &[&str]| {
        koor(&[&["--demo", "versions", "check", "--against", path], more].concat())
    };
    let said = judged(&down, &["--fail-on", "error"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(
        said.stdout.contains("From Ceph 18.2.7 to 17.2.7 is a downgrade, which is not possible."),
        "{said}"
    );
    let said = judged(&floats, &["--fail-on", "warn"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stdout.contains("names no release of Ceph in full"), "{said}");
    assert!(judged(&none, &[]).sentence(5).contains("it names no version of Ceph or Rook"));
    assert!(judged("/nonexistent.yaml", &[]).sentence(2).contains("can't be judged"));
}

#[test]
fn the_calendar_and_the_catalogue_need_no_cluster() {
    let calendar = koor(&["versions", "calendar"]).well();
    assert!(calendar.stdout.contains("20 tentacle"), "{calendar}");
    let catalogue = koor(&["catalogue", "show"]).well();
    assert!(catalogue.stdout.contains("ceph-20.2.0-read-affinity"), "{catalogue}");
    let json = koor(&["catalogue", "show", "-o", "json"]).well().json();
    assert!(json["holds"]["source"].as_array().unwrap().len() > 100, "{json}");
}

#[test]
fn a_catalogue_that_cannot_be_used_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name, text: &str| written(folder.path(), name, text);
    let newer = file("newer.toml", "format = 2\ndated = \"2030-01-01\"\n");
    let broken = file("broken.toml", "format = 1\ndated = \"2026-");
    let lying = file(
        "lying.toml",
        "format = 1\ndated = \"2026-11-28\"\n[[default]]\nproduct = \"rook\"\nversion = \"1.18.0\"\nceph = \"19.2.3\"\nsources = [\"x\"]\n",
    );
    for (path, code, words) in [
        (newer.as_str(), 5, "its format is 2 and this koor reads 1"),
        (broken.as_str(), 5, "it is damaged: line 2"),
        (lying.as_str(), 5, "names the source `x`, and there is none"),
        ("/nonexistent/catalogue.toml", 2, "can't be used as a catalogue"),
    ] {
        let said = koor(&["--demo", "versions", "check", "--catalogue", path]);
        assert!(said.sentence(code).contains(words), "{said}");
    }
}

/// What a test signed, and the key that it did it with.
const SIGNED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../koor-core/tests/versions/signed/");

#[test]
fn another_catalogue_is_used_only_where_a_key_vouches_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let with_data = |words: &[&str]| {
        let mut command = command::on_host(words);
        command.env("KOOR_DATA", folder.path());
        command::end(command)
    };
    let show = || with_data(&["catalogue", "show"]).well().stdout;
    let before = show();
    let file = format!("{SIGNED}catalogue.toml");
    let key = format!("{SIGNED}key.pub");
    let refused = with_data(&["catalogue", "update", &file, "--key", &format!("{SIGNED}other.pub")]);
    assert!(refused.sentence(6).contains("its signature is wrong"), "{refused}");
    let nobody = with_data(&["catalogue", "update", &file]);
    assert!(nobody.sentence(2).contains("--key"), "{nobody}");
    let missing = with_data(&["catalogue", "update", &file, "--key", &key, "--signature", "/nonexistent"]);
    assert!(missing.sentence(6).contains("can't be read"), "{missing}");
    assert_eq!(show(), before, "the old one stays");

    assert_eq!(with_data(&["catalogue", "verify", &file, "--key", &key]).code, Some(0));
    assert_eq!(show(), before, "verifying takes nothing into use");
    let done = with_data(&["catalogue", "update", &file, "--key", &key]);
    assert_eq!(done.code, Some(0), "{done}");
    assert!(show().contains("test-everything"), "{}", show());
    let check = with_data(&["--demo", "versions", "check", "--fail-on", "error"]);
    assert_eq!(check.code, Some(1), "{check}");
    assert!(check.stdout.contains("A test says so."), "{check}");

    // What is kept and breaks is passed over, and that is said.
    std::fs::write(folder.path().join("catalogue.toml"), "format = ").unwrap();
    let after = show();
    assert!(after.contains("built into koor") && after.contains("it is damaged"), "{after}");
}

/// The rows of `koor versions` of a scene, of one kind: version, what is wanted, whether that is so, whether mixed.
fn rows(scene: &str, more: &[&str], what: &str) -> Vec<serde_json::Value> {
    let scene = format!("--demo={scene}");
    let words = [&[&scene, "versions", "-o", "json"][..], more].concat();
    let json = koor(&words).well().json();
    let rows = json["versions"].as_array().unwrap().iter().filter(|row| row["what"] == what);
    rows.map(|row| serde_json::json!([row["version"], row["wanted"], row["as_wanted"], row["mixed"]]))
        .collect()
}

#[test]
fn everything_that_has_a_version_stands_in_one_table() {
    let said = koor(&["--demo", "versions"]).well();
    for what in [
        "mon",
        "mgr",
        "osd",
        "mds",
        "rgw",
        "rook",
        "helm-chart",
        "ceph-csi",
        "toolbox",
        "kubernetes",
        "kubelet",
        "kernel",
        "koor",
    ] {
        assert!(said.stdout.lines().any(|line| line.split(' ').next() == Some(what)), "{what}\n{said}");
    }
    assert!(!said.stdout.contains("Not known"), "{said}");
    let one = |what| rows("healthy-small", &["--type", what], what);
    assert_eq!(one("rook"), [serde_json::json!(["1.18.11", "1.18.11", true, false])]);
    assert_eq!(one("mon"), [serde_json::json!(["18.2.7", "18.2.7", true, false])]);
    assert_eq!(one("kubelet"), [serde_json::json!(["1.34.2", null, null, false])]);
    let wide = koor(&["--demo", "versions", "-o", "wide"]).well();
    assert!(wide.stdout.contains("docker.io/rook/ceph:v1.18.11"), "{wide}");
}

#[test]
fn what_is_mixed_or_not_as_wanted_is_told() {
    let said = koor(&["--demo=mixed-versions", "versions"]).well();
    assert!(said.stdout.contains("Mixed versions: behind 18.2.7 reef are 5 osd of 21."), "{said}");
    assert!(said.stdout.contains("Wanted is Ceph 18.2.7, and 5 of 21 run something else."), "{said}");
    let osds = rows("mixed-versions", &["--sort", "version"], "osd");
    assert_eq!(osds[0], serde_json::json!(["18.2.4", "18.2.7", false, true]));
    assert_eq!(osds[1], serde_json::json!(["18.2.7", "18.2.7", true, true]));

    let stuck = koor(&["--demo=upgrade-stuck", "versions"]).well();
    assert!(stuck.stdout.contains("Wanted is Ceph 20.2.4, and "), "{stuck}");
    let mds = rows("upgrade-stuck", &[], "mds");
    assert_eq!(mds, [serde_json::json!(["18.2.7", "20.2.4", false, false])]);
    assert_eq!(rows("upgrade-stuck", &[], "mon"), [serde_json::json!(["20.2.4", "20.2.4", true, false])]);
}
