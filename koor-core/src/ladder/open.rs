//! Standing on a rung: the transport that the settled options ask for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "kube")]
use super::kubernetes;
use super::{Environment, LadderError, Options, Rung, Settled, Way};
use crate::error::Error;
use crate::model::Kind;
use crate::port::{CephTransport, Clock, Orchestrator};

/// A transport, and which rungs were passed over on the way to it.
pub(crate) struct Opened {
    pub(crate) transport: Arc<dyn CephTransport>,
    pub(crate) passed_over: Vec<String>,
    /// The Kubernetes cluster that it runs in, where that is known.
    pub(crate) orchestrator: Option<Arc<dyn Orchestrator>>,
    /// What made it this one, where that was found out by looking.
    pub(crate) chosen_by: Option<String>,
}

impl Opened {
    pub(super) fn alone(transport: Arc<dyn CephTransport>) -> Self {
        Self { transport, passed_over: Vec::new(), orchestrator: None, chosen_by: None }
    }
}

/// Opens what was settled. Ceph is not asked yet: the first command connects. Kubernetes is, where the way to Ceph leads
/// through it.
pub(crate) async fn open(
    settled: &Settled,
    environment: &Environment,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Opened, Error> {
    let options = &settled.options;
    match settled.way {
        Way::Ceph if options.kubernetes().is_some() => {
            let orchestrator = kubernetes::beside(options, environment, clock, deadline).await?;
            Ok(Opened { orchestrator: Some(orchestrator), ..of_ceph(options, clock, deadline)? })
        }
        Way::Ceph => of_ceph(options, clock, deadline),
        Way::Kubernetes => kubernetes::through(options, environment, clock, deadline).await,
        Way::Search => search(options, environment, clock, deadline).await,
    }
}

/// Rook in this user's Kubernetes cluster, else the default conf.
async fn search(
    options: &Options,
    environment: &Environment,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Opened, Error> {
    let reason = match kubernetes::found(options, environment, clock, deadline).await {
        Ok(opened) => return Ok(opened),
        Err(reason) => reason,
    };
    if options.conf.is_none() {
        let default = PathBuf::from(super::settle::DEFAULT_CONF);
        return Err(LadderError::NoCluster { default, kubernetes: Some(reason) }.into());
    }
    let mut opened = of_ceph(options, clock, deadline)?;
    opened.passed_over.insert(0, reason);
    Ok(opened)
}

/// By what the options say of Ceph.
fn of_ceph(options: &Options, clock: &Arc<dyn Clock>, deadline: Duration) -> Result<Opened, Error> {
    if let Some(scenario) = &options.demo {
        return simulator(scenario, options, clock);
    }
    if !options.faults.is_empty() {
        return Err(LadderError::FaultsWithoutDemo.into());
    }
    if let Some(path) = &options.recording {
        return recording(path);
    }
    match options.rung {
        Some(Rung::Librados) => librados(options, clock, deadline).map(Opened::alone),
        Some(Rung::Ceph) => program(options, clock).map(Opened::alone),
        Some(Rung::Exec) => Err(LadderError::NoRung {
            reasons: vec![
                "exec goes through Kubernetes, and a conf names the cluster: give one of them".into(),
            ],
            kind: Kind::InvalidInput,
        }
        .into()),
        // A library's path is an explicit choice too.
        None if options.librados.is_some() => librados(options, clock, deadline).map(Opened::alone),
        None => first_that_stands(options, clock, deadline),
    }
}

/// librados where it can be loaded, else the `ceph` program. What is wrong with the conf or the key is the same on
/// either and ends the search.
fn first_that_stands(options: &Options, clock: &Arc<dyn Clock>, deadline: Duration) -> Result<Opened, Error> {
    let mut passed_over = Vec::new();
    match installed_librados(options, clock, deadline) {
        Ok(opened) => return Ok(Opened { passed_over, ..Opened::alone(opened?) }),
        Err(reason) => passed_over.push(reason),
    }
    match program(options, clock) {
        Ok(transport) => Ok(Opened { passed_over, ..Opened::alone(transport) }),
        Err(Error::Ladder(LadderError::NotBuilt { what })) => {
            passed_over.push(format!("this build has no {what}"));
            Err(LadderError::NoRung { reasons: passed_over, kind: Kind::Unsupported }.into())
        }
        Err(error) if error.kind() == Kind::Unsupported => {
            passed_over.push(error.to_string());
            Err(LadderError::NoRung { reasons: passed_over, kind: Kind::Unsupported }.into())
        }
        Err(error) => Err(error),
    }
}

/// A transport, or what is wrong with the conf or the key.
type Tried = Result<Arc<dyn CephTransport>, Error>;

/// The librados of this host; the reason, where it has none.
#[cfg(feature = "librados")]
fn installed_librados(
    options: &Options,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Tried, String> {
    use crate::adapter::librados::Installed;
    let library = Installed::load(None).map_err(|error| error.to_string())?;
    let opened = library.open(librados_access(options), clock.clone(), deadline);
    Ok(opened.map(|librados| Arc::new(librados) as _).map_err(Error::from))
}

#[cfg(not(feature = "librados"))]
fn installed_librados(_: &Options, _: &Arc<dyn Clock>, _: Duration) -> Result<Tried, String> {
    Err("this build has no librados".into())
}

#[cfg(feature = "librados")]
fn librados(options: &Options, clock: &Arc<dyn Clock>, deadline: Duration) -> Tried {
    use crate::adapter::librados::Librados;
    Ok(Arc::new(Librados::open(librados_access(options), clock.clone(), deadline)?))
}

#[cfg(feature = "librados")]
fn librados_access(options: &Options) -> crate::adapter::librados::Access {
    let usual = crate::adapter::librados::Access::default();
    crate::adapter::librados::Access {
        conf: conf(options),
        keyring: options.keyring.clone(),
        name: options.name.clone().unwrap_or(usual.name),
        mon_host: options.mon_host.clone(),
        key: options.key.clone(),
        library: options.librados.clone(),
        cluster: usual.cluster,
        whence: None,
    }
}

#[cfg(not(feature = "librados"))]
fn librados(_: &Options, _: &Arc<dyn Clock>, _: Duration) -> Result<Arc<dyn CephTransport>, Error> {
    Err(LadderError::NotBuilt { what: "librados" }.into())
}

#[cfg(feature = "ceph-cli")]
fn program(options: &Options, clock: &Arc<dyn Clock>) -> Result<Arc<dyn CephTransport>, Error> {
    use crate::adapter::ceph_cli::{Access, CephProgram};
    if options.key.is_some() || options.mon_host.is_some() {
        // A key on a command line would be readable by every user of the host.
        let reason = "mon addresses and a key without files are taken by librados only: install it, or write a conf file \
                      and a keyring";
        return Err(LadderError::NoRung { reasons: vec![reason.into()], kind: Kind::Unsupported }.into());
    }
    let usual = Access::default();
    let access = Access {
        conf: conf(options),
        keyring: options.keyring.clone(),
        name: options.name.clone().unwrap_or(usual.name),
        ..Access::default()
    };
    Ok(Arc::new(CephProgram::open(access, clock.clone())?))
}

#[cfg(not(feature = "ceph-cli"))]
fn program(_: &Options, _: &Arc<dyn Clock>) -> Result<Arc<dyn CephTransport>, Error> {
    Err(LadderError::NotBuilt { what: "`ceph` program" }.into())
}

#[cfg(feature = "recording")]
fn recording(path: &std::path::Path) -> Result<Opened, Error> {
    let recording = Arc::new(crate::adapter::recording::Recording::open(path)?);
    Ok(Opened { orchestrator: Some(recording.clone()), ..Opened::alone(recording) })
}

#[cfg(not(feature = "recording"))]
fn recording(_: &std::path::Path) -> Result<Opened, Error> {
    Err(LadderError::NotBuilt { what: "recordings" }.into())
}

#[cfg(feature = "sim")]
fn simulator(scenario: &str, options: &Options, clock: &Arc<dyn Clock>) -> Result<Opened, Error> {
    use crate::sim::{FaultRule, Faulty, FaultyKubernetes, Simulator};
    let unusable = |place: &str, reason| LadderError::Unusable { place: place.into(), reason };
    let scenario = scenario.parse().map_err(|reason| unusable("--demo", reason))?;
    let simulator = Arc::new(Simulator::new(scenario, options.seed.unwrap_or_default(), clock.clone()));
    let rules: Result<Vec<FaultRule>, String> = options.faults.iter().map(|rule| rule.parse()).collect();
    let rules = rules.map_err(|reason| unusable("--fault", reason))?;
    let kubernetes = simulator.orchestrator();
    let (transport, kubernetes): (Arc<dyn CephTransport>, Arc<dyn Orchestrator>) = if rules.is_empty() {
        (simulator, kubernetes)
    } else {
        let kubernetes = FaultyKubernetes::new(kubernetes, rules.clone());
        (Arc::new(Faulty::new(simulator, rules)), Arc::new(kubernetes))
    };
    Ok(Opened { orchestrator: Some(kubernetes), ..Opened::alone(transport) })
}

#[cfg(not(feature = "sim"))]
fn simulator(_: &str, _: &Options, _: &Arc<dyn Clock>) -> Result<Opened, Error> {
    Err(LadderError::NotBuilt { what: "simulator" }.into())
}

/// Without the feature nothing leads through Kubernetes.
#[cfg(not(feature = "kube"))]
mod kubernetes {
    use super::{Arc, Clock, Duration, Environment, Error, LadderError, Opened, Options, Orchestrator};

    const NONE: LadderError = LadderError::NotBuilt { what: "Kubernetes" };

    #[expect(clippy::unused_async, reason = "as with the feature")]
    pub(super) async fn beside(
        _: &Options,
        _: &Environment,
        _: &Arc<dyn Clock>,
        _: Duration,
    ) -> Result<Arc<dyn Orchestrator>, Error> {
        Err(NONE.into())
    }

    #[expect(clippy::unused_async, reason = "as with the feature")]
    pub(super) async fn through(
        _: &Options,
        _: &Environment,
        _: &Arc<dyn Clock>,
        _: Duration,
    ) -> Result<Opened, Error> {
        Err(NONE.into())
    }

    #[expect(clippy::unused_async, reason = "as with the feature")]
    pub(super) async fn found(
        _: &Options,
        _: &Environment,
        _: &Arc<dyn Clock>,
        _: Duration,
    ) -> Result<Opened, String> {
        Err(NONE.to_string())
    }
}

/// The conf file; none where the mons' addresses and a key say all.
#[cfg(any(feature = "librados", feature = "ceph-cli"))]
fn conf(options: &Options) -> Option<PathBuf> {
    match (&options.conf, &options.mon_host) {
        (None, None) => Some(PathBuf::from("/etc/ceph/ceph.conf")),
        (conf, _) => conf.clone(),
    }
}
