//! A cluster: what it can be asked.

use std::path::{Path, PathBuf};

use koor_core::model::catalogue::Facts;
use koor_core::model::kube::ClaimRef;
use koor_core::model::{DaemonType, OsdId};
use koor_core::{ChartSpan, Koor, RecordOptions, view};
use pyo3::prelude::*;

use crate::looks::{as_it_is, looks, meant, seconds};
use crate::moment::{Moment, changes};
use crate::report::{self, Chart, Inventory, Report, Rows};
use crate::typed::Told;
use crate::{exceptions, runtime, versions};

/// One cluster, made by `connect`, `open_recording` or `demo`; each method asks it and waits for the answer.
///
/// Waiting gives up the GIL, Ctrl-C ends it at once, and one cluster may be asked from many threads. In a process that
/// was forked after Koor was used it refuses.
///
/// Answers do not raise because something could not be seen: they say what, and why. What raises is a question about one
/// thing that is not there, and a filter that makes no sense.
///
/// Examples
/// --------
/// >>> import koor
/// >>> koor.demo("nearfull")
/// <koor.Cluster simulator: ...>
#[pyclass(frozen, module = "koor")]
pub(crate) struct Cluster(pub(crate) Koor);

/// One cluster for asyncio, made by `connect_async`, `open_recording_async` or `demo_async`: the methods of `Cluster` as
/// coroutines. A task that is cancelled stops asking.
///
/// Examples
/// --------
/// >>> import asyncio, koor
/// >>> asyncio.run(koor.demo_async("nearfull"))
/// <koor.AsyncCluster simulator: ...>
#[pyclass(frozen, module = "koor")]
pub(crate) struct AsyncCluster(pub(crate) Koor);

