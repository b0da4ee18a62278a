//! OSDs above one of the limits: because they are full, or because somebody lowered the limit.

use super::detail::Named;
use super::scene::{Scene, counted, names};
use super::{Affected, Reading};
use crate::assess::class;
use crate::model::{Bytes, Osd, OsdId, OsdMap, Ratio};

/// How far above the average of its class an OSD is more than unlucky, in percentage points.
const UNEVEN_POINTS: f64 = 5.0;

/// How many OSDs are told one by one.
const TOLD: usize = 5;

/// One of the three limits.
struct Limit {
    name: &'static str,
    here: Ratio,
    /// As Ceph sets it in a new cluster.
    usual: Ratio,
}

impl Limit {
    fn of(code: &str, map: &OsdMap) -> Self {
        let (name, here, usual) = if code.ends_with("_NEARFULL") {
            ("nearfull", map.nearfull_ratio, 0.85)
        } else if code.ends_with("_BACKFILLFULL") {
            ("backfillfull", map.backfillfull_ratio, 0.9)
        } else {
            ("full", map.full_ratio, 0.95)
        };
        Self { name, here, usual: Ratio(usual) }
    }
}

/// OSDs that fill up: all of them, a few that are fuller than the rest, or none, and the limit is too low.
pub(super) fn read(code: &str, scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    let limit = scene.inventory.osd_map.value().map(|map| Limit::of(code, map));
    if affected.osds.is_empty()
        && let Some(limit) = &limit
    {
        let over = |osd: &&Osd| osd.usage.as_ref().is_some_and(|usage| usage.utilization >= limit.here);
        affected = affected.with_osds(scene, scene.osds.iter().filter(over).map(|osd| osd.state.id));
    }
    let mut cause: Vec<String> = Vec::new();
    let mut next = Vec::new();
    if let Some(limit) = &limit
        && is_lowered(limit, scene, &affected.osds)
    {
        let Limit { name, here, usual } = limit;
        cause.push(format!(
            "the {name} limit of this cluster was set to {here} (Ceph's own is {usual}); none of these OSDs has reached {usual}"
        ));
        cause.extend(fills(scene, &affected.osds));
        next = vec![
            "find out why it was lowered: ceph osd dump | grep ratio".into(),
            format!("where nobody meant it: ceph osd set-{name}-ratio {}", usual.0),
        ];
        return Reading { affected, cause, next };
    }
    cause.extend(one_by_one(scene, &affected.osds));
    cause.extend(limit.as_ref().and_then(|limit| room_left(limit, scene, &affected.osds)));
    cause.extend(why_uneven(scene, &affected));
    Reading { affected, cause, next }
}

/// Whether the limit is below Ceph's own, and the OSDs would be under that.
fn is_lowered(limit: &Limit, scene: &Scene<'_>, osds: &[OsdId]) -> bool {
    let mut fills = osds.iter().filter_map(|id| scene.osd(*id)?.usage.as_ref()).peekable();
    limit.here.0 < limit.usual.0
        && fills.peek().is_some()
        && fills.all(|usage| usage.utilization.0 < limit.usual.0)
}

/// How full they are, in one phrase: `osd.0, osd.2 are 7.1 % full`, `… are 7.1 % to 9.0 % full`.
fn fills(scene: &Scene<'_>, osds: &[OsdId]) -> Option<String> {
    let rows: Vec<(&str, Ratio)> = osds
        .iter()
        .filter_map(|id| scene.osd(*id))
        .filter_map(|osd| Some((osd.name.as_str(), osd.usage.as_ref()?.utilization)))
        .collect();
    let low = rows.iter().map(|(_, fill)| *fill).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let high = rows.iter().map(|(_, fill)| *fill).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let span = if low.to_string() == high.to_string() { low.to_string() } else { format!("{low} to {high}") };
    let are = if rows.len() == 1 { "is" } else { "are" };
    Some(format!("{} {are} {span} full", names(rows.iter().map(|(name, _)| *name))))
}

/// Those that stand out one by one, those that are like their class in one sentence.
fn one_by_one(scene: &Scene<'_>, osds: &[OsdId]) -> Vec<String> {
    let mean = class::once_a_class(&scene.osds, class::mean_fill);
    let above = |osd: &Osd| {
        let fill = osd.usage.as_ref()?.utilization;
        Some((fill, mean(osd)?)).filter(|(fill, mean)| fill.percent() - mean.percent() > UNEVEN_POINTS)
    };
    let mut said = Vec::new();
    let mut even: Vec<&Osd> = Vec::new();
    let mut uneven = 0;
    for osd in osds.iter().filter_map(|id| scene.osd(*id)) {
        match above(osd) {
            Some((fill, mean)) => {
                uneven += 1;
                if uneven <= TOLD {
                    let class = class_of(osd);
                    said.push(format!(
                        "{} is {fill} full, the average of {class} is {mean}: data is spread unevenly",
                        osd.name
                    ));
                }
            }
            None => even.push(osd),
        }
    }
    if uneven > TOLD {
        said.push(format!(
            "{} more are far above the average: koor osd ls",
            counted((uneven - TOLD) as u64, "OSD")
        ));
    }
    let ids: Vec<OsdId> = even.iter().map(|osd| osd.state.id).collect();
    if let Some(fills) = fills(scene, &ids) {
        let average = even.first().and_then(|osd| Some((class_of(osd), mean(osd)?)));
        let average = average.map_or_else(String::new, |(class, mean)| {
            format!(", as is {class} on average ({mean}): there is too little room, not too little balance")
        });
        said.push(format!("{fills}{average}"));
    }
    said
}

fn class_of(osd: &Osd) -> String {
    osd.device_class.as_deref().map_or_else(|| "all OSDs".into(), |class| format!("class {class}"))
}

/// What the fullest of them still takes before writes stop.
fn room_left(limit: &Limit, scene: &Scene<'_>, osds: &[OsdId]) -> Option<String> {
    let full = scene.inventory.osd_map.value()?.full_ratio;
    if limit.name == "full" {
        return None;
    }
    let usages =
        osds.iter().filter_map(|id| scene.osd(*id)).filter_map(|osd| Some((osd, osd.usage.as_ref()?)));
    let (osd, usage) = usages.max_by(|a, b| a.1.utilization.0.total_cmp(&b.1.utilization.0))?;
    let left = crate::assess::host::room(usage, full);
    // None at all would be OSD_FULL's.
    (left > Bytes(0))
        .then(|| format!("{} takes {left} more, then it is full ({full}) and writes stop", osd.name))
}

/// What keeps data from being spread evenly.
fn why_uneven(scene: &Scene<'_>, affected: &Affected) -> Vec<String> {
    let mut cause = Vec::new();
    if let [host] = affected.hosts.as_slice()
        && affected.osds.len() > 1
    {
        cause.push(format!("all of them are on host {host}: it holds more than its share"));
    }
    if let Some(balancer) = scene.inventory.balancer.value() {
        if !balancer.active {
            cause.push("the balancer is off: nothing evens OSDs out".into());
        } else if balancer.mode == "none" {
            cause.push("the balancer is on and its mode is none: nothing evens OSDs out".into());
        }
    }
    let out: Vec<&str> =
        scene.osds.iter().filter(|osd| !osd.state.is_in).map(|osd| osd.name.as_str()).collect();
    if !out.is_empty() {
        cause.push(format!("{} out: their data is on the rest", names(out.into_iter())));
    }
    cause
}
