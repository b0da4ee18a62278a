//! Koor's config file: clusters by name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use super::environment::seconds;
use super::{LadderError, Options, Rung};
use crate::adapter::bounded;
use crate::model::toml_error;

/// The config file.
///
/// ```toml
/// default = "prod"
///
/// [clusters.prod]
/// conf = "/etc/ceph/prod.conf"
/// name = "client.koor"
///
/// [clusters.rook]
/// mon_host = "10.0.0.1:6789,10.0.0.2:6789"
/// key_file = "/run/secrets/ceph-key"
///
/// [clusters.inside]
/// context = "prod-k8s"
/// namespace = "rook-ceph"
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The cluster that is meant where nobody names one.
    pub default: Option<String>,
    /// The clusters by name.
    #[serde(default)]
    pub clusters: BTreeMap<String, ClusterEntry>,
}

/// One cluster in the config file. Paths that are not absolute are taken from the file's own folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterEntry {
    /// The Ceph conf file.
    pub conf: Option<PathBuf>,
    /// The keyring file.
    pub keyring: Option<PathBuf>,
    /// The client, `client.admin`.
    pub name: Option<String>,
    /// The mons' addresses, instead of a conf file's.
    pub mon_host: Option<String>,
    /// A file that holds the client's key and nothing else, instead of a keyring.
    pub key_file: Option<PathBuf>,
    /// The path of `librados.so.2`.
    pub librados: Option<PathBuf>,
    /// A recording.
    pub recording: Option<PathBuf>,
    /// The kubeconfig of the Kubernetes cluster that Rook runs in. Ceph is reached through it where nothing else here
    /// says how.
    pub kubeconfig: Option<PathBuf>,
    /// The kubeconfig's context.
    pub context: Option<String>,
    /// The namespace of the CephCluster.
    pub namespace: Option<String>,
    /// The namespace of the Rook operator, where it is another one.
    pub operator_namespace: Option<String>,
    /// The rung to use and no other.
    pub rung: Option<Rung>,
    /// How long one question may take: a number of seconds as text, `"5"`.
    pub timeout: Option<String>,
}

impl Config {
    /// Reads a config file.
    ///
    /// # Errors
    /// Where it can't be read, is no TOML, or holds a word that is not known.
    pub fn read(path: &Path) -> Result<Self, LadderError> {
        let wrong = |reason: String| LadderError::Config { path: path.to_owned(), reason };
        let text = bounded::text(path).map_err(|error| wrong(error.to_string()))?;
        Self::parse(&text).map_err(wrong)
    }

    /// Reads the text of a config file.
    ///
    /// # Errors
    /// A piece of a sentence, with the line, where it is no TOML or holds a word that is not known.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| toml_error(text, &error))
    }

    /// The options of one cluster.
    pub(super) fn cluster(&self, name: &str, file: &Path) -> Result<Options, LadderError> {
        let Some(entry) = self.clusters.get(name) else {
            return Err(LadderError::UnknownCluster {
                name: name.to_owned(),
                place: file.display().to_string(),
                known: self.clusters.keys().cloned().collect(),
            });
        };
        let place = |field: &str| format!("{}, clusters.{name}.{field}", file.display());
        let from_here =
            |path: &PathBuf| file.parent().map_or_else(|| path.clone(), |folder| folder.join(path));
        let key = entry.key_file.as_ref().map(|path| {
            bounded::text(&from_here(path)).map(|key| SecretString::from(key.trim().to_owned())).map_err(
                |error| LadderError::Unusable { place: place("key_file"), reason: error.to_string() },
            )
        });
        let deadline = entry.timeout.as_deref().map(|text| {
            seconds(text).map_err(|reason| LadderError::Unusable { place: place("timeout"), reason })
        });
        Ok(Options {
            cluster: Some(name.to_owned()),
            conf: entry.conf.as_ref().map(from_here),
            keyring: entry.keyring.as_ref().map(from_here),
            name: entry.name.clone(),
            mon_host: entry.mon_host.clone(),
            key: key.transpose()?,
            librados: entry.librados.as_ref().map(from_here),
            recording: entry.recording.as_ref().map(from_here),
            kubeconfig: entry.kubeconfig.as_ref().map(from_here),
            context: entry.context.clone(),
            namespace: entry.namespace.clone(),
            operator_namespace: entry.operator_namespace.clone(),
            rung: entry.rung,
            deadline: deadline.transpose()?,
            ..Options::default()
        })
    }
}
