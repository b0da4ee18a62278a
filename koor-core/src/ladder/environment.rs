//! The variables of the environment that count, read once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::{LadderError, Options, ceph_args};

/// Variables by name. Tests make their own; a process has one.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// This process's.
    #[must_use]
    pub fn of_process() -> Self {
        Self(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
        )
    }

    /// Where Koor keeps what is this user's: `KOOR_DATA`, else `koor` in `XDG_DATA_HOME` or `~/.local/share`.
    #[must_use]
    pub fn data_folder(&self) -> Option<PathBuf> {
        let of_user = || self.folder_of_user("XDG_DATA_HOME", ".local/share");
        self.get("KOOR_DATA").map(PathBuf::from).or_else(|| of_user().map(|folder| folder.join("koor")))
    }

    /// The value of a variable; an empty one counts as unset.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// What `KOOR_*` says.
    pub(super) fn koor(&self) -> Result<Options, LadderError> {
        let path = |name: &str| self.get(name).map(PathBuf::from);
        let text = |name: &str| self.get(name).map(str::to_owned);
        let unusable = |name: &str, reason: String| LadderError::Unusable { place: name.to_owned(), reason };
        Ok(Options {
            cluster: text("KOOR_CLUSTER"),
            conf: path("KOOR_CONF"),
            keyring: path("KOOR_KEYRING"),
            name: text("KOOR_NAME"),
            mon_host: None,
            key: None,
            librados: path("KOOR_LIBRADOS"),
            recording: path("KOOR_RECORDING"),
            demo: text("KOOR_DEMO"),
            kubeconfig: path("KOOR_KUBECONFIG"),
            context: text("KOOR_CONTEXT"),
            namespace: text("KOOR_NAMESPACE"),
            rung: match self.get("KOOR_RUNG") {
                Some(word) => Some(word.parse().map_err(|reason| unusable("KOOR_RUNG", reason))?),
                None => None,
            },
            deadline: match self.get("KOOR_TIMEOUT") {
                Some(word) => Some(seconds(word).map_err(|reason| unusable("KOOR_TIMEOUT", reason))?),
                None => None,
            },
            config: path("KOOR_CONFIG"),
            ..Options::default()
        })
    }

    /// What Ceph's own variables say. `CEPH_CONF` wins over a `--conf` within `CEPH_ARGS`, as it does for `ceph`.
    pub(super) fn ceph(&self) -> Options {
        let arguments = self.get("CEPH_ARGS").map(ceph_args::parse).unwrap_or_default();
        let keyring = self.get("CEPH_KEYRING").map(PathBuf::from);
        Options {
            conf: self.get("CEPH_CONF").map(PathBuf::from).or(arguments.conf),
            keyring: keyring.or(arguments.keyring),
            ..arguments
        }
    }

    /// How the Kubernetes cluster of these options is reached, with what `kubectl` reads of the environment.
    #[cfg(feature = "kube")]
    pub(super) fn kubernetes(&self, options: &Options) -> crate::adapter::kube::Access {
        let service = self.get("KUBERNETES_SERVICE_HOST").zip(self.get("KUBERNETES_SERVICE_PORT"));
        crate::adapter::kube::Access {
            kubeconfig: options.kubeconfig.clone(),
            kubeconfig_list: self.get("KUBECONFIG").map(str::to_owned),
            home: self.get("HOME").map(PathBuf::from),
            service: service.map(|(host, port)| (host.to_owned(), port.to_owned())),
            service_account: None,
            context: options.context.clone(),
            namespace: options.namespace.clone(),
            operator_namespace: options.operator_namespace.clone(),
            user: options.act_as.clone(),
            groups: options.act_as_groups.clone(),
        }
    }

    /// Whether there is a kubeconfig here, or a pod's service account.
    #[cfg(feature = "kube")]
    pub(super) fn knows_kubernetes(&self, options: &Options) -> bool {
        self.kubernetes(options).is_there()
    }

    /// Nothing of this build could go there.
    #[cfg(not(feature = "kube"))]
    #[expect(clippy::unused_self, reason = "the same question in every build")]
    pub(super) const fn knows_kubernetes(&self, _: &Options) -> bool {
        false
    }

    /// A folder of this user's, as the XDG specification finds it.
    fn folder_of_user(&self, variable: &str, in_home: &str) -> Option<PathBuf> {
        let said = self.get(variable).map(PathBuf::from);
        said.or_else(|| Some(PathBuf::from(self.get("HOME")?).join(in_home)))
    }

    /// Where Koor's config file may be, first one first.
    pub(super) fn config_places(&self) -> Vec<PathBuf> {
        let folder = self.folder_of_user("XDG_CONFIG_HOME", ".config");
        folder
            .map(|folder| folder.join("koor/config.toml"))
            .into_iter()
            .chain([PathBuf::from("/etc/koor/config.toml")])
            .collect()
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self(variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }
}

/// A number of seconds above zero and up to an hour, as people write it: `5`, `0.5`, `5s`.
///
/// # Errors
/// A sentence, where the text is something else.
pub fn seconds(text: &str) -> Result<Duration, String> {
    match text.trim().trim_end_matches('s').parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 3600.0 => Ok(Duration::from_secs_f64(value)),
        _ => Err(format!("`{text}` is no number of seconds above 0 and up to 3600")),
    }
}
