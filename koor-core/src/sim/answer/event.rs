//! The mgr's modules: `progress`, `balancer status`.

use serde_json::{Map, Value, json};

use crate::sim::stamp;
use crate::sim::world::{Event, World};

fn refs(event: &Event) -> Value {
    match event.osd {
        Some(osd) => json!([["osd", osd]]),
        None => json!([["global", ""]]),
    }
}

fn fraction(world: &World, event: &Event, second: i64) -> f64 {
    second as f64 + world.micros(event.started as u64) as f64 / 1e6
}

/// Seconds until it is done, as it went so far.
fn left(event: &Event, now: i64) -> Option<i64> {
    let done = now - event.started;
    (event.progress > 0.01).then(|| (done as f64 * (1.0 - event.progress) / event.progress) as i64)
}

pub(super) fn progress(world: &World) -> Value {
    let going = world.events.iter().filter(|event| event.finished.is_none()).map(|event| {
        json!({
            "duration": format!("({})", stamp::span(world.now - event.started)),
            "id": event.id,
            "message": event.message,
            "progress": event.progress,
            "refs": refs(event),
            "started_at": fraction(world, event, event.started),
            "time_remaining": left(event, world.now),
        })
    });
    let over = world.events.iter().filter_map(|event| {
        let finished = event.finished?;
        Some(json!({
            "add_to_ceph_s:": event.osd.is_none(),
            "finished_at": fraction(world, event, finished),
            "id": event.id,
            "message": event.message,
            "refs": refs(event),
            "started_at": fraction(world, event, event.started),
        }))
    });
    let (going, over): (Vec<Value>, Vec<Value>) = (going.collect(), over.collect());
    json!({"completed": over, "events": going})
}

/// What `ceph status` says of it.
pub(super) fn summary(world: &World) -> Value {
    let mut rows = Map::new();
    for event in world.events.iter().filter(|event| event.finished.is_none()) {
        let span = stamp::span(world.now - event.started);
        let done = (event.progress * 28.0) as usize;
        let bar = format!("[{}{}]", "=".repeat(done), ".".repeat(28 - done.min(28)));
        let row = json!({
            "message": format!("{} ({span})\n      {bar} ", event.message),
            "progress": event.progress,
            "add_to_ceph_s": event.osd.is_none(),
        });
        rows.insert(event.id.clone(), row);
    }
    Value::Object(rows)
}

pub(super) fn balancer(world: &World) -> Value {
    let census = world.census(None);
    let moving = (census.degraded + census.misplaced) as f64 / census.copies.max(1) as f64;
    let result = if moving > 0.05 {
        format!("Too many objects ({moving:.6} > 0.050000) are misplaced; try again later")
    } else if census.by_state.keys().any(|state| !state.starts_with("active+clean")) {
        "Some PGs are not active+clean; try again later".into()
    } else {
        "Unable to find further optimization, or pool(s) pg_num is decreasing, or distribution is already perfect"
            .into()
    };
    json!({
        "active": true,
        "last_optimize_duration": "0:00:00.002417",
        "last_optimize_started": stamp::ctime(world.now - world.now.rem_euclid(60)),
        "mode": "upmap",
        "no_optimization_needed": moving == 0.0,
        "optimize_result": result,
        "plans": [],
    })
}
