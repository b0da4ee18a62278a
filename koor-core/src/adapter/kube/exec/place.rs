//! Which pods can be entered, and with what `ceph` works in each.

use k8s_openapi::api::core::v1::Pod;
use kube::Api;
use kube::api::ListParams;
use serde_json::{Value, json};

use super::super::{KubeApi, KubeError};
use super::ExecAccess;
use crate::model::Kind;
use crate::port::TransportError;

/// What a pod is for. In the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PodRole {
    /// `app=rook-ceph-tools`: made for this.
    Toolbox,
    /// `app=rook-ceph-operator`: keeps a conf and a keyring for each cluster.
    Operator,
    /// `app=rook-ceph-mon`: has the mons' keyring.
    Mon,
}

impl PodRole {
    const ALL: [Self; 3] = [Self::Toolbox, Self::Operator, Self::Mon];

    /// The pod's label `app`.
    const fn app(self) -> &'static str {
        match self {
            Self::Toolbox => "rook-ceph-tools",
            Self::Operator => "rook-ceph-operator",
            Self::Mon => "rook-ceph-mon",
        }
    }

    /// The container in which `ceph` is, as Rook calls it.
    const fn container(self) -> &'static str {
        match self {
            Self::Toolbox | Self::Operator => self.app(),
            Self::Mon => "mon",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Toolbox => "toolbox",
            Self::Operator => "operator",
            Self::Mon => "mon",
        }
    }
}

/// How many pods of one role are tried.
const OF_ONE_ROLE: usize = 2;
/// The mons' keyring in a mon's pod: holds `[mon.]` and, as Rook makes it, `[client.admin]`.
const MON_KEYRING: &str = "/etc/ceph/keyring-store/keyring";
/// The mons' addresses in the environment of a daemon's pod.
pub(super) const MON_HOST: &str = "ROOK_CEPH_MON_HOST";

/// One container to enter.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) role: PodRole,
    pub(super) namespace: String,
    pub(super) pod: String,
    pub(super) container: String,
    /// The namespace of the cluster: the operator's pod keeps the confs of several.
    cluster: String,
    name: Option<String>,
}

impl Place {
    /// For people: `pod rook-ceph/rook-ceph-tools-759c4d5d-b6qwd (toolbox), librados API 3.0.0, client.admin`.
    ///
    /// That number is the API's: librados does not tell of which release of Ceph it is.
    pub(super) fn describe(&self, librados: Option<&str>) -> String {
        let with = librados.map_or(String::new(), |version| format!(", librados API {version}"));
        format!("exec into {} ({}){with}, {}", self.name_of_pod(), self.role.word(), self.asker())
    }

    pub(super) fn name_of_pod(&self) -> String {
        format!("pod {}/{}", self.namespace, self.pod)
    }

    /// The client as which it is asked first.
    pub(super) fn asker(&self) -> &str {
        self.name.as_deref().unwrap_or("client.admin")
    }

    /// The conf file in the pod, where the default one is not the one.
    pub(super) fn conf(&self) -> Option<String> {
        let namespace = &self.cluster;
        (self.role == PodRole::Operator).then(|| format!("/var/lib/rook/{namespace}/{namespace}.config"))
    }

    /// The keyring in the pod, where the conf does not name it.
    pub(super) fn keyring(&self) -> Option<&'static str> {
        (self.role == PodRole::Mon).then_some(MON_KEYRING)
    }

    /// With what the script is to make its handle.
    pub(super) fn settings(&self) -> Value {
        let mut options = json!({
            // A client that looks leaves no file and no socket behind, and writes nothing.
            "log_file": "", "admin_socket": "", "log_to_stderr": "false", "err_to_stderr": "false",
        });
        let mut variables = json!({});
        let mut names = vec![self.asker()];
        let conf = match self.role {
            // The default one, wherever that is, and as whom the toolbox itself asks.
            PodRole::Toolbox => {
                if self.name.is_none() {
                    names.clear();
                }
                Value::from("")
            }
            PodRole::Operator => Value::from(self.conf()),
            PodRole::Mon => {
                options["keyring"] = MON_KEYRING.into();
                variables["mon_host"] = MON_HOST.into();
                if self.name.is_none() {
                    names.push("mon.");
                }
                Value::Null
            }
        };
        json!({
            "names": names, "cluster": "ceph", "conf": conf, "options": options, "variables": variables,
        })
    }
}

