//! A status as lines that read like sentences and fit a screen.

use jiff::SignedDuration;

use super::Status;
use crate::model::{Bytes, Check, Severity};
use crate::view::age;
use crate::view::pg::state_tone;
use crate::view::report::{Block, Cell, Tone};
use crate::view::words::{self, counted};

type Lines = Vec<Vec<Cell>>;

/// How many checks and detail lines a status shows before it points to `koor health`.
const CHECKS: usize = 8;

/// How many things under way a status shows before it points to `koor event`: a drained host makes one an OSD.
const DOING: usize = 3;

pub(super) fn blocks(status: &Status) -> Vec<Block> {
    let mut blocks = vec![Block::Line(headline(status))];
    let facts = [
        ("health", health(status)),
        ("koor", findings(status)),
        ("mon", mon(status)),
        ("mgr", mgr(status)),
        ("osd", osd(status)),
        ("fs", file_systems(status)),
        ("rgw", rgw(status)),
        ("pg", pg(status)),
        ("data", data(status)),
        ("io", io(status)),
        ("doing", progress(status)),
        ("version", versions(status)),
        ("rook", status.rook.iter().map(|rook| rook.cells(status.header.now())).collect()),
    ];
    blocks.push(Block::Facts(facts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()));
    blocks
}

/// One sentence. Where there is no quorum, Ceph's own word is old news and is not repeated as if it were now.
fn headline(status: &Status) -> Vec<Cell> {
    let cluster = &status.header.cluster;
    let id = cluster.fsid.as_ref().map_or_else(String::new, |fsid| format!(" ({fsid})"));
    let mut line = vec![Cell::plain(format!("{}{id} ", cluster.name))];
    match &status.health {
        _ if status.header.has_quorum() == Some(false) => line.push(Cell::new("has no quorum", Tone::Bad)),
        Some(health) => {
            line.push("is ".into());
            line.push(Cell::new(health.status.as_str(), health.status.into()));
        }
        None => line.push(Cell::new("could not be seen", Tone::Bad)),
    }
    line
}

fn health(status: &Status) -> Lines {
    let Some(health) = &status.health else {
        return vec![vec![Cell::unknown()]];
    };
    let mut lines: Lines = health.checks.iter().take(CHECKS).map(check).collect();
    if health.checks.len() > CHECKS {
        lines.push(vec![Cell::new(
            format!("and {} more: koor health", health.checks.len() - CHECKS),
            Tone::Faint,
        )]);
    }
    if status.header.has_quorum() == Some(false) {
        let nothing = "no check was raised when a mon last knew";
        let then = if lines.is_empty() { nothing } else { "what one mon knew last:" };
        lines.insert(0, vec![Cell::new(then, Tone::Faint)]);
    } else if lines.is_empty() {
        lines.push(vec!["no check is raised".into()]);
    }
    lines
}

/// A check, with the thing it is about where it is about one thing.
fn check(check: &Check) -> Vec<Cell> {
    let tone = if check.muted { Tone::Faint } else { check.severity.into() };
    let mut line = vec![Cell::new(check.code.clone(), tone), Cell::plain(format!("  {}", check.summary))];
    if let [only] = check.detail.as_slice()
        && *only != check.summary
    {
        line.push(Cell::new(format!(": {}", only.trim()), Tone::Faint));
    }
    if check.muted {
        line.push(Cell::new(" (muted)", Tone::Faint));
    }
    line
}

fn findings(status: &Status) -> Lines {
    let mut lines = Lines::new();
    for finding in &status.header.findings {
        lines.push(vec![
            Cell::new(finding.code, finding.severity.into()),
            Cell::plain(format!("  {}", finding.sentence)),
        ]);
        lines.extend(
            finding.evidence.iter().map(|evidence| vec![Cell::new(format!("  {evidence}"), Tone::Faint)]),
        );
        lines.push(vec![Cell::plain(format!("  next: {}", finding.next))]);
    }
    lines
}

