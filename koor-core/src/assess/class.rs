//! OSDs beside their device class: one that is far slower, or far fuller, than its like.

use std::collections::BTreeMap;

use super::Finding;
use crate::model::{Bytes, Inventory, Osd, Ratio};

/// A class needs so many OSDs that are up for its median to mean anything.
const PEERS: usize = 3;

/// So many times the median is far slower: disks of one make differ by half, not by five times.
const SLOW_FACTOR: f64 = 5.0;

/// And at least so many milliseconds more: on an idle cluster 1 ms beside 0 is no finding, and 20 ms is the seek of
/// a disk that spins.
const SLOW_FLOOR_MS: f64 = 20.0;

/// So many percentage points above the average is far fuller: the balancer keeps OSDs within five.
const FULLER_POINTS: f64 = 10.0;

/// Below this nobody has to care: more than half of it is free.
const FULLER_FROM: Ratio = Ratio(0.5);

/// OSDs that are up and of this class.
fn peers<'a>(osds: &'a [Osd], class: Option<&'a str>) -> impl Iterator<Item = &'a Osd> {
    osds.iter().filter(move |osd| osd.state.up && osd.device_class.as_deref() == class)
}

/// The median commit latency of a class in milliseconds; `None` where too few were seen.
pub(crate) fn median_latency(osds: &[Osd], class: Option<&str>) -> Option<f64> {
    let all: Vec<f64> = peers(osds, class).filter_map(|osd| Some(osd.latency.as_ref()?.commit_ms)).collect();
    if all.len() < PEERS { None } else { median(all) }
}

/// The middle value, or what lies between the two in the middle; `None` of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get(values.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// How full a class is: used of size, over all of its OSDs that are in.
pub(super) fn mean_fill(osds: &[Osd], class: Option<&str>) -> Option<Ratio> {
    let usage = || {
        let all = osds.iter().filter(|osd| osd.state.is_in && osd.device_class.as_deref() == class);
        all.filter_map(|osd| osd.usage.as_ref())
    };
    let (used, size): (Bytes, Bytes) = (usage().map(|one| one.used).sum(), usage().map(|one| one.size).sum());
    used.of(size)
}

/// Something of an OSD's class, found once a class: a cluster has thousands of OSDs and a handful of classes.
pub(super) fn once_a_class<T: Copy>(
    osds: &[Osd],
    of: impl Fn(&[Osd], Option<&str>) -> Option<T>,
) -> impl Fn(&Osd) -> Option<T> {
    let mut all = BTreeMap::new();
    for class in osds.iter().map(|osd| osd.device_class.as_deref()) {
        all.entry(class).or_insert_with(|| of(osds, class));
    }
    move |osd| all.get(&osd.device_class.as_deref()).copied().flatten()
}

/// Whether an OSD is far slower than its class.
pub(super) fn is_slow(osds: &[Osd], osd: &Osd) -> bool {
    is_slower(osd, median_latency(osds, osd.device_class.as_deref()))
}

/// Whether it is far slower than this.
fn is_slower(osd: &Osd, median: Option<f64>) -> bool {
    osd.state.up
        && median
            .zip(osd.latency.as_ref())
            .is_some_and(|(median, latency)| is_far_slower(latency.commit_ms, median))
}

/// Whether a commit latency is far above the median of its class, both in milliseconds.
pub(crate) fn is_far_slower(commit_ms: f64, median: f64) -> bool {
    commit_ms >= median * SLOW_FACTOR && commit_ms - median >= SLOW_FLOOR_MS
}

/// The class in words.
fn called(osd: &Osd) -> String {
    osd.device_class
        .as_deref()
        .map_or_else(|| "OSDs without a class".into(), |class| format!("class {class}"))
}

/// OSDs that are far slower than their class: one finding, however many.
pub(super) fn slow(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let median = once_a_class(osds, median_latency);
    let slow: Vec<&Osd> = osds.iter().filter(|osd| is_slower(osd, median(osd))).collect();
    // Behind a mgr that fell silent these figures are of no age that anybody knows.
    inventory.osd_latency.seen().filter(|seen| seen.stale.is_none())?;
    let sentence = match slow.as_slice() {
        [] => return None,
        [only] => format!("{} is far slower than the rest of {}.", only.name, called(only)),
        all => format!("{} OSDs are far slower than the rest of their class.", all.len()),
    };
    let evidence = slow.iter().filter_map(|osd| {
        let (mine, median) = (osd.latency.as_ref()?.commit_ms, median(osd)?);
        let host = osd.host.as_deref().map_or_else(String::new, |host| format!(" (host {host})"));
        Some(format!(
            "{}{host} commits in {mine:.0} ms, the median of {} is {median:.0} ms",
            osd.name,
            called(osd)
        ))
    });
    Some(Finding::advice(
        "KOOR_OSD_SLOW",
        sentence,
        evidence.collect(),
        "look again in a minute; where it stays, look at that disk: the kernel log of its host, smartctl -a, ceph device ls",
    ))
}

/// OSDs that are far fuller than their class, and will be nearfull before the class is.
pub(super) fn fuller(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let nearfull = inventory.osd_map.value()?.nearfull_ratio;
    let mean = once_a_class(osds, mean_fill);
    let far = |osd: &&Osd| {
        let mine = osd.usage.as_ref().filter(|usage| usage.size > Bytes(0)).map(|usage| usage.utilization);
        mine.zip(mean(osd)).is_some_and(|(mine, mean)| {
            // Above the limit Ceph says so itself.
            mine >= FULLER_FROM && mine < nearfull && mine.percent() - mean.percent() >= FULLER_POINTS
        })
    };
    let mut full: Vec<&Osd> = osds.iter().filter(far).collect();
    let share = |osd: &Osd| osd.usage.as_ref().map_or(0.0, |usage| usage.utilization.0);
    full.sort_by(|a, b| share(b).total_cmp(&share(a)));
    let sentence = match full.as_slice() {
        [] => return None,
        [only] => format!("{} is far fuller than the rest of {}.", only.name, called(only)),
        all => format!("{} OSDs are far fuller than the rest of their class.", all.len()),
    };
    let evidence = full.iter().filter_map(|osd| {
        let (mine, mean) = (osd.usage.as_ref()?.utilization, mean(osd)?);
        // Filling goes on in proportion: when it reaches the limit, the class is at this.
        let then = Ratio(nearfull.0 * mean.0 / mine.0);
        Some(format!(
            "{} is {mine} full, {} is {mean} on average: it is nearfull ({nearfull}) when the class is at {then}",
            osd.name,
            called(osd)
        ))
    });
    Some(Finding::advice(
        "KOOR_OSD_FULLER",
        sentence,
        evidence.collect(),
        "see whether the balancer is on: ceph balancer status; where it is, pools with few large PGs are the likely cause: koor pool ls",
    ))
}
