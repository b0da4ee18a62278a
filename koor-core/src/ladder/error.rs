//! Why the choice of a rung could not be made.

use std::path::PathBuf;

use crate::model::Kind;

/// How to reach a cluster could not be settled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LadderError {
    /// Two flags name two clusters.
    #[error("{first} and {second} name two clusters: give one of them")]
    Contradiction {
        /// One way.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// Nothing names a cluster and the default conf is not there.
    #[error(
        "no cluster was named, and {} does not exist{}: give --conf, --cluster, --context or --recording, or look \
         around with `koor demo`", default.display(), kubernetes.as_ref().map_or(String::new(), |why| format!("; {why}"))
    )]
    NoCluster {
        /// Where the default conf would be.
        default: PathBuf,
        /// Why there is none in the Kubernetes cluster of this user, where there is one.
        kubernetes: Option<String>,
    },
    /// Through Kubernetes the key comes from Rook's own Secret.
    #[error(
        "{flag} is for a cluster that is named by its conf: leave it out with {kubernetes}, or give --conf, too"
    )]
    NotThroughKubernetes {
        /// The flag that means nothing there.
        flag: &'static str,
        /// What says Kubernetes.
        kubernetes: &'static str,
    },
    /// A cluster's name is not in the config file.
    #[error("there is no cluster `{name}` in {}: {}", place, listed(known))]
    UnknownCluster {
        /// The name.
        name: String,
        /// Where it was looked for.
        place: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// A variable of the environment, or a value in the config file, can't be used.
    #[error("{place}: {reason}")]
    Unusable {
        /// Which.
        place: String,
        /// Why.
        reason: String,
    },
    /// A config file can't be read.
    #[error("the config file {} can't be used: {reason}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// No rung of this build or this host can be stood on.
    #[error("no way to reach the cluster: {}", reasons.join("; "))]
    NoRung {
        /// Why each was passed over.
        reasons: Vec<String>,
        /// What that means.
        kind: Kind,
    },
    /// Faults are for pretend clusters.
    #[error("--fault spoils the answers of a pretend cluster: give --demo with it")]
    FaultsWithoutDemo,
    /// The build lacks what was asked for.
    #[error("this build of Koor has no {what}: build koor-core with its feature")]
    NotBuilt {
        /// What.
        what: &'static str,
    },
}

impl LadderError {
    /// What it means.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::NoRung { kind, .. } => *kind,
            Self::NotBuilt { .. } => Kind::Unsupported,
            _ => Kind::InvalidInput,
        }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "it names none".into() } else { format!("it names {}", names.join(", ")) }
}
