//! The decoder of `pg dump` alone, from a slice, beside other parsers.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use koor_core::wire;
use serde_json::{Value, json};

use crate::paper::{Section, Target, mb, median};
use crate::within::{self, figure};
use crate::{Size, dump, usage};

/// Processes of each parser, by turns.
const TURNS: usize = 5;

pub(crate) fn section(size: Size) -> Section {
    let mut section = Section::ratios("pg-dump");
    let folder = tempfile::tempdir().unwrap();
    let pgs = if size == Size::Whole { 100_000 } else { 2_000 };
    for (release, shape) in dump::SHAPES {
        let path = folder.path().join(format!("pg-dump-{release}.json"));
        let body = dump::of(shape, pgs);
        fs::write(&path, &body).unwrap();
        let bytes = body.len() as f64;
        drop(body);
        measure(&mut section, release, &path, bytes, pgs);
        fs::remove_file(&path).unwrap();
    }
    section
}

fn measure(section: &mut Section, release: &str, path: &Path, bytes: f64, pgs: usize) {
    let file = path.to_str().unwrap();
    let (mut koor, mut sonic) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        koor.push(within::own(&["decode", "koor", file]));
        sonic.push(within::own(&["decode", "sonic", file]));
    }
    for said in koor.iter().chain(&sonic) {
        assert_eq!(said["pgs"], pgs);
    }
    let speed = |said: &[Value]| bytes / 1e6 / median(said.iter().map(|said| figure(said, "seconds")));
    let peak = |said: &[Value]| median(said.iter().map(|said| figure(said, "peak")));
    let (ours, theirs) = (speed(&koor), speed(&sonic));
    let what = format!("{pgs} PGs as {release} tells them, {}", mb(bytes));
    let per_second = |speed: f64| format!("{speed:.0} MB/s");
    let beside = format!("sonic-rs, same structs: {}", per_second(theirs));
    section.ratio(&what, &per_second(ours), &beside, ours / theirs, "×", Target::AtLeast(0.6));
    let most = peak(&koor);
    let beside = format!("the input; sonic-rs {}", mb(peak(&sonic)));
    section.ratio(
        "its peak memory, the input in it",
        &mb(most),
        &beside,
        most / bytes,
        "×",
        Target::AtMost(1.5),
    );
    for (name, said) in [("Python's json", python(path)), ("Go's encoding/json", go(path))] {
        match said {
            Ok(said) => {
                assert_eq!(said["pgs"], pgs);
                let speed = bytes / 1e6 / figure(&said, "seconds");
                let version = said["version"].as_str().unwrap_or_default();
                let beside =
                    format!("{name} ({version}): {}, peak {}", per_second(speed), mb(figure(&said, "peak")));
                section.ratio("the same", &per_second(ours), &beside, ours / speed, "×", Target::None);
            }
            Err(why) => section.absent(&format!("beside {name}"), &why),
        }
    }
}

/// Reads a file and decodes it. In a process of its own.
pub(crate) fn decode(words: &[String]) -> Value {
    let [parser, path] = words else { panic!("decode PARSER FILE") };
    let body = fs::read(path).unwrap();
    let began = Instant::now();
    let (map, _) = match parser.as_str() {
        "koor" => wire::pg::map(&body).unwrap(),
        _ => wire::pg::map_from(&mut sonic_rs::Deserializer::from_slice(&body)).unwrap(),
    };
    let seconds = began.elapsed().as_secs_f64();
    json!({"seconds": seconds, "peak": usage::peak(), "pgs": map.pgs.len()})
}

fn python(path: &Path) -> Result<Value, String> {
    let program = include_str!("peers/decode.py");
    let output = Command::new("python3").args(["-c", program]).arg(path).output();
    let output = output.map_err(|error| format!("no python3 ({error}): apt-get install python3"))?;
    Ok(within::read(&output))
}

fn go(path: &Path) -> Result<Value, String> {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("decode.go");
    fs::write(&source, include_str!("peers/decode.go")).unwrap();
    let program = folder.path().join("decode");
    let built =
        Command::new("go").arg("build").arg("-o").arg(&program).arg(&source).current_dir(&folder).output();
    let built = built.map_err(|error| format!("no go ({error}): apt-get install golang-go"))?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).trim().replace('\n', " "));
    }
    Ok(within::read(&Command::new(program).arg(path).output().unwrap()))
}
