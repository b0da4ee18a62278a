//! How a cluster is opened, for those who wait and for asyncio.

use std::path::PathBuf;
use std::sync::Arc;

use koor_core::Koor;
use koor_core::ladder::Options;
use koor_core::model::Kind;
use pyo3::prelude::*;

use crate::cluster::{AsyncCluster, Cluster};
use crate::looks::seconds;
use crate::transport::PythonTransport;
use crate::typed::Transport;
use crate::{exceptions, runtime};

/// What somebody said of the cluster to open.
struct Said {
    options: Options,
    transport: Option<Transport>,
}

impl Said {
    fn names_a_cluster(&self) -> bool {
        let options = &self.options;
        let paths = [&options.conf, &options.keyring, &options.recording, &options.kubeconfig];
        let words = [&options.name, &options.cluster, &options.context, &options.namespace];
        paths.iter().any(|path| path.is_some()) || words.iter().any(|word| word.is_some())
    }

    /// The loop is of who awaits: coroutines of a transport run there.
    fn over_transport(&self, py: Python<'_>, event_loop: Option<Py<PyAny>>) -> PyResult<Option<Koor>> {
        let Some(Transport(function)) = &self.transport else {
            return Ok(None);
        };
        if self.names_a_cluster() {
            let why = "transport says which cluster is meant: leave out conf, keyring, name, cluster, recording, kubeconfig, \
                 context and namespace";
            return Err(exceptions::of_kind(Kind::InvalidInput, why));
        }
        let function = function.bind(py);
        if !function.is_callable() {
            let why = format!(
                "a transport is a function from question to answer, not a {}",
                function.get_type().name()?
            );
            return Err(exceptions::of_kind(Kind::InvalidInput, why));
        }
        let koor = Koor::over(Arc::new(PythonTransport::new(function, event_loop)));
        Ok(Some(match self.options.deadline {
            Some(deadline) => koor.with_deadline(deadline),
            None => koor,
        }))
    }
}

/// Opens the cluster that is named, else the one that the environment, the config files or this host name.
///
/// Checks what can be checked here; the first question connects.
///
/// Parameters
/// ----------
/// conf
///     The Ceph conf file.
/// keyring
///     The keyring, where the conf does not name it.
/// name
///     The client, such as `client.admin`.
/// cluster
///     A cluster by its name in Koor's config file.
/// recording
///     A recording: a folder or a `.tar.zst`.
/// kubeconfig
///     The kubeconfig of the Kubernetes cluster that Rook runs in. With any of these three and no conf or recording, Ceph
///     is reached through Kubernetes; beside one, Kubernetes is asked about itself.
/// context
///     The kubeconfig's context.
/// namespace
///     The namespace of the CephCluster.
/// transport
///     A transport of your own, instead of all of the above: a function, or a coroutine function, that takes a
///     `Question` and returns an `Answer`, or only its body as `bytes`, `str`, `dict` or `list`. It is called from
///     other threads, up to eight at once. What it raises is told as the failure of that one question:
///     a `KoorError` as what it is, `TimeoutError` as a timeout, `PermissionError` as denied, `ConnectionError` as
///     unreachable, anything else as unsupported. Who is unreachable or late is not asked for the rest of that look.
/// timeout
///     How long one question may take, in seconds.
///
/// Raises
/// ------
/// KoorError
///     Where the choice can't be made, or its files can't be used.
///
/// Examples
/// --------
/// >>> import koor
/// >>> def ask(question):
/// ...     if question.prefix == "health":
/// ...         return {"status": "HEALTH_OK", "checks": {}, "mutes": []}
/// ...     raise NotImplementedError(question.prefix)
/// >>> koor.connect(transport=ask).health().severity
/// 'HEALTH_OK'
#[pyfunction]
#[pyo3(signature = (
    conf = None, keyring = None, name = None, cluster = None, recording = None,
    kubeconfig = None, context = None, namespace = None, transport = None, timeout = None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) fn connect(
    py: Python<'_>,
    conf: Option<PathBuf>,
    keyring: Option<PathBuf>,
    name: Option<String>,
    cluster: Option<String>,
    recording: Option<PathBuf>,
    kubeconfig: Option<PathBuf>,
    context: Option<String>,
    namespace: Option<String>,
    transport: Option<Transport>,
    timeout: Option<f64>,
) -> PyResult<Cluster> {
    let deadline = timeout.map(seconds).transpose()?;
    let kubernetes = Options { kubeconfig, context, namespace, ..Options::default() };
    let options = Options { conf, keyring, name, cluster, recording, deadline, ..kubernetes };
    let said = Said { options, transport };
    match said.over_transport(py, None)? {
        Some(koor) => Ok(Cluster(koor)),
        None => open(py, said.options),
    }
}

