//! On what the figures were made.

use std::process::Command;

use koor_tests::command::koor;

use crate::paper::{Section, mb, median, ms};

pub(crate) fn section() -> Section {
    let mut section = Section::new("machine", &["", ""]);
    section.row(["processor", &processor()]);
    section.row(["cores", &std::thread::available_parallelism().map_or(0, usize::from).to_string()]);
    section.row(["memory", &memory()]);
    section.row(["load before", &first_words("/proc/loadavg", 1)]);
    section.row(["system", &said("uname", &["-sr"])]);
    section.row(["rustc", &said("rustc", &["--version"])]);
    let profile = if cfg!(debug_assertions) { "dev: the figures mean nothing" } else { "release (thin LTO)" };
    section.row(["profile", profile]);
    let size = std::fs::metadata(koor()).map_or(0, |facts| facts.len());
    section.row(["binary `koor`", &mb(size as f64)]);
    section.row(["start and end of `koor --version`", &ms(start())]);
    section
}

/// How long a process takes that does nothing but start and end.
fn start() -> f64 {
    median((0..20).map(|_| {
        let began = std::time::Instant::now();
        let done = Command::new(koor()).arg("--version").output().unwrap();
        assert!(done.status.success());
        began.elapsed().as_secs_f64()
    }))
}

fn processor() -> String {
    let facts = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = facts.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    named.map_or_else(|| "unknown".into(), |(_, name)| name.trim().to_owned())
}

fn memory() -> String {
    let facts = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = facts.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok());
    kib.map_or_else(|| "unknown".into(), |kib| format!("{:.0} GiB", kib / 1024.0 / 1024.0))
}

fn first_words(path: &str, count: usize) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

fn said(program: &str, args: &[&str]) -> String {
    match Command::new(program).args(args).output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        Err(error) => format!("unknown: {error}"),
    }
}
