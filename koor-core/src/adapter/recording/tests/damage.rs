//! Recordings that are damaged, hostile, or none.

use std::path::Path;

use super::super::index::sha256;
use super::super::{Recording, RecordingError};
use crate::model::Kind;

/// A tar archive of these files, compressed.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Written past the crate's own check of names, as somebody hostile would.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    zstd::encode_all(tar.into_inner().unwrap().as_slice(), 1).unwrap()
}

fn index(format: u32, file: &str, body: &[u8]) -> Vec<u8> {
    serde_json::json!({
        "format": format, "recorded_at": "2026-11-22T18:00:00Z", "cluster": {"fsid": "f", "name": "c", "more": 1},
        "ceph_version": null, "redacted": false, "a field of a later version": {},
        "entries": [{"at": "2026-11-22T18:00:00Z", "target": "kube", "command": {"list": "pods"}, "x": 1,
            "outcome": {"status": 0, "message": "", "y": 2}, "file": file, "bytes": body.len(),
            "sha256": sha256(body), "took_ms": 1e300}],
    })
    .to_string()
    .into_bytes()
}

#[test]
fn unknown_fields_and_files_are_passed_over() {
    let bytes = archive(&[("./index.json", &index(1, "a/b", b"x")), ("a/more", b"y"), ("a/b", b"x")]);
    let recording = Recording::from_bytes(&bytes).unwrap();
    assert_eq!(recording.body(&recording.index().entries[0]), b"x");
}

#[test]
fn every_kind_of_damage_has_its_sentence() {
    let good = archive(&[("index.json", &index(1, "a", b"body")), ("a", b"body")]);
    let of = |files: &[(&str, &[u8])]| archive(files);
    let tar_of_noise = zstd::encode_all(vec![b'x'; 5000].as_slice(), 1).unwrap();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "not compressed with zstd"),
        (b"PK\x03\x04 something else".to_vec(), "not compressed with zstd"),
        (tar_of_noise, "no tar archive"),
        (zstd::encode_all(b"".as_slice(), 1).unwrap(), "no index.json"),
        (good[..good.len() / 2].to_vec(), "ends too early"),
        (good[..good.len() - 3].to_vec(), "ends too early"),
        (of(&[]), "no index.json"),
        (of(&[("a", b"x"), ("index.json", b"{}")]), "not the first file"),
        (of(&[("index.json", b"{}")]), "index of the recording in memory can't be read"),
        (of(&[("index.json", &index(2, "a", b"x"))]), "format 2"),
        (of(&[("index.json", &index(1, "a", b"x"))]), "`a` of the recording in memory is missing"),
        (
            of(&[("index.json", &index(1, "a", b"x")), ("a", b"y")]),
            "`a` of the recording in memory is damaged: its SHA",
        ),
        (of(&[("index.json", &index(1, "a", b"x")), ("a", b"xx")]), "it has 2 bytes instead of 1"),
        (of(&[("index.json", &index(1, "../a", b"x"))]), "`../a` leads out of it"),
        (of(&[("index.json", &index(1, "/a", b"x"))]), "`/a` leads out of it"),
        (of(&[("index.json", &index(1, "a", b"x")), ("../../etc/x", b"x")]), "`../../etc/x` leads out of it"),
        (of(&[("index.json", &index(1, "a", b"x")), ("/etc/x", b"x")]), "`/etc/x` leads out of it"),
    ];
    for (bytes, words) in cases {
        let error = Recording::from_bytes(&bytes).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
        let kind = if words == "format 2" { Kind::Unsupported } else { Kind::Corrupt };
        assert_eq!(error.kind(), kind, "{error}");
        if let Some(source) = std::error::Error::source(&error) {
            assert!(!error.to_string().contains(&source.to_string()), "{error} repeats {source}");
        }
    }
}

#[test]
fn only_regular_files_count() {
    use tar::EntryType;
    for (kind, words) in [
        (EntryType::Symlink, "is a link"),
        (EntryType::Link, "is a link"),
        (EntryType::Char, "is a device"),
        (EntryType::Fifo, "is a device"),
        (EntryType::GNULongName, "is no regular file"),
    ] {
        let index = index(1, "a", b"x");
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(index.len() as u64);
        tar.append_data(&mut header, "index.json", index.as_slice()).unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_link_name("/etc/passwd").unwrap();
        tar.append_data(&mut header, "a", std::io::empty()).unwrap();
        let bytes = zstd::encode_all(tar.into_inner().unwrap().as_slice(), 1).unwrap();
        let error = Recording::from_bytes(&bytes).unwrap_err();
        assert!(error.to_string().contains(words), "{kind:?}: {error}");
    }
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    // An index that claims to be larger than any.
    let mut header = tar::Header::new_gnu();
    header.set_path("index.json").unwrap();
    header.set_size(1 << 40);
    header.set_cksum();
    let bytes = zstd::encode_all(header.as_bytes().as_slice(), 1).unwrap();
    let error = Recording::from_bytes(&bytes).unwrap_err();
    assert!(matches!(error, RecordingError::TooLarge { .. }), "{error}");
    // A window of 2 GiB.
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(31).unwrap();
    encoder.long_distance_matching(true).unwrap();
    std::io::Write::write_all(&mut encoder, &vec![0; 4096]).unwrap();
    let error = Recording::from_bytes(&encoder.finish().unwrap()).unwrap_err();
    assert!(matches!(error, RecordingError::TooLarge { .. }), "{error}");
}

#[test]
fn folders_are_checked_as_archives_are() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Recording::open(folder.path()).unwrap_err().to_string();
    let write = |file: &str, bytes: &[u8]| std::fs::write(folder.path().join(file), bytes).unwrap();
    assert!(open().contains("is empty"));
    write("a", b"x");
    assert!(open().contains("no index.json"));
    write("index.json", b"{");
    assert!(open().contains("the index of"));
    write("index.json", &index(1, "a", b"y"));
    assert!(open().contains("`a` of the recording"));
    write("a", b"longer");
    assert!(open().contains("it has 6 bytes instead of 1"));
    std::fs::remove_file(folder.path().join("a")).unwrap();
    assert!(open().contains("is missing"));
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("a")).unwrap();
    assert!(open().contains("`a` is a link"));
    write("index.json", &index(1, "out/hostname", b"y"));
    std::os::unix::fs::symlink("/etc", folder.path().join("out")).unwrap();
    assert!(open().contains("leads out of it"));
    let gone = Recording::open(&folder.path().join("gone")).unwrap_err();
    assert_eq!(gone.kind(), Kind::InvalidInput, "{gone}");
    assert!(Recording::open(Path::new("/dev/null")).unwrap_err().to_string().contains("zstd"));
}
