//! OSDs counted by a figure of theirs: how full they are, how many PGs they hold.

use std::collections::BTreeSet;

use super::{Axis, Bin, Drawn, Histogram, Limit, Plot, Unit, unseen};
use crate::assess::median;
use crate::model::{Inventory, Osd};
use crate::view::FullRatios;
use crate::view::figure;
use crate::view::fill::Fill;
use crate::view::words::{counted, listed};

/// The class of an OSD that has none.
const CLASSLESS: &str = "no class";

/// From so many OSDs on, ranges of fullness are half as wide.
const MANY: usize = 200;

pub(super) fn fullness(inventory: &Inventory) -> Drawn {
    let title = "How full the OSDs are".to_owned();
    let osds = match known(inventory) {
        Ok(osds) => osds,
        Err(why) => return Drawn::empty(title, why),
    };
    let percent = |osd: &Osd| Some(Fill::of(osd.usage.as_ref()).utilization?.percent());
    let Some([most, least]) = extremes(&osds, percent) else {
        return Drawn::empty(
            title,
            "No OSD tells how full it is: all are out, or have not reported yet.".into(),
        );
    };
    let ratios = inventory.osd_map.value().map(FullRatios::of);
    let mut lead = format!(
        "{}: the fullest is {} ({:.1} %), the emptiest {} ({:.1} %).",
        counted(osds.len() as u64, "OSD", "OSDs"),
        most.0.name,
        most.1,
        least.0.name,
        least.1
    );
    if let Some(ratios) = ratios {
        let over = osds.iter().filter(|osd| percent(osd).is_some_and(|own| own > ratios.nearfull.percent()));
        let above = match over.count() {
            0 => "None is".to_owned(),
            1 => "1 is".to_owned(),
            over => format!("{over} are"),
        };
        lead.extend([" ", above.as_str(), " above nearfull."]);
    }
    let limit = |name: &str, at: f64| Limit { name: name.into(), at };
    let limits = ratios.map_or_else(Vec::new, |ratios| {
        vec![
            limit("nearfull", ratios.nearfull.percent()),
            limit("backfillfull", ratios.backfillfull.percent()),
            limit("full", ratios.full.percent()),
        ]
    });
    let width = if osds.len() >= MANY { 2.5 } else { 5.0 };
    let axis = Axis::new("used of size", Unit::Percent);
    of(title, lead, &osds, axis, Ranges { width, end: 100.0 }, limits, percent)
}

pub(super) fn pgs(inventory: &Inventory) -> Drawn {
    let title = "PGs per OSD".to_owned();
    let osds = match known(inventory) {
        Ok(osds) => osds,
        Err(why) => return Drawn::empty(title, why),
    };
    // Who is out holds none, whatever is still on it: that says nothing of how evenly PGs are spread.
    let osds: Vec<Osd> = osds.into_iter().filter(|osd| osd.state.is_in).collect();
    let held = |osd: &Osd| Some(osd.usage.as_ref()?.pgs as f64);
    let Some([most, least]) = extremes(&osds, held) else {
        return Drawn::empty(title, "No OSD that is in tells how many PGs it holds.".into());
    };
    let middle = median(osds.iter().filter_map(held).collect());
    let lead = format!(
        "{} in: {} holds most ({:.0} PGs), {} fewest ({:.0}); the median is {}.",
        counted(osds.len() as u64, "OSD", "OSDs"),
        most.0.name,
        most.1,
        least.0.name,
        least.1,
        figure::milliseconds(middle.unwrap_or_default())
    );
    let width = Unit::Count.ticks((most.1 + 1.0).max(1.0), 20).get(1).copied().unwrap_or(1.0);
    let ranges = Ranges { width, end: ((most.1 + 1.0) / width).ceil() * width };
    let limits = middle.map(|at| Limit { name: "median".into(), at }).into_iter().collect();
    of(title, lead, &osds, Axis::new("PGs on an OSD", Unit::Count), ranges, limits, held)
}

/// The OSDs and their figures, or why there are none.
fn known(inventory: &Inventory) -> Result<Vec<Osd>, String> {
    if inventory.osd_map.value().is_none() {
        return Err(unseen(&inventory.osd_map, "The OSD map"));
    }
    if inventory.osd_usage.value().is_none() {
        return Err(unseen(&inventory.osd_usage, "How full OSDs are"));
    }
    let osds = inventory.osds();
    if osds.is_empty() { Err("This cluster has no OSD.".into()) } else { Ok(osds) }
}

/// The OSDs with the largest and the smallest figure; the first of those that are alike.
fn extremes(osds: &[Osd], figure: impl Fn(&Osd) -> Option<f64>) -> Option<[(&Osd, f64); 2]> {
    let all = || osds.iter().filter_map(|osd| Some((osd, figure(osd)?)));
    let most = all().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let least = all().reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    Some([most, least])
}

/// How wide a range is, and where the last one ends.
#[derive(Clone, Copy)]
struct Ranges {
    width: f64,
    end: f64,
}

fn of(
    title: String,
    lead: String,
    osds: &[Osd],
    axis: Axis,
    ranges: Ranges,
    limits: Vec<Limit>,
    figure: impl Fn(&Osd) -> Option<f64>,
) -> Drawn {
    let class = |osd: &Osd| osd.device_class.clone().unwrap_or_else(|| CLASSLESS.into());
    let parts: Vec<String> = osds.iter().map(class).collect::<BTreeSet<_>>().into_iter().collect();
    let count = Bin::index(ranges.end / ranges.width).max(1);
    let mut bins: Vec<Bin> = (0..count)
        .map(|number| Bin {
            from: ranges.width * number as f64,
            to: ranges.width * (number + 1) as f64,
            counts: vec![0; parts.len()],
        })
        .collect();
    let mut unknown = Vec::new();
    for osd in osds {
        let Some(own) = figure(osd) else {
            unknown.push(osd.name.as_str());
            continue;
        };
        let bin = Bin::index(own / ranges.width).min(count - 1);
        if let Some(part) = parts.iter().position(|part| *part == class(osd)) {
            bins[bin].counts[part] += 1;
        }
    }
    let notes = if unknown.is_empty() {
        Vec::new()
    } else {
        let many = counted(unknown.len() as u64, "OSD", "OSDs");
        vec![format!("unknown of {many}, out or not reported yet: {}", listed(&unknown))]
    };
    let plot = Histogram { axis, counted: "OSDs".into(), parts, bins, limits, unknown: unknown.len() as u64 };
    Drawn { title, lead, plot: Some(Plot::Histogram(plot)), notes, empty: None }
}

impl Bin {
    /// The number of a range; what is no number or below zero is in the first.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "that is what is wanted, and it saturates"
    )]
    // A figure that should be whole may be a hair below it.
    fn index(ranges: f64) -> usize {
        (ranges + 1e-9) as usize
    }
}
