//! Which OSDs are slow.

use std::collections::{BTreeMap, BTreeSet};

use super::{Axis, Bar, Bars, Drawn, Plot, Unit, unseen};
use crate::assess::{is_far_slower, median_latency};
use crate::model::{Inventory, Osd, OsdLatency};
use crate::view::figure::milliseconds;
use crate::view::words::{counted, listed};

/// So many OSDs have a bar: the slowest.
const OSDS: usize = 30;

/// The class of an OSD that has none.
const CLASSLESS: &str = "no class";

pub(super) fn chart(inventory: &Inventory) -> Drawn {
    let title = "Which OSDs are slow".to_owned();
    if inventory.osd_map.value().is_none() {
        return Drawn::empty(title, unseen(&inventory.osd_map, "The OSD map"));
    }
    if inventory.osd_latency.value().is_none() {
        return Drawn::empty(title, unseen(&inventory.osd_latency, "The latency of OSDs"));
    }
    let osds = inventory.osds();
    if osds.is_empty() {
        return Drawn::empty(title, "This cluster has no OSD.".into());
    }
    let classes: BTreeSet<Option<&str>> = osds.iter().map(|osd| osd.device_class.as_deref()).collect();
    let medians: BTreeMap<Option<&str>, f64> =
        classes.iter().filter_map(|class| Some((*class, median_latency(&osds, *class)?))).collect();
    let parts: Vec<Option<&str>> = classes.into_iter().collect();
    let mut known: Vec<(&Osd, &OsdLatency)> =
        osds.iter().filter_map(|osd| Some((osd, latency(osd)?))).collect();
    known.sort_by(|a, b| b.1.commit_ms.total_cmp(&a.1.commit_ms).then(a.0.state.id.cmp(&b.0.state.id)));
    let unknown: Vec<&Osd> = osds.iter().filter(|osd| latency(osd).is_none()).collect();
    if known.is_empty() {
        return Drawn::empty(title, "No OSD that is up tells how long it takes.".into());
    }
    let median = |osd: &Osd| medians.get(&osd.device_class.as_deref()).copied();
    let slow =
        |osd: &Osd, own: &OsdLatency| median(osd).is_some_and(|median| is_far_slower(own.commit_ms, median));
    let bars: Vec<Bar> = known
        .iter()
        .map(|(osd, own)| of_osd(osd, own, &parts, median(osd), slow(osd, own)))
        .chain(unknown.iter().map(|osd| of_unknown(osd)))
        .take(OSDS)
        .collect();
    let slow: Vec<_> = known.iter().filter(|(osd, own)| slow(osd, own)).collect();
    let mut notes: Vec<String> = medians
        .iter()
        .map(|(class, median)| {
            format!("median of {}: {} ms", class.unwrap_or(CLASSLESS), milliseconds(*median))
        })
        .collect();
    let more = known.len().saturating_sub(OSDS);
    if let Some((_, last)) = known.get(OSDS - 1).filter(|_| more > 0) {
        let more = counted(more as u64, "OSD is", "OSDs are");
        notes.push(format!(
            "{more} not drawn: none of them takes longer than {} ms",
            milliseconds(last.commit_ms)
        ));
    }
    if !unknown.is_empty() {
        let names: Vec<&str> = unknown.iter().map(|osd| osd.name.as_str()).collect();
        let many = counted(names.len() as u64, "OSD", "OSDs");
        notes.push(format!("unknown of {many}, down or not reported yet: {}", listed(&names)));
    }
    let mark = (!medians.is_empty()).then(|| "median of its class".to_owned());
    let axis = Axis::new("commit latency", Unit::Milliseconds);
    let parts = parts.into_iter().map(|class| class.unwrap_or(CLASSLESS).to_owned()).collect();
    Drawn {
        title,
        lead: lead(&slow, known.len(), median),
        plot: Some(Plot::Bars(Bars { axis, parts, mark, bars })),
        notes,
        empty: None,
    }
}

/// What an OSD that is up said; of one that is down it is of the past.
fn latency(osd: &Osd) -> Option<&OsdLatency> {
    osd.latency.as_ref().filter(|_| osd.state.up)
}

fn lead(slow: &[&(&Osd, &OsdLatency)], all: usize, median: impl Fn(&Osd) -> Option<f64>) -> String {
    let name = |(osd, own): &(&Osd, &OsdLatency)| {
        let usual =
            median(osd).map_or_else(String::new, |median| format!(", usual {} ms", milliseconds(median)));
        format!("{} ({} ms{usual})", osd.name, milliseconds(own.commit_ms))
    };
    let of = counted(all as u64, "OSD", "OSDs");
    match slow {
        [] => format!("None of {of} is far slower than its class."),
        [one] => format!("1 of {of} is far slower than its class: {}.", name(one)),
        several => {
            let names: Vec<String> = several.iter().map(|one| name(one)).collect();
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(3);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{} of {of} are far slower than their class: {shown}{rest}.", names.len())
        }
    }
}

fn of_osd(osd: &Osd, own: &OsdLatency, parts: &[Option<&str>], median: Option<f64>, slow: bool) -> Bar {
    let class = osd.device_class.as_deref();
    let host = osd.host.as_deref().unwrap_or("no host");
    Bar {
        label: format!("{} {host}", osd.name),
        values: Some(parts.iter().map(|part| if *part == class { own.commit_ms } else { 0.0 }).collect()),
        mark: median,
        said: format!("{} ms", milliseconds(own.commit_ms)),
        remark: slow.then(|| "slow".to_owned()),
        detail: format!(
            "class {}, host {host}, commit {} ms, apply {} ms",
            class.unwrap_or("none"),
            milliseconds(own.commit_ms),
            milliseconds(own.apply_ms)
        ),
    }
}

fn of_unknown(osd: &Osd) -> Bar {
    let why = if osd.state.up { "unknown" } else { "unknown: it is down" };
    Bar {
        label: format!("{} {}", osd.name, osd.host.as_deref().unwrap_or("no host")),
        values: None,
        mark: None,
        said: why.into(),
        remark: None,
        detail: String::new(),
    }
}