fn mon(status: &Status) -> Lines {
    let Some(mons) = &status.mons else {
        return vec![vec![Cell::unknown()]];
    };
    let here = mons.quorum.len() as u64;
    let tone = match here {
        0 => Tone::Bad,
        _ if here < mons.total => Tone::Warn,
        _ => Tone::Plain,
    };
    let mut line = vec![Cell::new(format!("{here} of {} in quorum", mons.total), tone)];
    if !mons.quorum.is_empty() {
        let lead = |name: &String| match &mons.leader {
            Some(leader) if leader == name => format!("{name} leads"),
            _ => name.clone(),
        };
        line.push(Cell::plain(format!(": {}", mons.quorum.iter().map(lead).collect::<Vec<_>>().join(", "))));
        line.extend(mons.quorum_age_s.map(|seconds| {
            let age = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
            Cell::new(format!(", since {}", age::span(age)), Tone::Faint)
        }));
    }
    vec![line]
}

fn mgr(status: &Status) -> Lines {
    let Some(mgrs) = &status.mgrs else {
        return vec![vec![Cell::unknown()]];
    };
    let mut line = match (&mgrs.active, mgrs.available) {
        (Some(name), true) => vec![Cell::plain(format!("{name} is active"))],
        (Some(name), false) => vec![Cell::new(format!("{name} is active but not ready"), Tone::Warn)],
        (None, true) => vec![Cell::plain("one is active")],
        (None, false) => vec![Cell::new("none is active", Tone::Bad)],
    };
    line.push(match mgrs.standby_count {
        0 => Cell::new(", no standby", Tone::Warn),
        some => Cell::plain(format!(", {}", counted(some, "standby", "standbys"))),
    });
    vec![line]
}

fn osd(status: &Status) -> Lines {
    let Some(osds) = &status.osds else {
        return vec![vec![Cell::unknown()]];
    };
    let tone = |have: u64| {
        if have < osds.total { Tone::Warn } else { Tone::Plain }
    };
    let mut line = vec![
        Cell::plain(format!("{}: ", osds.total)),
        Cell::new(format!("{} up", osds.up), tone(osds.up)),
        Cell::plain(", "),
        Cell::new(format!("{} in", osds.is_in), tone(osds.is_in)),
    ];
    if osds.remapped_pgs > 0 {
        line.push(Cell::plain(format!(", {} PGs remapped", osds.remapped_pgs)));
    }
    if let Some(flags) = osds.flags.as_deref().filter(|flags| !flags.is_empty()) {
        line.push(Cell::new(format!(", flags {}", flags.join(", ")), Tone::Warn));
    }
    vec![line]
}

fn file_systems(status: &Status) -> Lines {
    let of = |fs: &super::FsSummary| {
        let mut line = vec![Cell::plain(format!("{}: ", fs.name))];
        match fs.mds.as_slice() {
            [] => line.push(Cell::new("no mds", Tone::Bad)),
            names => line.push(Cell::plain(names.join(", "))),
        }
        if !fs.laggy.is_empty() {
            line.push(Cell::new(format!(", {} laggy or crashed", fs.laggy.join(", ")), Tone::Bad));
        }
        line.push(Cell::plain(format!(", {}", counted(fs.standbys, "standby", "standbys"))));
        line
    };
    status.file_systems.iter().flatten().map(of).collect()
}

fn rgw(status: &Status) -> Lines {
    let some = status.rgws.iter().filter(|rgws| rgws.total > 0);
    some.map(|rgws| vec![Cell::plain(counted(rgws.total, "daemon", "daemons"))]).collect()
}

