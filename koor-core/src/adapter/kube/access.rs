//! Who asks which API server: what somebody said, and what is there.

use std::path::{Path, PathBuf};

use super::KubeError;
use crate::model::Kind;

/// Where a pod finds who it is.
const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// How to reach a Kubernetes cluster, in `kubectl`'s order: a kubeconfig that is named, `$KUBECONFIG`,
/// `~/.kube/config`, the service account of this pod.
///
/// Variables of the environment are the caller's to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The kubeconfig that is named (`--kubeconfig`): this one and no other.
    pub kubeconfig: Option<PathBuf>,
    /// `$KUBECONFIG` as it stands: a list of files, of which those that do not exist are passed over.
    pub kubeconfig_list: Option<String>,
    /// The home folder, for `.kube/config` in it.
    pub home: Option<PathBuf>,
    /// Where a pod finds the API server: `$KUBERNETES_SERVICE_HOST` and `$KUBERNETES_SERVICE_PORT`.
    pub service: Option<(String, String)>,
    /// Where a pod finds its service account; `None` is the usual folder.
    pub service_account: Option<PathBuf>,
    /// The kubeconfig's context; its current one where nothing is said.
    pub context: Option<String>,
    /// The namespace of the CephCluster.
    pub namespace: Option<String>,
    /// The namespace of the Rook operator.
    pub operator_namespace: Option<String>,
    /// Whom to act as (`--as`).
    pub user: Option<String>,
    /// In which groups (`--as-group`).
    pub groups: Vec<String>,
}

/// By what the API server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// These files, of which each exists.
    Kubeconfig(Vec<PathBuf>),
    /// The service account of this pod.
    Pod(PodIdentity),
}

/// What a pod knows of its API server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PodIdentity {
    /// `https://10.96.0.1:443`.
    pub(super) server: String,
    /// The folder with `token`, `ca.crt` and `namespace`.
    pub(super) folder: PathBuf,
}

impl Access {
    /// Whether there is something here to reach a cluster by: a kubeconfig, or a pod's service account. Asks nobody.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.kubeconfig.is_some() || !self.files().is_empty() || self.pod().is_some()
    }

    /// By what the API server is reached.
    ///
    /// # Errors
    /// `InvalidInput` where the kubeconfig that is named does not exist, `NotFound` where there is nothing at all.
    pub(super) fn identity(&self) -> Result<Identity, KubeError> {
        if self.user.is_none() && !self.groups.is_empty() {
            return Err(KubeError::new(Kind::InvalidInput, "--as-group needs --as: say whom to act as, too"));
        }
        if let Some(path) = &self.kubeconfig {
            return match path.try_exists() {
                Ok(false) => Err(KubeError::new(
                    Kind::InvalidInput,
                    format!("the kubeconfig {} does not exist: give another --kubeconfig", path.display()),
                )),
                // What can't be looked at is told better by who reads it.
                Ok(true) | Err(_) => Ok(Identity::Kubeconfig(vec![path.clone()])),
            };
        }
        let files = self.files();
        if !files.is_empty() {
            return Ok(Identity::Kubeconfig(files));
        }
        self.pod().map(Identity::Pod).ok_or_else(|| self.nothing())
    }

    /// Files of `$KUBECONFIG`, or the default one, that exist.
    fn files(&self) -> Vec<PathBuf> {
        let exists = |path: &PathBuf| !matches!(path.try_exists(), Ok(false));
        self.candidates().into_iter().filter(exists).collect()
    }

    fn candidates(&self) -> Vec<PathBuf> {
        match self.kubeconfig_list.as_deref().filter(|list| !list.is_empty()) {
            Some(list) => std::env::split_paths(list).filter(|path| !path.as_os_str().is_empty()).collect(),
            None => self.home.iter().map(|home| home.join(".kube/config")).collect(),
        }
    }

    fn pod(&self) -> Option<PodIdentity> {
        let (host, port) = self.service.as_ref()?;
        let folder = self.service_account.as_deref().unwrap_or(Path::new(SERVICE_ACCOUNT));
        // An address of IPv6 stands in brackets.
        let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        folder
            .join("token")
            .is_file()
            .then(|| PodIdentity { server: format!("https://{host}:{port}"), folder: folder.to_owned() })
    }

    fn nothing(&self) -> KubeError {
        let places: Vec<String> = self.candidates().iter().map(|path| path.display().to_string()).collect();
        let places = if places.is_empty() { "no file is named".to_owned() } else { places.join(", ") };
        KubeError::new(
            Kind::NotFound,
            format!(
                "there is no kubeconfig ({places}), and this is no pod with a service account: give --kubeconfig"
            ),
        )
    }
}
