//! What is measured in a process of its own: this same program again, told by its first word what to do. It prints one
//! line of JSON.

use std::process::{Command, Output};

use serde_json::Value;

use crate::{hour, kube, large, live, pg_dump, usage};

/// The first word of such a process.
pub(crate) const WORD: &str = "within";

pub(crate) fn run(words: &[String]) {
    let (what, rest) = words.split_first().unwrap();
    let done = match what.as_str() {
        "decode" => pg_dump::decode(rest),
        "usage" => usage::of_child(rest),
        "inventory" => live::inventory(),
        "cold" => live::cold(rest),
        "rounds" => live::rounds(),
        "size" => large::measure(rest),
        "hour" => hour::measure(rest),
        "kube" => kube::measure(rest),
        "kube-status" => kube::status(rest),
        other => panic!("there is no {other}"),
    };
    println!("{done}");
}

/// Does that in a process of its own, here.
pub(crate) fn own(words: &[&str]) -> Value {
    let myself = std::env::current_exe().unwrap();
    read(&Command::new(myself).arg(WORD).args(words).output().unwrap())
}

/// What such a process said.
pub(crate) fn read(output: &Output) -> Value {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    serde_json::from_str(out.trim()).unwrap_or_else(|error| panic!("{error}: {out}\n{err}"))
}

/// A figure of what it said.
pub(crate) fn figure(said: &Value, name: &str) -> f64 {
    said[name].as_f64().unwrap_or_else(|| panic!("no {name} in {said}"))
}
