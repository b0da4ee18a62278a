//! Ceph through the Kubernetes cluster that Rook runs it in: librados with what Rook keeps there, else exec into a pod.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;

use super::open::Opened;
use super::{Environment, LadderError, Options, Rung};
use crate::adapter::kube::{Exec, ExecAccess, KubeApi, KubeError, KubeLists, MonEndpoint, Place};
use crate::error::Error;
use crate::model::Kind;
use crate::port::{CephTransport, Clock, Orchestrator, TransportError};

/// How long a Kubernetes cluster that nobody named may take to say whether a CephCluster is in it.
const QUICKLY: Duration = Duration::from_secs(2);

/// An API server, and where Rook is behind it.
struct Found {
    api: KubeApi,
    place: Place,
    mons: OnceCell<Result<Vec<MonEndpoint>, KubeError>>,
}

impl Found {
    /// The mons' addresses, asked for once.
    async fn mons(&self, deadline: Duration) -> Result<Vec<MonEndpoint>, KubeError> {
        let asked = self.mons.get_or_init(|| self.api.mon_endpoints(&self.place.namespace, deadline));
        asked.await.clone()
    }
}

/// A rung that nobody can stand on, and what that means.
type PassedOver = (String, Kind);

/// The Kubernetes cluster beside a Ceph cluster that is reached otherwise. Asks nothing yet.
pub(super) async fn beside(
    options: &Options,
    environment: &Environment,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Arc<dyn Orchestrator>, Error> {
    let api =
        KubeApi::open(&environment.kubernetes(options), deadline).await.map_err(TransportError::from)?;
    Ok(orchestrator(api, None, clock))
}

/// Ceph through the Kubernetes cluster that the options name.
pub(super) async fn through(
    options: &Options,
    environment: &Environment,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Opened, Error> {
    let found = look(options, environment, deadline).await?;
    stand(found, options, clock, deadline).await
}

/// The same through the one of this user, which nobody named; a sentence, where no CephCluster is found in it quickly.
pub(super) async fn found(
    options: &Options,
    environment: &Environment,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Opened, String> {
    let passed_over = |reason: String| format!("Rook in this user's Kubernetes cluster: {reason}");
    let quickly = deadline.min(QUICKLY);
    let looked = tokio::time::timeout(quickly, look(options, environment, quickly)).await;
    let found = match looked {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => return Err(passed_over(error.message)),
        Err(_) => {
            return Err(passed_over(format!("its API server did not answer within {} s", quickly.as_secs())));
        }
    };
    let chosen_by = format!("Rook in this Kubernetes cluster ({})", found.api.describe());
    let opened = stand(found, options, clock, deadline).await;
    opened
        .map(|opened| Opened { chosen_by: Some(chosen_by), ..opened })
        .map_err(|error| passed_over(error.to_string()))
}

async fn look(
    options: &Options,
    environment: &Environment,
    deadline: Duration,
) -> Result<Found, TransportError> {
    let api = KubeApi::open(&environment.kubernetes(options), deadline).await?;
    let place = api.place(deadline).await?;
    Ok(Found { api, place, mons: OnceCell::new() })
}

/// On librados where its mons can be reached from here, else in a pod. A rung that was named is the only one.
async fn stand(
    found: Found,
    options: &Options,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
) -> Result<Opened, Error> {
    let rung = match options.rung {
        Some(Rung::Ceph) => {
            // A key on a command line would be readable by every user of the host.
            let why = "the `ceph` program takes its key from a file, and none is written: name the rung librados or exec, \
                       or give --conf";
            return Err(LadderError::NoRung { reasons: vec![why.into()], kind: Kind::InvalidInput }.into());
        }
        // A library's path is an explicit choice too.
        None if options.librados.is_some() => Some(Rung::Librados),
        other => other,
    };
    let mut passed_over: Vec<PassedOver> = Vec::new();
    if rung != Some(Rung::Exec) {
        match librados::fed(&found, options, clock, deadline).await {
            Ok(transport) => return Ok(opened(transport, &passed_over, found, clock)),
            Err(reason) => passed_over.push(reason),
        }
        if rung == Some(Rung::Librados) {
            return Err(none_stands(passed_over));
        }
    }
    // A pod needs no addresses; they are the names under which single mons can be asked.
    let mons = found.mons(deadline).await.unwrap_or_default();
    by_exec(found, &mons, options, clock, deadline, passed_over).await
}

async fn by_exec(
    found: Found,
    mons: &[MonEndpoint],
    options: &Options,
    clock: &Arc<dyn Clock>,
    deadline: Duration,
    mut passed_over: Vec<PassedOver>,
) -> Result<Opened, Error> {
    let access = ExecAccess {
        namespace: found.place.namespace.clone(),
        operator_namespace: found.place.operator_namespace.clone(),
        name: options.name.clone(),
        mon_names: mons.iter().map(MonEndpoint::first_address).collect(),
    };
    match Exec::open(found.api.clone(), access, clock.clone(), deadline).await {
        Ok(exec) => Ok(opened(Arc::new(exec), &passed_over, found, clock)),
        Err(error) => {
            passed_over.push((format!("exec: {}", error.message), error.kind));
            Err(none_stands(passed_over))
        }
    }
}

fn none_stands(passed_over: Vec<PassedOver>) -> Error {
    // What came last was the last hope, and says best what would help.
    let kind = passed_over.last().map_or(Kind::Unsupported, |(_, kind)| *kind);
    let reasons = passed_over.into_iter().map(|(reason, _)| reason).collect();
    LadderError::NoRung { reasons, kind }.into()
}

fn opened(
    transport: Arc<dyn CephTransport>,
    passed_over: &[PassedOver],
    found: Found,
    clock: &Arc<dyn Clock>,
) -> Opened {
    Opened {
        transport,
        passed_over: passed_over.iter().map(|(reason, _)| reason.clone()).collect(),
        orchestrator: Some(orchestrator(found.api, Some(found.place), clock)),
        chosen_by: None,
    }
}

#[cfg(feature = "librados")]
mod librados {
    use super::{Arc, CephTransport, Clock, Duration, Found, KubeError, Options, PassedOver, TransportError};
    use crate::adapter::kube::{mon_host, reached};
    use crate::adapter::librados::{Access, Installed};

    /// librados with the mons and the key that Rook keeps.
    pub(super) async fn fed(
        found: &Found,
        options: &Options,
        clock: &Arc<dyn Clock>,
        deadline: Duration,
    ) -> Result<Arc<dyn CephTransport>, PassedOver> {
        let over = |error: TransportError| (format!("librados: {}", error.message), error.kind);
        let because = |error: KubeError| over(error.into());
        let installed = Installed::load(options.librados.as_deref()).map_err(over)?;
        let user = found.api.ceph_user(&found.place.namespace, options.name.as_deref(), deadline);
        let mons = async {
            let mons = found.mons(deadline).await?;
            Ok::<_, KubeError>((reached(&mons).await, mons))
        };
        let (mons, user) = tokio::join!(mons, user);
        // Without endpoints it is mostly the wrong namespace; what is wrong with the Secret can be repaired from anywhere.
        let (reached, mons) = mons.map_err(because)?;
        let user = user.map_err(because)?;
        reached.map_err(because)?;
        let access = Access {
            conf: None,
            keyring: None,
            name: user.name,
            mon_host: Some(mon_host(&mons)),
            key: Some(user.key),
            library: options.librados.clone(),
            whence: Some(user.whence),
            ..Access::default()
        };
        let opened = installed.open(access, clock.clone(), deadline).map_err(over)?;
        Ok(Arc::new(opened))
    }
}

#[cfg(not(feature = "librados"))]
mod librados {
    use super::{Arc, CephTransport, Clock, Duration, Found, Kind, Options, PassedOver};

    #[expect(clippy::unused_async, reason = "as with the feature")]
    pub(super) async fn fed(
        _: &Found,
        _: &Options,
        _: &Arc<dyn Clock>,
        _: Duration,
    ) -> Result<Arc<dyn CephTransport>, PassedOver> {
        Err(("this build has no librados".into(), Kind::Unsupported))
    }
}

/// What tells of Kubernetes itself; where Rook is, is not looked for twice.
fn orchestrator(api: KubeApi, place: Option<Place>, clock: &Arc<dyn Clock>) -> Arc<dyn Orchestrator> {
    let lists = KubeLists::new(api, clock.clone());
    Arc::new(match place {
        Some(place) => lists.at(place),
        None => lists,
    })
}
