//! The tables of the picture.

use jiff::Timestamp;

use super::list::ResourceRow;
use crate::assess::Finding;
use crate::assess::rook::{PlacedDaemon, Upgrade, UpgradeState};
use crate::model::kube::{HelmRelease, KubeEvent};
use crate::view::report::{Block, Cell, Column, Table, Tone};
use crate::view::{figure, sort};

type Lines = Vec<Vec<Cell>>;

/// How far an upgrade is, what is behind and what holds it.
pub(super) fn upgrade(upgrade: &Upgrade) -> Lines {
    let to = upgrade.version.as_deref().unwrap_or("an unknown version");
    let share = match (upgrade.done, upgrade.total) {
        (Some(done), Some(total)) => format!("{done} of {total} daemons run {to}"),
        _ => format!("{to} is wanted; what runs was not seen"),
    };
    let (word, tone) = match upgrade.state {
        UpgradeState::Settled => ("none under way: ", Tone::Plain),
        UpgradeState::UnderWay => ("under way: ", Tone::Warn),
        UpgradeState::Stuck => ("stuck: ", Tone::Bad),
        UpgradeState::Unknown => ("not known: ", Tone::Faint),
    };
    let mut lines = vec![vec![Cell::new(word, tone), Cell::plain(share)]];
    lines.extend(upgrade.doing.iter().map(|doing| vec![Cell::plain(format!("  Rook is at: {doing}"))]));
    for behind in &upgrade.behind {
        let which = if behind.daemons.is_empty() {
            String::new()
        } else {
            format!(": {}", behind.daemons.join(", "))
        };
        let text = format!("  behind: {} {} on {}{which}", behind.count, behind.daemon_type, behind.version);
        lines.push(vec![Cell::new(text, Tone::Warn)]);
    }
    for wait in &upgrade.waits_for {
        lines.push(vec![Cell::new(format!("  waits: {}", wait.what), Tone::Warn)]);
        lines.push(vec![Cell::plain(format!("    released by: {}", wait.release))]);
    }
    lines
}

pub(super) fn helm(release: &HelmRelease) -> Vec<Cell> {
    let chart = release.chart.as_deref().unwrap_or("chart unknown");
    let revision = release.revision.map_or_else(String::new, |number| format!(", revision {number}"));
    let tone = if release.status == "deployed" { Tone::Plain } else { Tone::Warn };
    vec![
        Cell::plain(format!("{}/{} {chart}{revision}: ", release.namespace, release.name)),
        Cell::new(release.status.clone(), tone),
    ]
}

/// Every daemon a line; what does not fit what is wanted, or what another says, is toned.
pub(super) fn daemons(all: &[PlacedDaemon], image: Option<&str>, wanted: Option<&str>) -> Table {
    Table {
        columns: vec![
            Column::words("DAEMON"),
            Column::words("CEPH SAYS"),
            Column::words("VERSION"),
            Column::words("POD"),
            Column::words("NODE"),
            Column::figures("RESTARTS"),
            Column::words("IMAGE"),
            Column::values("TROUBLE"),
            Column::words("DEPLOYMENT").wide(),
            Column::words("HOST").wide(),
        ],
        rows: all.iter().map(|one| daemon(one, image, wanted)).collect(),
        empty: "Kubernetes keeps no daemon of Ceph in these namespaces, and Ceph names none.".into(),
    }
}

fn daemon(one: &PlacedDaemon, wanted_image: Option<&str>, wanted: Option<&str>) -> Vec<Cell> {
    let state = Cell::or_unknown(one.ceph_state.as_ref());
    let state = match one.ceph_ok {
        Some(true) => state.toned(Tone::Good),
        Some(false) => state.toned(Tone::Bad),
        None => state,
    };
    let version = one.ceph_version.as_ref().map(|version| version.version.to_string());
    let behind = version.as_deref().zip(wanted).is_some_and(|(runs, wanted)| runs != wanted);
    let image = one.image.as_deref();
    let old_image = image.is_some_and(|image| wanted_image.is_some_and(|wanted| wanted != image));
    let tone = |cell: Cell, odd: bool| if odd { cell.toned(Tone::Warn) } else { cell };
    let pods = match one.pods.as_slice() {
        [] if one.wanted == Some(0) => Cell::new("scaled to 0", Tone::Bad),
        [] => Cell::new("none", Tone::Warn),
        pods => {
            let word = |pod: &crate::assess::rook::PodState| {
                if pod.ready && pod.phase == "Running" {
                    "ready".to_owned()
                } else {
                    format!("{}, not ready", pod.phase)
                }
            };
            let words: Vec<String> = pods.iter().map(word).collect();
            tone(Cell::plain(words.join("; ")), pods.len() > 1 || pods.iter().any(|pod| !pod.ready))
        }
    };
    let mut nodes: Vec<String> = one.pods.iter().filter_map(|pod| pod.node.clone()).collect();
    nodes.dedup();
    let restarts: u64 = one.pods.iter().map(|pod| pod.restarts).sum();
    vec![
        one.name.to_string().into(),
        state,
        tone(Cell::or_unknown(version), behind),
        pods,
        figure::names(&nodes),
        tone(Cell::plain(restarts.to_string()), restarts > 0),
        image.map_or_else(Cell::unknown, |image| tone(Cell::plain(short(image)), old_image)),
        if one.troubles.is_empty() {
            figure::nothing()
        } else {
            Cell::new(one.troubles.join("; "), Tone::Warn)
        },
        Cell::or_unknown(one.deployment.as_ref()),
        Cell::or_unknown(one.ceph_host.as_ref()),
    ]
}

/// `v20.2.4` of `quay.io/ceph/ceph:v20.2.4`; an image without a tag in full.
fn short(image: &str) -> &str {
    let tag = image.split('@').next().and_then(|image| image.rsplit_once(':')).map(|(_, tag)| tag);
    tag.filter(|tag| !tag.contains('/')).unwrap_or(image)
}

pub(super) fn resources(all: &[ResourceRow], now: Timestamp) -> Table {
    Table {
        columns: sort::columns::<ResourceRow>(),
        rows: all.iter().map(|row| row.cells(now)).collect(),
        empty: "There is no object of Rook in this namespace.".into(),
    }
}

/// A finding with its evidence and what to do next.
pub(super) fn finding(finding: &Finding) -> Vec<Block> {
    let first = vec![
        Cell::new(finding.code, finding.severity.into()),
        Cell::plain(format!("  {}", finding.sentence)),
    ];
    let mut lines = vec![Block::Line(first)];
    lines.extend(finding.evidence.iter().map(|line| Block::line(format!("  {line}"), Tone::Faint)));
    lines.push(Block::line(format!("  next: {}", finding.next), Tone::Plain));
    lines
}

pub(super) fn events(all: &[KubeEvent], now: Timestamp) -> Table {
    let row = |event: &KubeEvent| {
        vec![
            figure::age(now, event.at),
            event.about.as_str().into(),
            Cell::new(event.reason.clone(), if event.kind == "Warning" { Tone::Warn } else { Tone::Plain }),
            event.count.to_string().into(),
            event.message.as_str().into(),
        ]
    };
    Table {
        columns: vec![
            Column::figures("AGO"),
            Column::words("ABOUT"),
            Column::words("EVENT"),
            Column::figures("TIMES"),
            Column::values("MESSAGE"),
        ],
        rows: all.iter().map(row).collect(),
        empty: String::new(),
    }
}