fn pg(status: &Status) -> Lines {
    let Some(pgs) = &status.pgs else {
        return vec![vec![Cell::unknown()]];
    };
    let pools = status.pools.as_ref().map_or(0, |pools| pools.total);
    let mut first = vec![Cell::plain(format!(
        "{} in {}: ",
        counted(pgs.total, "PG", "PGs"),
        counted(pools, "pool", "pools")
    ))];
    let mut by_state: Vec<_> = pgs.by_state.iter().collect();
    by_state.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    for (index, (state, count)) in by_state.into_iter().enumerate() {
        if index > 0 {
            first.push(", ".into());
        }
        first.push(Cell::new(format!("{count} {state}"), state_tone(state)));
    }
    let mut lines = vec![first];
    let mut troubles = Vec::new();
    for (count, what, tone) in [
        (pgs.unfound_objects, "unfound", Tone::Bad),
        (pgs.degraded_objects, "degraded", Tone::Warn),
        (pgs.misplaced_objects, "misplaced", Tone::Plain),
    ] {
        if count == 0 {
            continue;
        }
        let share = pgs.object_copies.filter(|all| *all > 0 && what != "unfound");
        let share =
            share.map_or_else(String::new, |all| format!(" ({:.1} %)", count as f64 / all as f64 * 100.0));
        if !troubles.is_empty() {
            troubles.push(", ".into());
        }
        let thing = if what == "unfound" { "objects" } else { "object copies" };
        troubles.push(Cell::new(format!("{count}{share} {thing} {what}"), tone));
    }
    if !troubles.is_empty() {
        lines.push(troubles);
    }
    lines
}

fn data(status: &Status) -> Lines {
    let Some(capacity) = &status.capacity else {
        return vec![vec![Cell::unknown()]];
    };
    let share =
        capacity.used_bytes.of(capacity.total_bytes).map_or_else(String::new, |share| format!(" ({share})"));
    vec![vec![Cell::plain(format!(
        "{} stored in {}; raw {} used{share} of {}, {} left",
        capacity.stored_bytes,
        counted(capacity.objects, "object", "objects"),
        capacity.used_bytes,
        capacity.total_bytes,
        capacity.available_bytes
    ))]]
}

fn io(status: &Status) -> Lines {
    let Some(io) = &status.io else {
        return vec![vec![Cell::unknown()]];
    };
    let mut lines = vec![vec![Cell::plain(words::clients(io.client))]];
    if io.recovery_bytes_per_s > 0 || io.recovery_objects_per_s > 0 {
        lines.push(vec![Cell::plain(format!(
            "recovery {}/s, {} objects/s",
            Bytes(io.recovery_bytes_per_s),
            io.recovery_objects_per_s
        ))]);
    }
    lines
}

fn progress(status: &Status) -> Lines {
    let of = |event: &crate::model::ProgressEvent| {
        vec![Cell::plain(format!("{} ({})", event.message, event.progress))]
    };
    let all = status.progress.as_deref().unwrap_or_default();
    let mut lines: Lines = all.iter().take(DOING).map(of).collect();
    if all.len() > DOING {
        lines.push(vec![Cell::new(format!("and {} more: koor event", all.len() - DOING), Tone::Faint)]);
    }
    lines
}

