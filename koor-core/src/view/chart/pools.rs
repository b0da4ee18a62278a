//! What fills the cluster: raw room by pool, what is no pool's, and what is left.

use super::{Axis, Bar, Bars, Drawn, Plot, Unit, unseen};
use crate::model::{Bytes, Capacity, Inventory, PoolCapacity};
use crate::view::words::counted;

/// So many pools have a bar of their own; the smaller ones share one.
const POOLS: usize = 20;

/// The parts of a bar.
const PARTS: [&str; 4] = ["stored by users", "copies, coding and overhead", "no pool's", "left"];

pub(super) fn chart(inventory: &Inventory) -> Drawn {
    let title = "What fills the cluster".to_owned();
    let Some(capacity) = inventory.capacity.value() else {
        return Drawn::empty(title, unseen(&inventory.capacity, "Capacity"));
    };
    if capacity.raw.size == Bytes(0) {
        return Drawn::empty(title, "The cluster has no room: no OSD that is in has reported yet.".into());
    }
    let mut pools: Vec<&PoolCapacity> = capacity.pools.iter().collect();
    pools.sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.id.cmp(&b.id)));
    let (shown, rest) = pools.split_at(pools.len().min(POOLS));
    let mut bars: Vec<Bar> = shown.iter().map(|pool| of_pool(pool)).collect();
    bars.extend(others(rest));
    bars.extend(of_nobody(capacity));
    let left = capacity.raw.available;
    bars.push(Bar {
        label: "left".into(),
        values: Some(vec![0.0, 0.0, 0.0, left.0 as f64]),
        mark: None,
        said: format!("{left} raw"),
        remark: None,
        detail: "raw, of all OSDs together: what users can store of it is less, see koor df".into(),
    });
    let axis = Axis::new("raw room", Unit::Bytes);
    let parts = PARTS.map(str::to_owned).into();
    Drawn {
        title,
        lead: lead(capacity, shown.first().copied()),
        plot: Some(Plot::Bars(Bars { axis, parts, mark: None, bars })),
        notes: Vec::new(),
        empty: None,
    }
}

fn lead(capacity: &Capacity, largest: Option<&PoolCapacity>) -> String {
    let raw = &capacity.raw;
    let share = raw.used.of(raw.size).map_or_else(String::new, |share| format!(" ({share})"));
    let most = match largest.filter(|pool| pool.used > Bytes(0)) {
        Some(pool) => format!("; {} takes most: {}", pool.name, pool.used),
        None => "; no pool holds data".into(),
    };
    format!("{} of {} raw is used{share}, {} is left{most}.", raw.used, raw.size, raw.available)
}

fn of_pool(pool: &PoolCapacity) -> Bar {
    // Compressed data takes less than users stored: then all of it is theirs.
    let stored = pool.stored.min(pool.used);
    let compressed = if pool.stored > pool.used { ", compressed" } else { "" };
    Bar {
        label: pool.name.clone(),
        values: Some(vec![stored.0 as f64, pool.used.0.saturating_sub(stored.0) as f64, 0.0, 0.0]),
        mark: None,
        said: format!("{} raw, {} stored{compressed}", pool.used, pool.stored),
        remark: None,
        detail: format!(
            "{}, {} more can be stored",
            counted(pool.objects, "object", "objects"),
            pool.max_available
        ),
    }
}

/// The small pools together.
fn others(rest: &[&PoolCapacity]) -> Option<Bar> {
    if rest.is_empty() {
        return None;
    }
    let sum = |of: fn(&PoolCapacity) -> Bytes| rest.iter().map(|pool| of(pool)).sum::<Bytes>();
    let (used, stored) = (sum(|pool| pool.used), sum(|pool| pool.stored.min(pool.used)));
    Some(Bar {
        label: counted(rest.len() as u64, "other pool", "other pools"),
        values: Some(vec![stored.0 as f64, used.0.saturating_sub(stored.0) as f64, 0.0, 0.0]),
        mark: None,
        said: format!("{used} raw, {} stored", sum(|pool| pool.stored)),
        remark: None,
        detail: "the smaller ones together: koor df lists each".into(),
    })
}

/// What is used and belongs to no pool: the OSDs' own share.
fn of_nobody(capacity: &Capacity) -> Option<Bar> {
    let pools: Bytes = capacity.pools.iter().map(|pool| pool.used).sum();
    let rest = Bytes(capacity.raw.used.0.saturating_sub(pools.0));
    (rest > Bytes(0)).then(|| Bar {
        label: "no pool's".into(),
        values: Some(vec![0.0, 0.0, rest.0 as f64, 0.0]),
        mark: None,
        said: format!("{rest} raw"),
        remark: None,
        detail: "what OSDs take for themselves: their databases, logs and allocation units".into(),
    })
}
