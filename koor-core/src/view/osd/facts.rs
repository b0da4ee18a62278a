//! One OSD as labelled lines.

use jiff::Timestamp;

use super::row::state;
use super::{OsdDetail, OsdPgs, OsdShow};
use crate::view::figure::{self, milliseconds, weight};
use crate::view::report::{Block, Cell, Tone};
use crate::view::words::counted;

type Lines = Vec<Vec<Cell>>;

pub(super) fn block(show: &OsdShow, osd: &OsdDetail) -> Block {
    let row = &osd.row;
    let place = match row.location.as_deref() {
        None => Cell::unknown(),
        Some([]) => Cell::new("nowhere in CRUSH, so it holds no data", Tone::Warn),
        Some(path) => path.join(" / ").into(),
    };
    let class = match &row.device_class {
        None if row.crush_seen() => figure::nothing(),
        class => Cell::or_unknown(class.as_ref()),
    };
    Block::Facts(vec![
        ("osd", vec![vec![Cell::plain(format!("{} is ", row.name)), state(row.up, row.is_in)]]),
        ("down", down(osd, show.header.now())),
        ("where", vec![vec![place]]),
        ("class", vec![vec![class]]),
        ("weights", vec![weights(osd)]),
        ("usage", usage(show, osd)),
        ("latency", vec![latency(osd)]),
        ("pgs", pgs(osd)),
        ("runs", runs(osd)),
        ("devices", devices(osd)),
        ("public", vec![vec![figure::names(&osd.public_addresses)]]),
        ("cluster", vec![vec![figure::names(&osd.cluster_addresses)]]),
        ("flags", vec![vec![flags(osd)]]),
        ("uuid", vec![vec![Cell::new(osd.uuid.clone(), Tone::Faint)]]),
    ])
}

fn down(osd: &OsdDetail, now: Timestamp) -> Lines {
    let text = match osd.down_at {
        Some(at) if osd.row.up => Cell::plain(format!("last marked down {}", figure::moment(now, at))),
        Some(at) => Cell::new(format!("marked down {}", figure::moment(now, at)), Tone::Bad),
        None if osd.row.up => Cell::plain("never marked down"),
        None => Cell::new("since when is unknown", Tone::Bad),
    };
    vec![vec![text]]
}

fn weights(osd: &OsdDetail) -> Vec<Cell> {
    let crush = osd.row.crush_weight.map_or_else(|| "unknown".to_owned(), |weight| format!("{weight:.5}"));
    let reweight = Cell::plain(format!(", reweight {}", weight(osd.row.reweight)));
    let tone = if osd.row.reweight < 1.0 { Tone::Warn } else { Tone::Plain };
    vec![
        Cell::plain(format!("CRUSH {crush}")),
        reweight.toned(tone),
        Cell::plain(format!(", primary affinity {}", weight(osd.primary_affinity))),
    ]
}

fn usage(show: &OsdShow, osd: &OsdDetail) -> Lines {
    let fill = osd.row.fill;
    let (Some(size), Some(used), Some(left), Some(share)) =
        (fill.size_bytes, fill.used_bytes, fill.available_bytes, fill.utilization)
    else {
        let why = if osd.row.is_in { "" } else { ": Ceph counts nothing on an OSD that is out" };
        return vec![vec![Cell::unknown(), Cell::new(why, Tone::Faint)]];
    };
    let tone = show.full_ratios.map_or(Tone::Plain, |ratios| ratios.tone(share));
    let mut lines = vec![vec![
        Cell::plain(format!("{used} of {size} used (")),
        Cell::new(share.to_string(), tone),
        Cell::plain(format!("), {left} left")),
    ]];
    if let (Some(data), Some(omap), Some(meta)) = (osd.data_bytes, osd.omap_bytes, osd.meta_bytes) {
        let variance =
            osd.variance.map_or_else(String::new, |variance| format!("; {variance:.2}× the average"));
        lines.push(vec![Cell::plain(format!("data {data}, omap {omap}, store {meta}{variance}"))]);
    }
    lines
}

