//! The testbed by hand: `koor-testbed prepare`, `up`, `kube` and `exec`.
#![forbid(unsafe_code)]

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use koor_testbed::kube::{ControlPlane, KubeShape, Programs};
use koor_testbed::{Cluster, Release, Root, Shape, Supervisor};
use serde_json::Value;

const USAGE: &str = "\
koor-testbed prepare [pacific|reef|tentacle|kube]...
    Make the root folders and build Kubernetes' programs (all of it by default), so that no test has to.
koor-testbed up [--small] [--release R] [--mons N] [--mgrs N] [--osds N] [--rgw N] [--mds N] [--dir D] [--populate]
    Start a cluster, print where it is as one line of JSON, and take it down when standard input ends or this
    program is ended, by whatever signal. By default 3 mons, 2 mgrs, 3 OSDs, a gateway and a file system.
koor-testbed kube [--nodes N] [--real] [--exec CONF]
    Start a control plane in the same way, with nodes that kwok plays (3 by default), or one that is real. `exec` into
    any pod of kwok's reaches the Ceph cluster of that conf.
koor-testbed exec DIR PROGRAM [ARGUMENT]...
    Run a program of the release inside the cluster of that folder.";

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["prepare", releases @ ..] => prepare(releases),
        ["up", options @ ..] => up(options),
        ["kube", options @ ..] => kube(options),
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
    let (kube, names): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| **name == "kube");
    let all = kube.is_empty() && names.is_empty();
    let chosen: Result<Vec<Release>, _> = names.iter().map(|name| name.parse()).collect();
    let releases = if all { Release::ALL.to_vec() } else { chosen? };
    for release in releases {
        let root = Root::prepare(release)?;
        let place = root.path().map_or_else(|| "this machine".to_owned(), |p| p.display().to_string());
        writeln!(io::stdout(), "{release}: {place}")?;
    }
    if all || !kube.is_empty() {
        for programs in [Programs::control()?, Programs::node()?] {
            for folder in programs.folders() {
                writeln!(io::stdout(), "kube: {}", folder.display())?;
            }
        }
    }
    Ok(())
}

fn kube(options: &[&str]) -> Result<(), Failure> {
    let mut shape = KubeShape::full();
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{option} wants a value"));
        match *option {
            "--nodes" => shape.nodes = value()?.parse()?,
            "--exec" => shape.exec = Some(value()?.into()),
            "--real" => shape = KubeShape::real(),
            name => return Err(format!("no option {name}\n{USAGE}").into()),
        }
    }
    let plane = ControlPlane::start(shape)?;
    writeln!(io::stdout(), "{}", plane.description())?;
    await_end()?;
    plane.down()?;
    Ok(())
}

/// A signal needs no handling: the supervisor notices the end of this program.
fn await_end() -> io::Result<()> {
    let mut ignored = Vec::new();
    io::stdin().read_to_end(&mut ignored).map(drop)
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
    await_end()?;
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
