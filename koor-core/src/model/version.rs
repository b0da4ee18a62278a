//! What runs: Ceph's version text taken apart, and how many daemons run each.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::DaemonType;

/// A Ceph version as a daemon says it: `ceph version 16.2.15 (618f44…) pacific (stable)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CephVersion {
    /// `16.2.15`. A development build has a pre-release part.
    pub version: semver::Version,
    /// The release's name, `pacific`.
    pub release: String,
    /// The git commit it was built from.
    pub build: String,
}

impl CephVersion {
    /// Reads the text that `ceph --version` prints and daemons report; `None` where it reads otherwise.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix("ceph version ")?;
        let (number, rest) = rest.split_once(" (")?;
        let (build, rest) = rest.split_once(") ")?;
        let release = rest.split_whitespace().next()?;
        Some(Self { version: Self::number(number)?, release: release.to_owned(), build: build.to_owned() })
    }

    /// The major version of a release by its name: 16 of `pacific`. `None` for a name that is not known.
    #[must_use]
    pub fn major_of(release: &str) -> Option<u64> {
        const FIRST: u64 = 12;
        const RELEASES: [&str; 10] = [
            "luminous", "mimic", "nautilus", "octopus", "pacific", "quincy", "reef", "squid", "tentacle",
            "umbrella",
        ];
        let place = RELEASES.iter().position(|known| *known == release)?;
        Some(FIRST + place as u64)
    }

    /// `16.2.15`, or `16.2.15-3-gabcdef` of a development build, whose commit count is no valid pre-release of
    /// semver when it has leading zeros; those are told by the three numbers alone.
    fn number(text: &str) -> Option<semver::Version> {
        semver::Version::parse(text)
            .ok()
            .or_else(|| semver::Version::parse(text.split(['-', '+']).next()?).ok())
    }
}

impl fmt::Display for CephVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.version, self.release))
    }
}

/// The version in an image's tag, `quay.io/ceph/ceph:v20.2.4-20260801@sha256:…`, where that names one in full.
pub(crate) fn image_version(image: &str) -> Option<semver::Version> {
    let image = image.split('@').next()?;
    let (repository, tag) = image.rsplit_once(':')?;
    // A colon before a slash belongs to the registry's port.
    if tag.contains('/') || repository.is_empty() {
        return None;
    }
    tag_version(tag)
}

/// The version in a tag, where that names one in full: what stands behind the three numbers is a build, or a digest.
pub(crate) fn tag_version(tag: &str) -> Option<semver::Version> {
    let number = tag.strip_prefix('v').unwrap_or(tag);
    semver::Version::parse(number.split(['-', '+', '@']).next()?).ok()
}

/// The leading numbers of what people and kernels write, missing ones as zero: `1.12.0` of `v1.12`, `6.1.0` of
/// `6.1.0-18-amd64`.
pub(crate) fn lenient_version(text: &str) -> Option<semver::Version> {
    let text = text.trim().strip_prefix('v').unwrap_or(text.trim());
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let mut numbers = text[..end].split('.').map(str::parse::<u64>);
    let major = numbers.next()?.ok()?;
    let mut next = || numbers.next().and_then(Result::ok).unwrap_or(0);
    Some(semver::Version::new(major, next(), next()))
}

/// How many daemons of one type run one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCount {
    /// The type of the daemons.
    pub daemon_type: DaemonType,
    /// What they run.
    #[serde(flatten)]
    pub version: CephVersion,
    /// How many of them.
    pub count: u64,
}

/// What the daemons of a cluster run, as `ceph versions` tells it. Daemons that never said it, such as an OSD that
/// never booted, are not counted.
///
/// The mgrs' line lags by some seconds after a restart (seen on real upgrades).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Versions(pub Vec<VersionCount>);

impl Versions {
    /// The distinct versions that run anywhere, oldest first.
    #[must_use]
    pub fn distinct(&self) -> Vec<&CephVersion> {
        let mut all: Vec<_> = self.0.iter().map(|row| &row.version).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The oldest version among the daemons of one type.
    pub fn oldest(&self, daemon_type: &str) -> Option<&CephVersion> {
        self.0.iter().filter(|row| row.daemon_type.0 == daemon_type).map(|row| &row.version).min()
    }
}

#[cfg(test)]
mod tests {
    use super::{CephVersion, image_version};

    #[test]
    fn a_tag_tells_a_version_only_in_full() {
        let version = |image| image_version(image).map(|version| version.to_string());
        assert_eq!(version("quay.io/ceph/ceph:v20.2.4").as_deref(), Some("20.2.4"));
        assert_eq!(version("quay.io/ceph/ceph:v19.2.5-20260801@sha256:ab").as_deref(), Some("19.2.5"));
        assert_eq!(version("registry:5000/ceph/ceph:v18.2.7").as_deref(), Some("18.2.7"));
        for none in
            ["quay.io/ceph/ceph:v20", "quay.io/ceph/ceph", "registry:5000/ceph", "ceph@sha256:ab", "x:main"]
        {
            assert_eq!(version(none), None, "{none}");
        }
    }

    #[test]
    fn a_version_is_number_release_and_build() {
        let text = "ceph version 16.2.15 (618f440892089921c3e944a991122ddc44e60516) pacific (stable)";
        let version = CephVersion::parse(text).unwrap();
        assert_eq!(version.to_string(), "16.2.15 pacific");
        assert_eq!(version.build, "618f440892089921c3e944a991122ddc44e60516");
        let development = CephVersion::parse("ceph version 20.3.0-512-gabc1 (abc1) umbrella (dev)").unwrap();
        assert_eq!(development.version.major, 20);
        assert_eq!(CephVersion::parse("x"), None);
    }
}
