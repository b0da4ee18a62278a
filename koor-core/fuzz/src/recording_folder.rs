//! A recording as a folder. An input is the index, and up to three bodies behind it, parted by `0x1e`. In the index,
//! `@s1` stands for the sum of the first body and `@n1` for its size, so that an input comes past the check of sums.

use koor_core::adapter::recording::Recording;
use sha2::Digest as _;

use crate::Budget;
use crate::canned::SECTION;

/// The names that bodies have.
const NAMES: [&str; 3] = ["ceph/0001.json", "ceph/0002.json", "ceph/0003.json"];

/// The files of an input by name, the index first.
pub(crate) fn parts(data: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut sections = data.split(|byte| *byte == SECTION);
    let mut index = sections.next().unwrap_or_default().to_vec();
    let mut files = vec![("index.json", Vec::new())];
    for (number, (name, body)) in NAMES.into_iter().zip(sections).enumerate() {
        let sum: String = sha2::Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        index = replaced(&index, format!("@s{}", number + 1).as_bytes(), sum.as_bytes());
        index = replaced(&index, format!("@n{}", number + 1).as_bytes(), body.len().to_string().as_bytes());
        files.push((name, body.to_vec()));
    }
    files[0].1 = index;
    files
}

fn replaced(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        // A few are enough; thousands of sums would only make a short input long.
        if text[at..].starts_with(what) && out.len() < text.len() + 4096 {
            out.extend_from_slice(with);
            at += what.len();
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir(folder.path().join("ceph"))?;
        parts(data).into_iter().try_for_each(|(name, bytes)| std::fs::write(folder.path().join(name), bytes))
    };
    write().unwrap_or_else(|error| panic!("{error}"));
    match Recording::open(folder.path()) {
        Ok(recording) => super::recording_archive::replayed(recording),
        Err(error) => {
            let sentence = error.to_string();
            assert!(sentence.chars().count() < 2_000 && !sentence.contains('\n'), "{sentence}");
        }
    }
    Budget { base: 32 << 20, each: 4 << 10 }
}
