//! The releases of Ceph a cluster can be made of, and where each of them comes from.

use std::fmt;
use std::str::FromStr;

/// A release of Ceph that Debian packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Release {
    /// 16.2, the packages of Debian 12, installed on the host.
    Pacific,
    /// 18.2, the packages of Debian 13 in a root folder of their own.
    Reef,
    /// 20.2, the packages of Debian's development suite in a root folder of their own. That suite moves every
    /// day, so this release may be [`Unavailable`](crate::Error::Unavailable).
    Tentacle,
}

impl Release {
    /// Every release, oldest first.
    pub const ALL: [Self; 3] = [Self::Pacific, Self::Reef, Self::Tentacle];

    /// The name as Ceph writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pacific => "pacific",
            Self::Reef => "reef",
            Self::Tentacle => "tentacle",
        }
    }

    /// The first number of the version.
    pub fn major(self) -> u32 {
        match self {
            Self::Pacific => 16,
            Self::Reef => 18,
            Self::Tentacle => 20,
        }
    }

    /// The Debian suite its root folder is made of; none where the host's own packages are used.
    pub fn suite(self) -> Option<&'static str> {
        match self {
            Self::Pacific => None,
            Self::Reef => Some("trixie"),
            Self::Tentacle => Some("sid"),
        }
    }

    /// Whether the suite changes under us, so that its absence must not fail a test run.
    pub(crate) fn is_moving(self) -> bool {
        self == Self::Tentacle
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Release {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|r| r.name() == text)
            .ok_or_else(|| format!("no release `{text}`: known are pacific, reef and tentacle"))
    }
}