looks! {
    /// How is the cluster? Never asks for more than one screen needs.
    #[example("'host-down'", "", "", ".severity", "'HEALTH_WARN'")]
    fn status() -> Py<Report>,
    asks |koor| as_it_is(koor.status().await);
    gives |py, view| report::one(py, view);

    /// What is wrong, what it means here, why, and what to do next. The rows are the checks that are raised; Koor's own
    /// findings and advice are in `to_dict()`.
    #[example("'host-down'", "'OSD_DOWN' in [check['code'] for check in ", "", "]", "True")]
    fn health() -> Py<Rows>,
    asks |koor| as_it_is(koor.health().await);
    gives |py, view| report::rows(py, view, |view: &view::HealthReport| {
        view.health.as_ref().map(|_| view.explained.as_slice())
    });

    /// Everything that can be seen, with what could not be and why. Its rows are the parts: their age, source and count.
    #[example("", "len(", "", ".to_dict()['osd_map']['seen']['value']['osds'])", "6")]
    fn inventory() -> Py<Inventory>,
    asks |koor| as_it_is(koor.inventory_with_summary().await);
    gives |py, view| report::inventory(py, view);

    /// The OSDs, one a row: state, place, size and use in bytes, latencies in milliseconds, version.
    ///
    /// Parameters
    /// ----------
    /// host
    ///     Those below this CRUSH host.
    /// device_class
    ///     Those of this device class, such as `ssd`.
    /// state
    ///     Those that are `up`, `down`, `in` or `out`.
    /// pool
    ///     Those that serve this pool, by its name or number.
    ///
    /// Raises
    /// ------
    /// InvalidInputError
    ///     Where there is no such state.
    #[example("'host-down'", "[osd['name'] for osd in ", "state='down'", "]", "['osd.8', 'osd.9', 'osd.10', 'osd.11']")]
    fn osds(host: Option<String> = None, device_class: Option<String> = None, state: Option<String> = None,
        pool: Option<String> = None) -> Py<Rows>,
    asks |koor| {
        let state = state.as_deref().map(meant).transpose()?;
        as_it_is(koor.osd_list(&view::OsdFilter { host, class: device_class, state, pool }).await)
    };
    gives |py, view| report::rows(py, view, |view: &view::OsdList| view.osds.as_deref());

    /// All that is known of one OSD, by its number.
    ///
    /// Raises
    /// ------
    /// NotFoundError
    ///     Where the cluster has no such OSD.
    #[example("", "", "0", ".to_dict()['osd']['name']", "'osd.0'")]
    fn osd(id: u32) -> Py<Report>,
    asks |koor| koor.osd(OsdId(id)).await.map_err(|error| exceptions::of(&error));
    gives |py, view| report::one(py, view);

    /// The CRUSH tree, one bucket or OSD a row, each with its depth and its parent's id.
    #[example("", "", "", "[0]['type']", "'root'")]
    fn osd_tree() -> Py<Rows>,
    asks |koor| as_it_is(koor.osd_tree(&view::TreeFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::OsdTree| view.nodes.as_deref());

    /// The pools, one a row: kind, size, PGs, quota, what is stored and what still fits, in bytes.
    ///
    /// Parameters
    /// ----------
    /// device_class
    ///     Those that may put data on this device class.
    /// application
    ///     Those that this application is enabled on: `rbd`, `cephfs`, `rgw`.
    /// state
    ///     Those that are `nearfull`, `backfillfull`, `full`, at their `quota`, or `ok`.
    ///
    /// Raises
    /// ------
    /// InvalidInputError
    ///     Where there is no such state.
    #[example("", "[pool['size'] for pool in ", "application='rbd'", "]", "[3]")]
    fn pools(device_class: Option<String> = None, application: Option<String> = None,
        state: Option<String> = None) -> Py<Rows>,
    asks |koor| {
        let state = state.as_deref().map(meant).transpose()?;
        as_it_is(koor.pool_list(&view::PoolFilter { class: device_class, application, state }).await)
    };
    gives |py, view| report::rows(py, view, |view: &view::PoolList| view.pools.as_deref());

    /// The placement groups, one a row: state, where they are and should be, objects, bytes, scrubs. Asks `pg dump`.
    ///
    /// Parameters
    /// ----------
    /// unhealthy
    ///     Those that are not active and clean.
    /// pool
    ///     Those of this pool, by its name or number.
    /// state
    ///     Those in whose state all of these words are: `degraded`, `active+clean`.
    /// osd
    ///     Those that this OSD serves, or shall serve, by its number.
    /// host
    ///     Those that an OSD below this CRUSH host serves, or shall serve.
    #[example("", "len(", "unhealthy=True", ")", "0")]
    fn pgs(unhealthy: bool = false, pool: Option<String> = None, state: Option<String> = None,
        osd: Option<u32> = None, host: Option<String> = None) -> Py<Rows>,
    asks |koor| {
        let filter = view::PgFilter { unhealthy, pool, state, osd: osd.map(OsdId), host };
        as_it_is(koor.pg_list(&filter).await)
    };
    gives |py, view| report::rows(py, view, |view: &view::PgList| view.pgs.as_deref());

    /// How much room there is: raw, by device class and by pool, and which OSD is full first. The rows are the pools.
    #[example("", "'max_available_bytes' in ", "", ".columns", "True")]
    fn df() -> Py<Rows>,
    asks |koor| as_it_is(koor.df(&view::DfFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::Df| view.pools.as_deref());

    /// A chart, which a notebook shows as a picture: `pools`, `osd-fullness`, `osd-latency`, `osd-pgs`, and over time
    /// `client-io`, `client-ops`, `recovery` and `used`.
    ///
    /// One over time looks at a live cluster for `duration` seconds, a minute unless told; of a recording it shows every
    /// round, of a pretend cluster the last hour.
    ///
    /// Parameters
    /// ----------
    /// name
    ///     Which one.
    /// duration
    ///     Over time: for how long, in seconds.
    /// every
    ///     Over time: how often, in seconds.
    ///
    /// Raises
    /// ------
    /// InvalidInputError
    ///     Where there is no such chart.
    #[example("'slow-osds'", "", "'osd-latency'", ".title", "'Which OSDs are slow'")]
    fn chart(name: String, duration: Option<f64> = None, every: Option<f64> = None) -> Py<Chart>,
    asks |koor| {
        let span = ChartSpan {
            duration: duration.map(seconds).transpose()?,
            every: every.map(seconds).transpose()?,
        };
        as_it_is(koor.chart(meant(&name)?, span).await)
    };
    gives |py, view| report::chart(py, view);

    /// Every daemon, one a row: its state in Ceph's words, whether that is as it should be, host, version.
    ///
    /// Parameters
    /// ----------
    /// daemon_type
    ///     Those of this type: `mon`, `mgr`, `osd`, `mds`, `rgw`.
    /// host
    ///     Those on this host.
    /// state
    ///     Those whose state has this word.
    #[example("", "[mon['state'] for mon in ", "'mon'", "]", "['leader', 'peon', 'peon']")]
    fn daemons(daemon_type: Option<String> = None, host: Option<String> = None,
        state: Option<String> = None) -> Py<Rows>,
    asks |koor| {
        let filter = view::DaemonFilter { daemon_type: daemon_type.map(DaemonType), host, state };
        as_it_is(koor.daemon_list(&filter).await)
    };
    gives |py, view| report::rows(py, view, |view: &view::DaemonList| Some(&view.daemons));

    /// The mons, one a row: rank, state, clock skew and latency in seconds.
    #[example("", "len(", "", ")", "3")]
    fn mons() -> Py<Rows>,
    asks |koor| as_it_is(koor.mon_list(&view::DaemonFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::MonList| view.mons.as_deref());

    /// The mgrs, one a row, and which of them is active.
    #[example("", "[mgr['active'] for mgr in ", "", "]", "[True, False]")]
    fn mgrs() -> Py<Rows>,
    asks |koor| as_it_is(koor.mgr_list(&view::DaemonFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::MgrList| view.mgrs.as_deref());

    /// The file systems, one a row: ranks, metadata servers, standbys, pools.
    #[example("", "", "", "[0]['name']", "'cephfs'")]
    fn file_systems() -> Py<Rows>,
    asks |koor| as_it_is(koor.fs_list().await);
    gives |py, view| report::rows(py, view, |view: &view::FsList| view.file_systems.as_deref());

    /// The metadata servers, one a row.
    #[example("", "", "", "[0]['state']", "'up:active'")]
    fn mds() -> Py<Rows>,
    asks |koor| as_it_is(koor.mds_list(&view::MdsFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::MdsList| view.mds.as_deref());

    /// The RADOS gateways of the service map, one a row.
    #[example("", "'zone' in ", "", ".columns", "True")]
    fn rgws() -> Py<Rows>,
    asks |koor| as_it_is(koor.rgw_list(&view::DaemonFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::RgwList| view.gateways.as_deref());

    /// Everything that has a version, one kind and version a row, beside what is wanted: Ceph's daemons and which are
    /// behind, Rook, CSI, Kubernetes, kernels. What nobody told is in `to_dict()["unknown"]`, with the reason.
    #[example("", "any(row['behind'] for row in ", "", ")", "False")]
    fn versions() -> Py<Rows>,
    asks |koor| as_it_is(koor.versions(None).await);
    gives |py, view| report::rows(py, view, |view: &view::VersionList| view.versions.as_deref());

    /// What runs held against the catalogue of versions: how long it is supported, what is newer, what must not be run
    /// here, and why. What could not be seen is told as unknown.
    ///
    /// Parameters
    /// ----------
    /// catalogue
    ///     The path of another catalogue than the one that came with Koor.
    /// against
    ///     The path of a manifest that is judged before it is applied: a CephCluster, values of Rook's charts.
    ///
    /// Raises
    /// ------
    /// InvalidInputError
    ///     Where a file can't be read.
    /// CorruptError
    ///     Where it is no catalogue or contradicts itself, or a manifest names no version.
    #[example("", "", "", ".to_dict()['worst']", "'error'")]
    fn version_check(catalogue: Option<String> = None, against: Option<String> = None) -> Py<Report>,
    asks |koor| {
        let held = versions::held(catalogue.as_deref().map(Path::new))?;
        match against {
            None => as_it_is(koor.version_check(&held).await),
            Some(file) => {
                koor.version_check_against(&[file], &held).await.map_err(|error| exceptions::of(&error))
            }
        }
    };
    gives |py, view| report::one(py, view);

    /// The same in short, one line a product: what runs, the newest patch, how long it is supported, the worst that was found.
    ///
    /// Parameters
    /// ----------
    /// catalogue
    ///     The path of another catalogue than the one that came with Koor.
    #[example("", "", "", ".to_dict()['products'][0]['product']", "'ceph'")]
    fn version_card(catalogue: Option<String> = None) -> Py<Report>,
    asks |koor| as_it_is(koor.version_card(&versions::held(catalogue.as_deref().map(Path::new))?).await);
    gives |py, view| report::one(py, view);

    /// What of this cluster decides over its versions, to be handed to `version_advice` or to a version service: nothing
    /// in it names the cluster, its daemons, hosts or pools.
    ///
    /// Raises
    /// ------
    /// KoorError
    ///     Where the cluster did not answer; its `kind` says why.
    #[example("", "", "", "['facts']['read-affinity']", "False")]
    fn version_facts() -> Told<Facts>,
    asks |koor| koor.version_facts().await.map_err(|error| exceptions::of(&error));
    gives |py, facts| Told::of(py, facts);

    /// The disks, one a row: which daemons use them, where, and when they are expected to fail.
    #[example("", "len(", "", ") > 0", "True")]
    fn devices() -> Py<Rows>,
    asks |koor| as_it_is(koor.device_list(&view::DeviceFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::DeviceList| view.devices.as_deref());

    /// The crashes that the cluster keeps, one a row, the newest first.
    ///
    /// Parameters
    /// ----------
    /// new
    ///     Those that nobody archived yet.
    #[example("", "'entity' in ", "new=True", ".columns", "True")]
    fn crashes(new: bool = false) -> Py<Rows>,
    asks |koor| as_it_is(koor.crash_list(&view::CrashFilter { new, entity: None }).await);
    gives |py, view| report::rows(py, view, |view: &view::CrashList| view.crashes.as_deref());

    /// What goes on and what happened lately, one event a row.
    #[example("", "'message' in ", "", ".columns", "True")]
    fn events() -> Py<Rows>,
    asks |koor| as_it_is(koor.events(view::EventFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::EventList| Some(&view.events));

    /// The tail of the cluster's log, one line a row.
    ///
    /// Parameters
    /// ----------
    /// lines
    ///     How many lines at most.
    /// grep
    ///     Those that hold this text.
    #[example("", "len(", "lines=5", ") <= 5", "True")]
    fn log(lines: usize = 50, grep: Option<String> = None) -> Py<Rows>,
    asks |koor| as_it_is(koor.log(&view::LogFilter { lines, grep, ..view::LogFilter::default() }).await);
    gives |py, view| report::rows(py, view, |view: &view::LogView| view.lines.as_deref());

    /// The central configuration, one option a row.
    #[example("", "'default' in ", "", ".columns", "True")]
    fn config() -> Py<Rows>,
    asks |koor| as_it_is(koor.config_dump(&view::ConfigFilter::default()).await);
    gives |py, view| report::rows(py, view, |view: &view::ConfigDump| view.entries.as_deref());

    /// Rook and Kubernetes beside Ceph: what Rook wants and says, what Kubernetes runs and what Ceph tells, each daemon, what
    /// an upgrade waits for, and where the three disagree.
    ///
    /// Raises
    /// ------
    /// InvalidInputError
    ///     Where no Kubernetes is known beside this cluster.
    #[example("'upgrade-stuck'", "", "", ".to_dict()['rook']['phase']", "'Ready'")]
    fn rook() -> Py<Report>,
    asks |koor| koor.rook().await.map_err(|error| exceptions::of(&error));
    gives |py, view| report::one(py, view);

    /// Rook's objects, one a row: the CephCluster, pools, file systems, object stores.
    #[example("", "[row['name'] for row in ", "kind='CephFilesystem'", "]", "['cephfs']")]
    fn rook_resources(kind: Option<String> = None, unhealthy: bool = false) -> Py<Rows>,
    asks |koor| {
        let filter = view::RookFilter { kind, unhealthy };
        koor.rook_resources(&filter).await.map_err(|error| exceptions::of(&error))
    };
    gives |py, view| report::rows(py, view, |view: &view::RookList| view.resources.as_deref());

    /// The nodes of Kubernetes, one a row: ready, cordoned, and which daemons they carry.
    #[example("'host-down'", "[row['name'] for row in ", "unhealthy=True", "]", "['node3']")]
    fn nodes(storage: bool = false, unhealthy: bool = false) -> Py<Rows>,
    asks |koor| {
        let filter = view::NodeFilter { storage, unhealthy };
        koor.node_list(&filter).await.map_err(|error| exceptions::of(&error))
    };
    gives |py, view| report::rows(py, view, |view: &view::NodeList| view.nodes.as_deref());

    /// All that is known of one node, and what a drain of it would block and why.
    #[example("", "", "'node1'", ".to_dict()['node']['name']", "'node1'")]
    fn node(name: String) -> Py<Report>,
    asks |koor| koor.node(&name).await.map_err(|error| exceptions::of(&error));
    gives |py, view| report::one(py, view);

    /// The claims of applications, one a row, each with the pool or file system that it lies on.
    #[example("", "[row['name'] for row in ", "namespace='monitoring'", "]", "['grafana', 'prometheus-0']")]
    fn claims(namespace: Option<String> = None, storage_class: Option<String> = None, pool: Option<String> = None,
        unhealthy: bool = false, all_drivers: bool = false) -> Py<Rows>,
    asks |koor| {
        let filter = view::ClaimFilter { namespace, storage_class, pool, unhealthy, all_drivers };
        koor.claim_list(&filter).await.map_err(|error| exceptions::of(&error))
    };
    gives |py, view| report::rows(py, view, |view: &view::ClaimList| view.claims.as_deref());

    /// One claim, followed down to its image or subvolume, its pool and its OSDs.
    #[example("", "", "'shop', 'cart'", ".to_dict()['trace']['claim']['phase']", "'Bound'")]
    fn claim(namespace: String, name: String) -> Py<Report>,
    asks |koor| koor.claim(&ClaimRef { namespace, name }).await.map_err(|error| exceptions::of(&error));
    gives |py, view| report::one(py, view);

    /// What changed between an earlier moment and now, one change a row: what, from what, to what, and whether that is
    /// `worse`, `better` or `neutral`.
    ///
    /// Parameters
    /// ----------
    /// before
    ///     An `Inventory`, or the path of a recording or of what `koor inventory -o json` wrote.
    ///
    /// Raises
    /// ------
    /// InvalidInputError, CorruptError
    ///     Where the file can't be used.
    #[example("", "len(", "koor.demo().inventory()", ") < 1000", "True")]
    fn diff(before: Moment) -> Py<Rows>,
    asks |koor| {
        let before = before.seen().await?;
        as_it_is(view::DiffReport::of(&before, &koor.inventory().await, koor.now()))
    };
    gives |py, view| changes(py, view);

    /// Keeps what the cluster says, as a folder or as one `.tar.zst`, and says what was kept.
    ///
    /// Parameters
    /// ----------
    /// path
    ///     Where to: a name that ends with `.tar.zst`, or a folder.
    /// duration
    ///     For how long, in seconds; once, where it is not said.
    /// every
    ///     How often with a duration, in seconds.
    /// overwrite
    ///     Whether to replace what is there.
    /// redact
    ///     Whether to replace secrets by placeholders.
    ///
    /// Raises
    /// ------
    /// KoorError
    ///     Where it can't be written. What the cluster does not answer is part of the recording.
    #[example("", "", "tempfile.mkdtemp() + '/now.tar.zst'", ".to_dict()['redacted']", "True")]
    fn record(path: PathBuf, duration: Option<f64> = None, every: f64 = 10.0, overwrite: bool = false,
        redact: bool = true) -> Py<Report>,
    asks |koor| {
        let duration = duration.map(seconds).transpose()?;
        let options = RecordOptions { path, duration, every: seconds(every)?, overwrite, redact };
        koor.record(&options, std::future::pending()).await.map_err(|error| exceptions::of(&error))
    };
    gives |py, view| report::one(py, view);
}