fn latency(osd: &OsdDetail) -> Vec<Cell> {
    let own = match osd.row.commit_ms.zip(osd.row.apply_ms) {
        Some((commit, apply)) => {
            Cell::plain(format!("commit {} ms, apply {} ms", milliseconds(commit), milliseconds(apply)))
        }
        None if !osd.row.up => Cell::new("none while it is down", Tone::Faint),
        None => Cell::unknown(),
    };
    let median = osd.class_median.map(|median| {
        let class = osd.row.device_class.as_deref().map_or_else(String::new, |class| format!("{class} "));
        let what = counted(median.osds, &format!("{class}OSD"), &format!("{class}OSDs"));
        let (commit, apply) = (milliseconds(median.commit_ms), milliseconds(median.apply_ms));
        Cell::new(format!("; median of {what}: {commit} and {apply} ms"), Tone::Faint)
    });
    std::iter::once(own).chain(median).collect()
}

fn pgs(osd: &OsdDetail) -> Lines {
    let Some(pgs) = &osd.pg_states else {
        // `osd df` counts them, and knows no more of them.
        return vec![vec![match osd.row.pgs {
            Some(pgs) => Cell::plain(format!("{}; their states are unknown", counted(pgs, "PG", "PGs"))),
            None => Cell::unknown(),
        }]];
    };
    let OsdPgs { acting, primary, arriving, .. } = *pgs;
    let arriving = if arriving > 0 { format!(", {arriving} more on the way to it") } else { String::new() };
    let all = format!("serves {}, leads {primary} of them{arriving}", counted(acting, "PG", "PGs"));
    let by_state = pgs.by_state.iter().map(|row| {
        let tone = if row.state.is_healthy() { Tone::Good } else { Tone::Warn };
        vec![
            Cell::new(format!("{} {}", row.acting, row.state), tone),
            Cell::plain(format!(", leads {}", row.primary)),
        ]
    });
    std::iter::once(vec![Cell::plain(all)]).chain(by_state).collect()
}

fn runs(osd: &OsdDetail) -> Lines {
    let version = osd.row.version.as_ref().map_or_else(|| "unknown version".to_owned(), ToString::to_string);
    let store = osd.row.objectstore.as_deref().unwrap_or("unknown store");
    let created = osd.created_with.as_ref().map(|version| format!("; created with {version}"));
    let host = osd.hostname.as_deref().unwrap_or("unknown host");
    let machine = [osd.arch.as_deref(), osd.kernel.as_deref()];
    let machine: Vec<&str> = machine.into_iter().flatten().collect();
    let kernel = if machine.is_empty() { String::new() } else { format!(" ({})", machine.join(", ")) };
    vec![
        vec![Cell::plain(format!("{version}, {store}{}", created.unwrap_or_default()))],
        vec![Cell::plain(format!("on {host}{kernel}"))],
    ]
}

fn devices(osd: &OsdDetail) -> Lines {
    let Some(devices) = &osd.row.devices else {
        return vec![vec![Cell::unknown()]];
    };
    let spins = osd.rotational.map(|spins| if spins { "spinning" } else { "solid state" });
    let size = osd.device_size_bytes.map(|size| size.to_string());
    let names = (!devices.is_empty()).then(|| devices.join(", "));
    let all: Vec<String> = [names, size, spins.map(str::to_owned)].into_iter().flatten().collect();
    let first = if all.is_empty() { figure::nothing() } else { all.join(", ").into() };
    let ids = osd.device_ids.iter().flatten().map(|id| vec![Cell::new(id.clone(), Tone::Faint)]);
    std::iter::once(vec![first]).chain(ids).collect()
}

fn flags(osd: &OsdDetail) -> Cell {
    let inherited = osd.inherited_flags.iter().map(|flag| format!("{} (from {})", flag.flag, flag.from));
    let all: Vec<String> = osd.row.flags.iter().cloned().chain(inherited).collect();
    if all.is_empty() { figure::nothing() } else { Cell::new(all.join(", "), Tone::Warn) }
}
