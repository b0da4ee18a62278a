//! How fast Koor is, as ratios: `cargo bench -p koor-tests --bench speed`.
//!
//! A figure by itself says more of the machine than of Koor, so each stands beside what it is compared with, measured in
//! the same run by turns. One file a subject:
//! - `live`: real clusters of each release: the inventory beside the `ceph` program and beside the bare calls of
//!   librados; `koor status` as a cold process beside `ceph status`;
//! - `exec`: through Kubernetes, on a real kubelet: a whole inventory by exec beside one `ceph status` by `kubectl exec`,
//!   and `koor status` through librados fed from Rook's Secret beside the same;
//! - `pg_dump`: the decoder of the largest answer, beside other parsers;
//! - `large`: the simulator's large cluster, and how cost grows with size;
//! - `hour`: looking again and again;
//! - `service`: the version service, requests a second;
//! - `kube`: a large Kubernetes cluster, listed and watched.
//!
//! What is measured runs in a process of its own (`within`), since peak memory belongs to a process and a cluster's
//! librados to its root. Times are medians.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark that can't be made says so by failing"
)]

mod dump;
mod exec;
mod hour;
mod kube;
mod large;
mod live;
mod machine;
mod paper;
mod pg_dump;
mod service;
mod usage;
mod within;

use std::collections::BTreeSet;

use paper::Section;

const USAGE: &str = "\
cargo bench -p koor-tests --bench speed -- [--smoke] [--write] [NAME]...
    NAME     live, exec, kube, pg-dump, large, hour, service; all of them by default
    --smoke  small sizes and no cluster: whether the benchmarks run, not how fast anything is
    --write  put the figures into docs/performance.md";

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// As the targets are said.
    Whole,
    /// Small, to see that it runs.
    Smoke,
}

fn main() {
    // cargo's own word to every benchmark.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [first, rest @ ..] = words.as_slice()
        && first == within::WORD
    {
        return within::run(rest);
    }
    let (options, names): (BTreeSet<String>, BTreeSet<String>) =
        words.into_iter().partition(|word| word.starts_with('-'));
    let known = ["live", "exec", "kube", "pg-dump", "large", "hour", "service"];
    let bad = options.iter().find(|option| !["--smoke", "--write"].contains(&option.as_str()));
    if let Some(bad) = bad.or_else(|| names.iter().find(|name| !known.contains(&name.as_str()))) {
        println!("there is no `{bad}`\n{USAGE}");
        std::process::exit(2);
    }
    let size = if options.contains("--smoke") { Size::Smoke } else { Size::Whole };
    let wanted = |name: &str| names.is_empty() || names.contains(name);
    let mut sections = vec![machine::section()];
    sections[0].print();
    let mut add = |section: Section| {
        section.print();
        sections.push(section);
    };
    if wanted("live") && size == Size::Whole {
        live::sections().into_iter().for_each(&mut add);
    }
    if wanted("exec") && size == Size::Whole {
        add(exec::section());
    }
    if wanted("pg-dump") {
        add(pg_dump::section(size));
    }
    if wanted("large") {
        large::sections(size).into_iter().for_each(&mut add);
    }
    if wanted("hour") {
        add(hour::section(size));
    }
    if wanted("service") {
        add(service::section(size));
    }
    if wanted("kube") && size == Size::Whole {
        add(kube::section());
    }
    if options.contains("--write") && size == Size::Whole {
        paper::write(&sections);
    }
    let missed: usize = sections.iter().map(Section::missed).sum();
    println!(
        "\n{}",
        if missed == 0 { "every target is met".into() } else { format!("{missed} targets are missed") }
    );
}
