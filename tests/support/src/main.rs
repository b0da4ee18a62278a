//! The testbed by hand: `koor-testbed prepare`, `up` and `exec`.
#![forbid(unsafe_code)]

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use koor_testbed::{Cluster, Release, Root, Shape, Supervisor};
use serde_json::Value;

const USAGE: &str = "\
koor-testbed prepare [pacific|reef|tentacle]...
    Make the root folders (all of them by default), so that no test has to.
koor-testbed up [--small] [--release R] [--mons N] [--mgrs N] [--osds N] [--rgw N] [--mds N] [--dir D] [--populate]
    Start a cluster, print where it is as one line of JSON, and take it down when standard input ends or this
    program is ended, by whatever signal. By default 3 mons, 2 mgrs, 3 OSDs, a gateway and a file system.
koor-testbed exec DIR PROGRAM [ARGUMENT]...
    Run a program of the release inside the cluster of that folder.";

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["prepare", releases @ ..] => prepare(releases),
        ["up", options @ ..] => up(options),
        ["exec", dir, command @ ..] if !command.is_empty() => return exec(dir, command),
        _ => Err(USAGE.into()),
    };
    report(done.map(|()| ExitCode::SUCCESS))
}

fn report(done: Result<ExitCode, Failure>) -> ExitCode {
    done.unwrap_or_else(|e| {
        let _ = writeln!(io::stderr(), "{e}");
        ExitCode::FAILURE
    })
}

fn prepare(names: &[&str]) -> Result<(), Failure> {
    let chosen: Result<Vec<Release>, _> = names.iter().map(|name| name.parse()).collect();
    let releases = if names.is_empty() { Release::ALL.to_vec() } else { chosen? };
    for release in releases {
        let root = Root::prepare(release)?;
        let place = root.path().map_or_else(|| "this machine".to_owned(), |p| p.display().to_string());
        writeln!(io::stdout(), "{release}: {place}")?;
    }
    Ok(())
}

fn up(options: &[&str]) -> Result<(), Failure> {
    let mut shape = Shape::full();
    let mut populate = false;
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--small" => shape = Shape { release: shape.release, ..Shape::small() },
            "--populate" => populate = true,
            name => {
                let value = rest.next().ok_or_else(|| format!("{name} wants a value"))?;
                match name {
                    "--release" => shape.release = value.parse()?,
                    "--mons" => shape.mons = value.parse()?,
                    "--mgrs" => shape.mgrs = value.parse()?,
                    "--osds" => shape.osds = value.parse()?,
                    "--rgw" => shape.rgw = value.parse()?,
                    "--mds" => shape.mds = value.parse()?,
                    "--dir" => shape.dir = Some(value.into()),
                    _ => return Err(format!("no option {name}\n{USAGE}").into()),
                }
            }
        }
    }
    let cluster = Cluster::start(shape)?;
    if populate {
        cluster.populate()?;
    }
    writeln!(io::stdout(), "{}", cluster.description())?;
    // A signal needs no handling: the supervisor notices the end of this program.
    let mut ignored = Vec::new();
    io::stdin().read_to_end(&mut ignored)?;
    cluster.down()?;
    Ok(())
}

fn exec(dir: &str, command: &[&str]) -> ExitCode {
    report(exec_inside(Path::new(dir), command))
}

fn exec_inside(dir: &Path, command: &[&str]) -> Result<ExitCode, Failure> {
    let mark: Value = serde_json::from_slice(&std::fs::read(dir.join("testbed.json"))?)?;
    let pid = mark["supervisor"].as_u64().ok_or("the folder does not name its supervisor")?;
    let inside = Supervisor::attach(u32::try_from(pid)?, dir, mark["root"].as_str().map(Path::new))?;
    let (program, args) = command.split_first().ok_or(USAGE)?;
    let mut prepared = inside.command(None, program);
    let status = prepared.args(args).stdin(std::process::Stdio::inherit()).status()?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