fn versions(status: &Status) -> Lines {
    match status.distinct_versions().as_slice() {
        [] if status.versions.is_none() => vec![vec![Cell::unknown()]],
        [] => Vec::new(),
        [only] => vec![vec![Cell::plain(format!("all daemons run {only}"))]],
        _ => {
            let row = |row: &crate::model::VersionCount| {
                format!("{} {} {}", row.count, row.daemon_type, row.version)
            };
            let rows: Vec<String> = status.versions.iter().flatten().map(row).collect();
            vec![vec![Cell::new("mixed: ", Severity::Warn.into()), Cell::plain(rows.join(", "))]]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Status;
    use crate::model::{
        DaemonMetadata, DaemonName, DaemonType, Inventory, MgrSummary, Part, PgDigest, ProgressEvent, Ratio,
    };
    use crate::view::sample::{self, before, now, seen};
    use crate::view::top::tests::{digest, told};

    fn shown(events: usize) -> String {
        let event = |osd: usize| ProgressEvent {
            id: osd.to_string(),
            message: format!("Rebalancing after osd.{osd} marked out"),
            progress: Ratio(0.25),
            started: Some(before(100)),
            finished: None,
            failed: false,
        };
        let progress = seen((0..events).map(event).collect());
        Status::of(&Inventory { progress, ..sample::inventory() }, now()).to_string()
    }

    /// A status does not ask the mgr for it.
    #[test]
    fn what_goes_on_is_told_by_the_digest_where_the_mgr_was_not_asked() {
        let event = ProgressEvent {
            id: "1".into(),
            message: "Rebalancing after osd.2 marked out".into(),
            progress: Ratio(0.25),
            started: None,
            finished: None,
            failed: false,
        };
        let mut inventory = sample::inventory();
        inventory.progress = Part::not_asked();
        inventory.pg_digest = told(PgDigest { progress: vec![event], ..digest(0) }, 4, None);
        let text = Status::of(&inventory, now()).to_string();
        assert!(text.contains("Rebalancing after osd.2 marked out (25.0 %)\n"), "{text}");
        assert!(!text.contains("not seen: progress"), "{text}");
    }

    #[test]
    fn mgrs_that_stand_by_are_named_out_of_the_metadata_where_the_map_was_not_asked() {
        let names = |active: Option<&str>, standbys, known: &[&str]| {
            let mut inventory = sample::inventory();
            inventory.mgrs = Part::not_asked();
            let Part::Seen(cluster) = &mut inventory.cluster else { panic!("the sample has a cluster") };
            cluster.value.mgr = MgrSummary {
                available: active.is_some(),
                active: active.map(str::to_owned),
                standbys,
                modules: Vec::new(),
            };
            let metadata = known.iter().map(|id| DaemonMetadata {
                name: DaemonName { daemon_type: DaemonType("mgr".into()), id: (*id).to_owned() },
                hostname: None,
                version: None,
                arch: None,
                kernel: None,
                distribution: None,
            });
            inventory.mgr_metadata = seen(metadata.collect());
            Status::of(&inventory, now()).mgrs.unwrap().standbys
        };
        assert_eq!(names(Some("x"), 2, &["z", "x", "y"]), Some(vec!["y".to_owned(), "z".to_owned()]));
        assert_eq!(names(Some("x"), 0, &["x"]), Some(Vec::new()));
        assert_eq!(names(None, 1, &["x", "y"]), None, "one of them may be the active one");
        assert_eq!(names(Some("x"), 2, &["x", "y"]), None, "one of them told nothing of itself");
    }

    #[test]
    fn mgrs_are_counted_and_the_active_one_is_named_where_somebody_told() {
        let line = |active: Option<&str>, available, standbys| {
            let mut inventory = sample::inventory();
            let Part::Seen(cluster) = &mut inventory.cluster else { panic!("the sample has a cluster") };
            cluster.value.mgr =
                MgrSummary { available, active: active.map(str::to_owned), standbys, modules: Vec::new() };
            let text = Status::of(&inventory, now()).to_string();
            text.lines()
                .find_map(|line| line.strip_prefix("mgr "))
                .map(|line| line.trim().to_owned())
                .unwrap()
        };
        assert_eq!(line(Some("x"), true, 1), "x is active, 1 standby");
        assert_eq!(line(Some("x"), false, 2), "x is active but not ready, 2 standbys");
        assert_eq!(line(None, true, 0), "one is active, no standby");
        assert_eq!(line(None, false, 0), "none is active, no standby");
    }

    #[test]
    fn many_things_under_way_are_folded() {
        let text = shown(11);
        assert_eq!(text.matches("Rebalancing after").count(), 3, "{text}");
        assert!(
            text.contains("osd.2 marked out (25.0 %)\n") && text.contains(" and 8 more: koor event\n"),
            "{text}"
        );
        let text = shown(3);
        assert!(text.matches("Rebalancing after").count() == 3 && !text.contains("koor event"), "{text}");
    }
}
