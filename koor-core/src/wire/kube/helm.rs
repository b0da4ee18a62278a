//! What Helm keeps of a release: a Secret, of which only the metadata is asked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::ObjectMeta;
use super::object::kube_object;
use crate::model::kube::{Deployment, HelmRelease};

/// The metadata of a Secret (`PartialObjectMetadata`). There is no field for its data, on purpose.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HelmSecretObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
}

kube_object!(HelmSecretObject => Option<HelmRelease>, "", "v1", "Secret", "secrets", true);

impl HelmSecretObject {
    /// Which Secrets are Helm's, as a label selector.
    pub const SELECTOR: &'static str = "owner=helm";

    /// The release, where this is one's Secret.
    fn row(self) -> Option<HelmRelease> {
        let meta = self.metadata;
        if meta.label("owner") != Some("helm") {
            return None;
        }
        let number = |key: &str| meta.label(key).and_then(|text| text.parse::<u64>().ok());
        let changed = number("modifiedAt").or_else(|| number("createdAt"));
        Some(HelmRelease {
            name: meta.label("name")?.to_owned(),
            revision: number("version"),
            status: meta.label("status").unwrap_or("unknown").to_owned(),
            chart: None,
            changed: changed
                .and_then(|seconds| Timestamp::from_second(i64::try_from(seconds).ok()?).ok())
                .or(meta.creation_timestamp),
            namespace: meta.namespace,
        })
    }
}

/// Of all revisions the newest of each release, with its chart as what it installed is labelled.
#[must_use]
pub fn helm_releases(all: Vec<HelmRelease>, installed: &[Deployment]) -> Vec<HelmRelease> {
    let mut newest: BTreeMap<(String, String), HelmRelease> = BTreeMap::new();
    for release in all {
        let key = (release.namespace.clone(), release.name.clone());
        let known = newest.get(&key).and_then(|known| known.revision);
        if known.is_none() || release.revision > known {
            newest.insert(key, release);
        }
    }
    let chart = |release: &HelmRelease| {
        let of = |deployment: &&Deployment| {
            let label = |key: &str| deployment.labels.get(key);
            deployment.namespace == release.namespace
                && ["app.kubernetes.io/instance", "release"]
                    .iter()
                    .any(|key| label(key) == Some(&release.name))
        };
        let mut labels = installed.iter().filter(of).map(|deployment| &deployment.labels);
        labels.find_map(|labels| labels.get("helm.sh/chart").or_else(|| labels.get("chart"))).cloned()
    };
    newest.into_values().map(|release| HelmRelease { chart: chart(&release), ..release }).collect()
}

#[cfg(test)]
mod tests {
    use super::{HelmSecretObject, helm_releases};
    use crate::wire::kube::{KubeObject as _, object};

    #[test]
    fn the_newest_revision_is_the_release_and_its_data_are_never_read() {
        let secret = |version: u64, status: &str| {
            let text = format!(
                r#"{{"metadata":{{"name":"sh.helm.release.v1.rook-ceph.v{version}","namespace":"rook-ceph",
                "labels":{{"owner":"helm","name":"rook-ceph","version":"{version}","status":"{status}",
                "modifiedAt":"1795361990"}}}},"data":{{"release":"hunter2"}}}}"#
            );
            object::<HelmSecretObject>(text.as_bytes()).unwrap()
        };
        assert!(!format!("{:?}", secret(1, "x")).contains("hunter2"));
        let rows = [secret(9, "superseded"), secret(10, "deployed")];
        let all = helm_releases(rows.into_iter().filter_map(HelmSecretObject::into_row).collect(), &[]);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].revision, all[0].status.as_str()), (Some(10), "deployed"));
        let other = object::<HelmSecretObject>(br#"{"metadata":{"name":"rook-ceph-mon"}}"#).unwrap();
        assert_eq!(other.into_row(), None);
    }
}
