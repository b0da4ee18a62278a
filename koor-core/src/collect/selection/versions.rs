//! What is asked to judge versions.

use super::Selection;
use crate::model::kube::KubeQuestion;
use crate::wire::Question;

impl Selection {
    /// What versions show: the counts, the daemons by name, and what Kubernetes runs beside them.
    #[must_use]
    pub fn versions() -> Self {
        Self::daemons().and(Question::Versions).and_kube(&[
            KubeQuestion::Kubernetes,
            KubeQuestion::RookClusters,
            KubeQuestion::RookConfig,
            KubeQuestion::Deployments,
            KubeQuestion::Pods,
            KubeQuestion::Nodes,
            KubeQuestion::HelmReleases,
        ])
    }

    /// What holding versions against a catalogue takes: what runs, and every trait that an entry may hang on.
    #[must_use]
    pub fn version_check() -> Self {
        Self::of(&[
            Question::Status,
            Question::Versions,
            Question::MonDump,
            Question::MgrDump,
            Question::OsdDump,
            Question::CrushDump,
            Question::FsDump,
            Question::ServiceDump,
            Question::ConfigDump,
            Question::MonMetadata,
            Question::MgrMetadata,
            Question::MdsMetadata,
            Question::OsdMetadata,
        ])
        .and_kube(&Self::ROOK)
        .and_kube(&[KubeQuestion::HelmReleases])
    }
}