/// The same for asyncio, with the same parameters. A transport's coroutines run on the loop that awaits this.
///
/// Raises
/// ------
/// KoorError
///     Where the choice can't be made, or its files can't be used.
///
/// Examples
/// --------
/// >>> import asyncio, koor
/// >>> async def ask(question):
/// ...     return {"status": "HEALTH_OK", "checks": {}, "mutes": []}
/// >>> async def look():
/// ...     cluster = await koor.connect_async(transport=ask)
/// ...     return (await cluster.health()).severity
/// >>> asyncio.run(look())
/// 'HEALTH_OK'
#[pyfunction]
#[pyo3(signature = (
    conf = None, keyring = None, name = None, cluster = None, recording = None,
    kubeconfig = None, context = None, namespace = None, transport = None, timeout = None
))]
#[expect(clippy::too_many_arguments, reason = "Python names them")]
pub(crate) async fn connect_async(
    conf: Option<PathBuf>,
    keyring: Option<PathBuf>,
    name: Option<String>,
    cluster: Option<String>,
    recording: Option<PathBuf>,
    kubeconfig: Option<PathBuf>,
    context: Option<String>,
    namespace: Option<String>,
    transport: Option<Transport>,
    timeout: Option<f64>,
) -> PyResult<AsyncCluster> {
    let deadline = timeout.map(seconds).transpose()?;
    let kubernetes = Options { kubeconfig, context, namespace, ..Options::default() };
    let options = Options { conf, keyring, name, cluster, recording, deadline, ..kubernetes };
    let said = Said { options, transport };
    let over = Python::attach(|py| {
        let running = py.import("asyncio")?.call_method0("get_running_loop")?;
        said.over_transport(py, Some(running.unbind()))
    });
    match over? {
        Some(koor) => Ok(AsyncCluster(koor)),
        None => open_away(said.options).await,
    }
}

/// Opens a recording, a folder or a `.tar.zst`: everything that only reads works on it.
///
/// Raises
/// ------
/// KoorError
///     Where it can't be read.
///
/// Examples
/// --------
/// >>> import koor, tempfile
/// >>> path = tempfile.mkdtemp() + "/demo.tar.zst"
/// >>> kept = koor.demo("host-down").record(path)
/// >>> koor.open_recording(path).status().severity
/// 'HEALTH_WARN'
#[pyfunction]
pub(crate) fn open_recording(py: Python<'_>, path: PathBuf) -> PyResult<Cluster> {
    open(py, Options { recording: Some(path), ..Options::default() })
}

/// The same for asyncio.
///
/// Raises
/// ------
/// KoorError
///     Where it can't be read.
///
/// Examples
/// --------
/// >>> import asyncio, koor, tempfile
/// >>> path = tempfile.mkdtemp() + "/demo.tar.zst"
/// >>> kept = koor.demo("host-down").record(path)
/// >>> asyncio.run(koor.open_recording_async(path))
/// <koor.AsyncCluster recording of ...>
#[pyfunction]
pub(crate) async fn open_recording_async(path: PathBuf) -> PyResult<AsyncCluster> {
    open_away(Options { recording: Some(path), ..Options::default() }).await
}

/// A pretend cluster that lives: try everything, or test a tool of your own, without a cluster.
///
/// Parameters
/// ----------
/// scenario
///     What is wrong in it, such as `host-down` or `large:200`; the command `koor demo ls` tells them all.
/// seed
///     Another story of the same scenario.
///
/// Raises
/// ------
/// InvalidInputError
///     Where there is no such scenario.
///
/// Examples
/// --------
/// >>> import koor
/// >>> koor.demo("nearfull").status().severity
/// 'HEALTH_WARN'
#[pyfunction]
#[pyo3(signature = (scenario = "healthy-small", seed = 0))]
pub(crate) fn demo(py: Python<'_>, scenario: &str, seed: u64) -> PyResult<Cluster> {
    open(py, Options { demo: Some(scenario.to_owned()), seed: Some(seed), ..Options::default() })
}

/// The same for asyncio.
///
/// Raises
/// ------
/// InvalidInputError
///     Where there is no such scenario.
///
/// Examples
/// --------
/// >>> import asyncio, koor
/// >>> asyncio.run(koor.demo_async("nearfull"))
/// <koor.AsyncCluster ...>
#[pyfunction]
#[pyo3(signature = (scenario = String::from("healthy-small"), seed = 0))]
pub(crate) async fn demo_async(scenario: String, seed: u64) -> PyResult<AsyncCluster> {
    open_away(Options { demo: Some(scenario), seed: Some(seed), ..Options::default() }).await
}

fn open(py: Python<'_>, options: Options) -> PyResult<Cluster> {
    runtime::wait(py, Koor::open(options))?.map(Cluster).map_err(|error| exceptions::of(&error))
}

async fn open_away(options: Options) -> PyResult<AsyncCluster> {
    let opened = runtime::away(async move { Koor::open(options).await }).await?;
    opened.map(AsyncCluster).map_err(|error| exceptions::of(&error))
}
