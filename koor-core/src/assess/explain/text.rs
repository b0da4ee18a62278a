//! The texts: data in this repository, one TOML file a family, one entry a code.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Affected;

/// Where Ceph's documentation begins.
const DOCS: &str = "https://docs.ceph.com/en/latest/";

/// The files, as they are built in.
const FILES: [&str; 9] = [
    include_str!("texts/mon.toml"),
    include_str!("texts/auth.toml"),
    include_str!("texts/mgr.toml"),
    include_str!("texts/osd.toml"),
    include_str!("texts/device.toml"),
    include_str!("texts/pg.toml"),
    include_str!("texts/pool.toml"),
    include_str!("texts/cephfs.toml"),
    include_str!("texts/orchestrator.toml"),
];

/// The code that stands for every `OSD_<crush type>_DOWN`: CRUSH types are free words.
pub const SUBTREE_DOWN: &str = "OSD_*_DOWN";

/// What is known of one of Ceph's health checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The code, `OSD_DOWN`; [`SUBTREE_DOWN`] for a family of them.
    pub code: String,
    /// The first of 16, 18 and 20 that knows it; 16 stands for 16 and all before it.
    pub since: String,
    /// The last one that knows it, where a later one dropped it.
    pub until: Option<String>,
    /// What it means, in a sentence or three.
    pub meaning: String,
    /// What it comes from, likeliest first.
    pub causes: Vec<String>,
    /// What to do next, safest first. Words in braces (`{osd}`) stand for what is affected.
    pub next: Vec<String>,
    /// The page of Ceph's documentation.
    pub doc: String,
}

impl Text {
    /// Which releases know it, in words.
    #[must_use]
    pub fn releases(&self) -> String {
        let since = match self.since.as_str() {
            "16" => "16 and before",
            later => later,
        };
        match self.until.as_deref() {
            None if self.since == "16" => "all".into(),
            None => format!("from {since}"),
            Some(until) if until == self.since => format!("only {until}"),
            Some(until) => format!("until {until}"),
        }
    }

    /// What to do next, where nothing is known of a cluster: `<osd>` stands for an OSD.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        self.next.iter().map(|step| Affected::default().fill(step)).collect()
    }

    /// The first sentence of its meaning.
    #[must_use]
    pub fn first_sentence(&self) -> &str {
        self.meaning.split_inclusive(". ").next().unwrap_or_default().trim_end()
    }
}

/// One file of them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct File {
    pub code: Vec<Text>,
}

/// One file's entries. A file that can't be read is as good as empty; a test reads them all.
pub(super) fn read(file: &str) -> Result<Vec<Text>, toml::de::Error> {
    toml::from_str::<File>(file).map(|file| file.code)
}

pub(super) fn files() -> impl Iterator<Item = &'static str> {
    FILES.into_iter()
}

static TEXTS: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let mut texts: Vec<Text> = files().flat_map(|file| read(file).unwrap_or_default()).collect();
    for text in &mut texts {
        text.doc.insert_str(0, DOCS);
    }
    texts.sort_by(|a, b| a.code.cmp(&b.code));
    texts
});

/// Every text, by code.
#[must_use]
pub fn texts() -> &'static [Text] {
    &TEXTS
}

/// The text of one code; `None` where Koor knows of none.
///
/// `MDS_HEALTH_TRIM`, as the documentation writes, is found as `MDS_TRIM`, as Ceph raises it.
#[must_use]
pub fn text(code: &str) -> Option<&'static Text> {
    let find =
        |code: &str| TEXTS.binary_search_by(|text| text.code.as_str().cmp(code)).ok().map(|at| &TEXTS[at]);
    find(code)
        .or_else(|| find(&format!("MDS_{}", code.strip_prefix("MDS_HEALTH_")?)))
        .or_else(|| is_subtree_down(code).then(|| find(SUBTREE_DOWN))?)
}

/// Whether it is `OSD_HOST_DOWN` or another of its kind.
pub(super) fn is_subtree_down(code: &str) -> bool {
    let subtree = code.strip_prefix("OSD_").and_then(|rest| rest.strip_suffix("_DOWN"));
    subtree.is_some_and(|kind| !kind.is_empty())
}
