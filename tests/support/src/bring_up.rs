//! From an empty folder to a healthy cluster.
//!
//! Nearly all the time goes by waiting for the monitors' election and the first reports of the managers, so
//! whatever does not depend on another step runs beside it.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::daemon::{Daemon, Kind};
use crate::error::Context;
use crate::layout::Layout;
use crate::{Cluster, Error, Supervisor, conf, keys, program};

/// For a program that formats something.
const FORMAT_LIMIT: Duration = Duration::from_mins(1);

/// Brings up a cluster whose supervisor runs.
pub(crate) fn run(cluster: &mut Cluster) -> Result<(), Error> {
    let start = Instant::now();
    let mut timings = Vec::new();
    let mut step = |name| timings.push((name, start.elapsed()));
    let here = &*cluster;
    let layout = &here.layout;

    prepare_files(layout)?;
    let all_keys = keys::make(layout, &here.supervisor)?;
    step("keys");
    thread::scope(|scope| {
        // Formatting an OSD takes a second or two and needs no monitor.
        let formatting = scope.spawn(|| format_osds(layout, &here.supervisor));
        start_mons(here, &all_keys)?;
        step("mons");
        let mut commands = conf::database(layout);
        for (osd, uuid) in layout.daemons(Kind::Osd).iter().zip(&layout.osd_uuids) {
            commands.push(format!("osd new {uuid} {}", osd.id));
        }
        // Returns when there is a quorum to ask.
        here.ceph_all(&commands)?;
        step("quorum");
        join(formatting)
    })?;
    each(layout.daemons(Kind::Mgr).into_iter().chain(layout.daemons(Kind::Osd)), |d| here.launch(d))?;
    step("mgrs and osds");
    here.ceph_all(&pools(layout))?;
    each(layout.daemons(Kind::Mds).into_iter().chain(layout.daemons(Kind::Rgw)), |d| here.launch(d))?;
    step("pools, mds and rgw");
    here.wait_complete()?;
    for index in 0..layout.shape.rgw {
        let address = layout.ports.rgw(index);
        here.wait_for(&format!("the gateway at {address}"), layout.shape.limit, |_| {
            Ok(TcpStream::connect(address).is_ok())
        })?;
    }
    step("ready");
    cluster.timings = timings;
    Ok(())
}

/// The configuration and the folders for the daemons' data. A monitor makes its own.
fn prepare_files(layout: &Layout) -> Result<(), Error> {
    let path = layout.conf();
    fs::write(&path, conf::file(layout)).at("write", &path)?;
    for daemon in Kind::ALL.into_iter().filter(|k| *k != Kind::Mon).flat_map(|k| layout.daemons(k)) {
        let path = layout.data(&daemon);
        fs::create_dir(&path).at("make", &path)?;
    }
    Ok(())
}

fn start_mons(cluster: &Cluster, all_keys: &Path) -> Result<(), Error> {
    let (layout, supervisor) = (&cluster.layout, &cluster.supervisor);
    let map = layout.dir.join("monmap");
    let mut command = supervisor.command(Some(FORMAT_LIMIT), "monmaptool");
    command.args(["--create", "--clobber", "--enable-all-features", "--fsid", &layout.fsid]);
    for mon in &layout.mon_addrs {
        command.args(["--addv", &mon.name, &mon.vector()]);
    }
    command.arg(&map);
    program::finish(command)?;
    each(layout.daemons(Kind::Mon), |mon| {
        let mut command = supervisor.command(Some(FORMAT_LIMIT), "ceph-mon");
        command.args(["-i", &mon.id, "--mkfs", "--monmap"]).arg(&map).arg("--keyring").arg(all_keys);
        program::finish(command)?;
        cluster.launch(mon)
    })
}

fn format_osds(layout: &Layout, supervisor: &Supervisor) -> Result<(), Error> {
    let osds: Vec<Daemon> = layout.daemons(Kind::Osd);
    each(osds.into_iter().zip(&layout.osd_uuids), |(osd, uuid)| {
        let mut command = supervisor.command(Some(FORMAT_LIMIT), "ceph-osd");
        command.args(["-i", &osd.id, "--mkfs", "--no-mon-config", "--osd-uuid", uuid]);
        program::finish(command).map(drop)
    })
}

/// The pools that a test may count on.
fn pools(layout: &Layout) -> Vec<String> {
    let mut commands =
        vec!["osd pool create rbd 8".to_owned(), "osd pool application enable rbd rbd".to_owned()];
    if layout.shape.mds > 0 {
        commands.extend(["osd pool create fs.meta 8", "osd pool create fs.data 8"].map(str::to_owned));
        commands.push("fs new cephfs fs.meta fs.data".to_owned());
    }
    commands
}

/// Does something for all of them at the same time; the first error counts.
fn each<T: Send>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(&T) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = items.into_iter().map(|item| scope.spawn(move || work(&item))).collect();
        started.into_iter().map(join).collect::<Result<Vec<()>, Error>>().map(drop)
    })
}

fn join(handle: thread::ScopedJoinHandle<'_, Result<(), Error>>) -> Result<(), Error> {
    handle.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))
}
