//! What happens in each scene, by the clock.

use super::Scenario;
use crate::sim::world::{Act, World};

/// The OSD that flaps, and for how long it is gone and back.
const FLAPS: usize = 4;
const AWAY_S: i64 = 50;
const BACK_S: i64 = 70;

/// What is to come, from the world's now on.
pub(crate) fn script(world: &mut World) -> Vec<(i64, Act)> {
    let born = world.born;
    match world.scenario {
        Scenario::OsdFlapping => {
            // By the clock on the wall and not from the first look: a crash that one command lists must be there for the
            // next one, which is a world of its own.
            let four = 4 * (AWAY_S + BACK_S);
            vec![((born - 1800).div_euclid(four) * four, Act::CrashOsd(FLAPS))]
        }
        Scenario::HostDown => {
            // The third host, with a mon, four OSDs and the mgr that stood by.
            let (host, at) = (2, born - 480);
            let mut acts = world.osds_of_host(host, Act::KillOsd, at);
            acts.extend(world.mons_on(host).into_iter().map(|mon| (at, Act::KillMon(mon))));
            acts
        }
        Scenario::NoQuorum => vec![(born - 700, Act::KillMon(1)), (born - 600, Act::KillMon(2))],
        Scenario::StuckPgs => {
            // One OSD of each of two hosts.
            let osds = [world.hosts[0].osds[1], world.hosts[1].osds[1]];
            vec![(born - 2500, Act::KillOsd(osds[0])), (born - 2460, Act::KillOsd(osds[1]))]
        }
        Scenario::NearFull => {
            // Somebody has seen it, and made the fullest one lighter.
            let usage = world.usage();
            let fullness = |osd: &usize| usage.osds[*osd].fullness();
            let fullest = (0..world.osds.len()).max_by(|a, b| fullness(a).total_cmp(&fullness(b)));
            fullest.map(|osd| (born - 240, Act::Reweight(osd, 0.95))).into_iter().collect()
        }
        Scenario::Large { .. } => world.osds_of_host(1, Act::MarkOut, born - 900),
        // So long before the first look that the second host's OSDs are being replaced.
        Scenario::Upgrade => vec![(born - 205, Act::WantUpgrade)],
        Scenario::UpgradeStuck => vec![(born - 1500, Act::WantUpgrade)],
        Scenario::OperatorGone => vec![
            (born - 2400, Act::StopOperator),
            (born - 1300, Act::WantMons(5)),
            // One of the last host's disks; its OSD is marked out ten minutes later.
            (born - 400, Act::KillOsd(world.hosts[3].osds[0])),
        ],
        Scenario::HealthySmall
        | Scenario::ClockSkew
        | Scenario::SlowOsds
        | Scenario::MixedVersions
        | Scenario::ScrubBehind => Vec::new(),
    }
}

/// What follows something that has just happened.
pub(crate) fn next(world: &World, act: Act) -> Option<(i64, Act)> {
    if world.scenario != Scenario::OsdFlapping {
        return None;
    }
    match act {
        Act::CrashOsd(osd) | Act::KillOsd(osd) => Some((world.now + AWAY_S, Act::StartOsd(osd))),
        // Every fourth time it crashes; else a watchdog ends it.
        Act::StartOsd(osd) => {
            let at = world.now + BACK_S;
            let round = at.div_euclid(AWAY_S + BACK_S);
            Some((at, if round.rem_euclid(4) == 0 { Act::CrashOsd(osd) } else { Act::KillOsd(osd) }))
        }
        _ => None,
    }
}