/// Where to look for pods.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) api: KubeApi,
    access: ExecAccess,
}

impl Places {
    pub(super) const fn new(api: KubeApi, access: ExecAccess) -> Self {
        Self { api, access }
    }

    pub(super) fn namespace(&self) -> &str {
        &self.access.namespace
    }

    pub(super) fn pods(&self, namespace: &str) -> Api<Pod> {
        Api::namespaced(self.api.client().clone(), namespace)
    }

    /// The pods that can be entered, the best first.
    ///
    /// # Errors
    /// `Unsupported` where there is none, `Denied` where pods may not be listed, or what the API server fails by.
    pub(super) async fn find(&self) -> Result<Vec<Place>, TransportError> {
        let cluster = &self.access.namespace;
        let operator = self.access.operator_namespace.as_ref().unwrap_or(cluster);
        let mut places = self.list(cluster).await?;
        if operator != cluster {
            match self.list(operator).await {
                Ok(found) => places.extend(found.into_iter().filter(|place| place.role == PodRole::Operator)),
                // The other namespace is enough where it has a pod.
                Err(_) if !places.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        places.sort_by_key(|place| place.role);
        let mut kept: Vec<Place> = Vec::new();
        for place in places {
            if kept.iter().filter(|other| other.role == place.role).count() < OF_ONE_ROLE {
                kept.push(place);
            }
        }
        if kept.is_empty() {
            return Err(TransportError::new(
                Kind::Unsupported,
                format!(
                    "no pod to exec into runs in namespace {cluster}: neither a toolbox (app=rook-ceph-tools) nor an \
                     operator nor a mon; deploy Rook's toolbox.yaml, or give --namespace and --operator-namespace"
                ),
            ));
        }
        Ok(kept)
    }

    async fn list(&self, namespace: &str) -> Result<Vec<Place>, TransportError> {
        let apps: Vec<&str> = PodRole::ALL.iter().map(|role| role.app()).collect();
        let which = ListParams::default().labels(&format!("app in ({})", apps.join(","))).limit(100);
        let listed = self.pods(namespace).list(&which).await.map_err(|error| match &error {
            kube::Error::Api(status) if status.code == 403 => TransportError::new(
                Kind::Denied,
                format!(
                    "the pods of namespace {namespace} may not be listed by this user, so no pod to exec into can \
                     be found: it needs the right `list` on `pods` there"
                ),
            ),
            other => KubeError::of(other, self.api.server()).into(),
        })?;
        Ok(listed.items.iter().filter_map(|pod| self.place(pod, namespace)).collect())
    }

    /// A pod as a place, where it runs.
    fn place(&self, pod: &Pod, namespace: &str) -> Option<Place> {
        let label = pod.metadata.labels.as_ref()?.get("app")?;
        let role = PodRole::ALL.into_iter().find(|role| role.app() == label)?;
        let containers: Vec<&str> =
            pod.spec.as_ref()?.containers.iter().map(|container| container.name.as_str()).collect();
        let usual = containers.iter().find(|name| **name == role.container());
        let container = (*usual.or(containers.first())?).to_owned();
        let status = pod.status.as_ref()?;
        let runs = status.container_statuses.iter().flatten().any(|told| {
            told.name == container && told.state.as_ref().is_some_and(|state| state.running.is_some())
        });
        if !runs || pod.metadata.deletion_timestamp.is_some() {
            return None;
        }
        Some(Place {
            role,
            namespace: namespace.to_owned(),
            pod: pod.metadata.name.clone()?,
            container,
            cluster: self.access.namespace.clone(),
            name: self.access.name.clone(),
        })
    }
}
