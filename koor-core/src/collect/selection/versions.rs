//! What is asked to judge versions.

use super::Selection;
use crate::model::kube::KubeQuestion;
use crate::wire::Question;

impl Selection {
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
