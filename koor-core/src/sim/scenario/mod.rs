//! The scenes by name.

mod build;
mod play;

use std::fmt;
use std::str::FromStr;

pub(crate) use self::play::{next, script};
use super::world::World;

/// OSDs of `large` where nobody says how many.
const LARGE: u32 = 120;
/// The fewest and the most OSDs of `large`.
const LARGE_RANGE: std::ops::RangeInclusive<u32> = 12..=5000;

/// A scene that the simulator plays. Written `host-down`, or `large:200` with a number of OSDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scenario {
    /// Everything is well, and there is something for every command to show.
    HealthySmall,
    /// One host's OSDs run full.
    NearFull,
    /// One OSD goes down and comes back, again and again.
    OsdFlapping,
    /// A dying disk, a tired SSD, and a host on which everything takes longer.
    SlowOsds,
    /// A mon's clock runs away.
    ClockSkew,
    /// A whole host is gone.
    HostDown,
    /// An upgrade that stopped half-way.
    MixedVersions,
    /// An upgrade by Rook, in the middle of its OSDs.
    Upgrade,
    /// An upgrade by Rook that says that it is done, and is not.
    UpgradeStuck,
    /// Rook's operator was scaled to nothing and forgotten.
    OperatorGone,
    /// Two of three mons are dead.
    NoQuorum,
    /// Scrubs were switched off long ago.
    ScrubBehind,
    /// PGs that serve nobody.
    StuckPgs,
    /// Many OSDs, hosts and zones.
    Large {
        /// How many OSDs, 12 to 5000.
        osds: u32,
    },
}

impl Scenario {
    /// All of them, `large` with its usual number of OSDs.
    #[must_use]
    pub const fn all() -> [Self; 14] {
        [
            Self::HealthySmall,
            Self::NearFull,
            Self::OsdFlapping,
            Self::SlowOsds,
            Self::ClockSkew,
            Self::HostDown,
            Self::MixedVersions,
            Self::Upgrade,
            Self::UpgradeStuck,
            Self::OperatorGone,
            Self::NoQuorum,
            Self::ScrubBehind,
            Self::StuckPgs,
            Self::Large { osds: LARGE },
        ]
    }

    /// Its name without a number: `large`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HealthySmall => "healthy-small",
            Self::NearFull => "nearfull",
            Self::OsdFlapping => "osd-flapping",
            Self::SlowOsds => "slow-osds",
            Self::ClockSkew => "clock-skew",
            Self::HostDown => "host-down",
            Self::MixedVersions => "mixed-versions",
            Self::Upgrade => "upgrade",
            Self::UpgradeStuck => "upgrade-stuck",
            Self::OperatorGone => "operator-gone",
            Self::NoQuorum => "no-quorum",
            Self::ScrubBehind => "scrub-behind",
            Self::StuckPgs => "stuck-pgs",
            Self::Large { .. } => "large",
        }
    }

    /// One sentence for people: what is wrong in it, and what to look at.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::HealthySmall => {
                "Nothing is wrong: 3 hosts, 6 OSDs, block, file and object storage, to see what each command shows."
            }
            Self::NearFull => {
                "One host's smaller disks run full while the rest has room: look at df, osd tree, and who is over \
                 nearfull."
            }
            Self::OsdFlapping => {
                "One OSD crashes and comes back every two minutes: look at the log, the crashes, and slow requests."
            }
            Self::SlowOsds => {
                "A disk is dying, an SSD is worn out, and one host's disks all take twice as long, under HEALTH_OK: look at \
                 chart osd-latency and health."
            }
            Self::ClockSkew => {
                "A mon's host lost its time service, and its clock runs away: look at health and mon ls."
            }
            Self::HostDown => {
                "A host died minutes ago; its OSDs are marked out soon, then data recovers elsewhere: look at health, \
                 PGs and progress."
            }
            Self::MixedVersions => {
                "An upgrade from 18.2.4 to 18.2.7 stopped half-way a week ago: look at versions and which OSDs are old."
            }
            Self::Upgrade => {
                "Rook upgrades from 18.2.4 to 18.2.7, host by host, and is at the OSDs: look at rook, versions, and the \
                 budgets that block drains meanwhile."
            }
            Self::UpgradeStuck => {
                "Rook says Ready after an upgrade from 18.2.7 to 20.2.4, while MDSs and gateways stay behind for ever: \
                 look at rook, rook ls and versions."
            }
            Self::OperatorGone => {
                "Rook's operator was scaled to nothing and forgotten; then an OSD died, and the CephCluster repeats its \
                 last HEALTH_OK: look at rook and health."
            }
            Self::NoQuorum => {
                "Two of three mons are dead and nothing can be asked: look at what is said all the same."
            }
            Self::ScrubBehind => {
                "Somebody switched scrubs off ten days ago and forgot: look at the flags and which PGs are late."
            }
            Self::StuckPgs => {
                "Two OSDs of different hosts died and noout keeps them in: look at the PGs that serve nobody, and at \
                 whom they wait for."
            }
            Self::Large { .. } => {
                "Many OSDs on many hosts in several zones, one host being drained: look at how fast and how readable \
                 things stay."
            }
        }
    }

    /// The world of this scene, as it was some time before `now` (seconds since 1970).
    pub(crate) fn world(self, seed: u64, now: i64) -> World {
        build::world(self, seed, now)
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Large { osds } if *osds != LARGE => f.pad(&format!("large:{osds}")),
            other => f.pad(other.name()),
        }
    }
}

impl FromStr for Scenario {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(number) = text.strip_prefix("large:") {
            return match number.parse() {
                Ok(osds) if LARGE_RANGE.contains(&osds) => Ok(Self::Large { osds }),
                _ => Err(format!(
                    "`{text}`: write `large:` and a number of OSDs from {} to {}, such as `large:200`",
                    LARGE_RANGE.start(),
                    LARGE_RANGE.end()
                )),
            };
        }
        Self::all().into_iter().find(|scenario| scenario.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Self::all().iter().map(|scenario| scenario.name()).collect();
            format!("there is no scenario `{text}`: choose one of {}, or `large:200`", names.join(", "))
        })
    }
}
