//! What has a version and is no daemon of Ceph. Nothing is guessed: what was not seen is told with the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::list::UnknownVersion;
use super::row::VersionRow;
use crate::model::kube::{ContainerState, Deployment, KubeNode, Pod};
use crate::model::{Inventory, Kind, Part, image_version};

/// What is known beside Ceph's daemons, and what is not.
#[derive(Default)]
pub(super) struct Beside {
    pub rows: Vec<VersionRow>,
    pub unknown: Vec<UnknownVersion>,
    /// Whether anything of the cluster was seen: what asks knows its own version always.
    pub cluster_seen: bool,
}

/// The operator's setting that names the CSI drivers' image.
const CSI_SETTING: &str = "ROOK_CSI_CEPH_IMAGE";

impl Beside {
    pub(super) fn of(inventory: &Inventory) -> Self {
        let mut all = Self::default();
        all.operator(inventory);
        all.charts(inventory);
        all.csi(inventory);
        all.toolbox(inventory);
        all.kubernetes(inventory);
        all.kubelets(inventory);
        all.kernels(inventory);
        all.cluster_seen = !all.rows.is_empty();
        all.client(inventory);
        let koor = vec!["this program".to_owned()];
        all.rows.push(VersionRow::beside("koor", Some(env!("CARGO_PKG_VERSION").to_owned()), koor, "itself"));
        VersionRow::mark_mixed(&mut all.rows);
        all
    }

    fn unknown(&mut self, what: &str, why: impl Into<String>) {
        self.unknown.push(UnknownVersion { what: what.to_owned(), why: why.into(), told: false });
    }

    /// What a part holds; else why nothing is known of `what`.
    fn seen<'i, T>(&mut self, part: &'i Part<T>, what: &str) -> Option<&'i T> {
        if let Some(why) = part.why() {
            // What was asked for and not seen stands below every view by itself.
            let (told, why) = match why.kind {
                Kind::NotAsked => (false, "no Kubernetes was asked".to_owned()),
                _ => (true, why.message.clone()),
            };
            self.unknown.push(UnknownVersion { what: what.to_owned(), why, told });
        }
        part.value()
    }

    /// What pods run, by image, beside what is wanted of them.
    fn images(&mut self, what: &str, runs: BTreeMap<&str, Vec<String>>, wanted: Option<&str>) {
        for (image, who) in runs {
            let version = image_version(image).map(|version| version.to_string());
            let mut row = VersionRow::beside(what, version, who, "pods' images");
            row.image = Some(image.to_owned());
            self.rows
                .push(row.wanting(wanted.and_then(image_version).map(|version| version.to_string()), wanted));
        }
    }

    /// What the pods of one Deployment run, by their label `app`. The Deployment itself says what is wanted.
    fn deployed(&mut self, inventory: &Inventory, what: &str, app: &str, of: fn(&Deployment) -> bool) {
        let Some(pods) = self.seen(&inventory.pods, what) else { return };
        let runs = running(
            pods.iter().filter(|pod| pod.labels.get("app").is_some_and(|label| label == app)),
            |_| true,
        );
        let deployment = inventory.deployments.value().into_iter().flatten().find(|one| of(one));
        let wanted = deployment.and_then(|one| one.image.as_deref());
        if runs.is_empty()
            && let Some(deployment) = deployment
        {
            let image = wanted.unwrap_or("no image");
            self.unknown(what, format!("no pod of Deployment {} runs, which wants {image}", deployment.name));
        }
        self.images(what, runs, wanted);
    }

    fn operator(&mut self, inventory: &Inventory) {
        self.deployed(inventory, "rook", "rook-ceph-operator", Deployment::is_operator);
    }

    fn toolbox(&mut self, inventory: &Inventory) {
        self.deployed(inventory, "toolbox", "rook-ceph-tools", |one| one.app() == Some("rook-ceph-tools"));
    }

    fn csi(&mut self, inventory: &Inventory) {
        let Some(pods) = self.seen(&inventory.pods, "ceph-csi") else { return };
        let runs = running(pods.iter(), |image| image.contains("cephcsi"));
        if runs.is_empty() {
            self.unknown("ceph-csi", "no pod of Rook's namespaces runs an image of cephcsi");
        }
        let settings = inventory.rook_config.value().map(|config| &config.operator);
        self.images("ceph-csi", runs, settings.and_then(|all| all.get(CSI_SETTING)).map(String::as_str));
    }

    fn charts(&mut self, inventory: &Inventory) {
        let Some(releases) = self.seen(&inventory.helm_releases, "helm-chart") else { return };
        let mut charts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for release in releases {
            match release.chart.as_deref().map(split_chart) {
                Some((chart, version)) if chart.starts_with("rook-ceph") => {
                    charts.entry(version).or_default().push(format!("{} ({chart})", release.name));
                }
                // Another product's.
                Some(_) => {}
                None => self.unknown(
                    "helm-chart",
                    format!("nothing that release {} installed says by which chart", release.name),
                ),
            }
        }
        for (version, who) in charts {
            let version = (!version.is_empty()).then(|| number(version));
            self.rows.push(VersionRow::beside("helm-chart", version, who, "Helm's labels"));
        }
    }

    fn kubernetes(&mut self, inventory: &Inventory) {
        let Some(kubernetes) = self.seen(&inventory.kubernetes, "kubernetes") else { return };
        match &kubernetes.version {
            Some(version) => {
                let who = vec![kubernetes.server.clone()];
                self.rows.push(VersionRow::beside("kubernetes", Some(number(version)), who, "/version"));
            }
            None => self.unknown("kubernetes", "the API server told no version"),
        }
    }

    /// One row a version that nodes tell.
    fn nodes(&mut self, what: &str, nodes: &[KubeNode], of: fn(&KubeNode) -> Option<&str>) {
        let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in nodes {
            match of(node) {
                Some(version) => versions.entry(number(version)).or_default().push(node.name.clone()),
                None => self.unknown(what, format!("node {} does not tell it", node.name)),
            }
        }
        for (version, who) in versions {
            self.rows.push(VersionRow::beside(what, Some(version), who, "nodes"));
        }
    }

    fn kubelets(&mut self, inventory: &Inventory) {
        if let Some(nodes) = self.seen(&inventory.nodes, "kubelet") {
            self.nodes("kubelet", nodes, |node| node.kubelet.as_deref());
        }
    }

    /// The nodes' kernels; where the cluster is not on nodes that were seen, those of the daemons' hosts.
    fn kernels(&mut self, inventory: &Inventory) {
        let is_here = inventory.rook_cluster().is_some_and(|cluster| !cluster.wants.external);
        match inventory.nodes.value() {
            Some(nodes) if is_here => self.nodes("kernel", nodes, |node| node.kernel.as_deref()),
            _ => self.hosts(inventory),
        }
    }

    fn hosts(&mut self, inventory: &Inventory) {
        let mut kernels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let daemons = [&inventory.mon_metadata, &inventory.mgr_metadata, &inventory.mds_metadata]
            .into_iter()
            .filter_map(Part::value)
            .flatten()
            .map(|said| (said.kernel.as_deref(), said.hostname.as_deref()));
        let osds = inventory.osd_metadata.value().into_iter().flatten();
        let osds = osds.map(|said| (said.kernel.as_deref(), said.hostname.as_deref()));
        for (kernel, host) in daemons.chain(osds) {
            if let (Some(kernel), Some(host)) = (kernel, host) {
                kernels.entry(kernel).or_default().insert(host);
            }
        }
        if kernels.is_empty() {
            self.unknown("kernel", "no daemon told its host's");
        }
        for (kernel, hosts) in kernels {
            let hosts = hosts.into_iter().map(str::to_owned).collect();
            self.rows.push(VersionRow::beside("kernel", Some(kernel.to_owned()), hosts, "daemons' metadata"));
        }
    }

    /// What asks: librados, or the program.
    fn client(&mut self, inventory: &Inventory) {
        if let Some((name, version)) = inventory.source.client() {
            let who = vec!["this host".to_owned()];
            self.rows.push(VersionRow::beside(name, Some(version.to_owned()), who, "itself"));
        }
    }
}

/// The images that pods run by now, each with the pods: of each pod the first container that has one of `these`.
fn running<'i>(
    pods: impl Iterator<Item = &'i Pod>,
    these: fn(&str) -> bool,
) -> BTreeMap<&'i str, Vec<String>> {
    let mut images: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for pod in pods.filter(|pod| !pod.has_ended()) {
        let mut mains = pod.containers.iter().filter(|one| !one.init && these(&one.image));
        let first = mains.next().filter(|one| matches!(one.state, ContainerState::Running { .. }));
        if let Some(container) = first {
            images.entry(&container.image).or_default().push(pod.name.clone());
        }
    }
    images
}

/// A version as Kubernetes and Helm write it, without its `v`.
fn number(text: &str) -> String {
    text.strip_prefix('v')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text)
        .to_owned()
}

/// `rook-ceph-cluster` and `v1.18.11` of `rook-ceph-cluster-v1.18.11`; no version where there is none.
fn split_chart(chart: &str) -> (&str, &str) {
    let place = chart
        .match_indices('-')
        .map(|(place, _)| place)
        .find(|place| number(&chart[place + 1..]).starts_with(|letter: char| letter.is_ascii_digit()));
    place.map_or((chart, ""), |place| (&chart[..place], &chart[place + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{number, split_chart};

    #[test]
    fn a_chart_is_a_name_and_a_version() {
        assert_eq!(split_chart("rook-ceph-cluster-v1.18.11"), ("rook-ceph-cluster", "v1.18.11"));
        assert_eq!(split_chart("rook-ceph-1.18.0-rc.1"), ("rook-ceph", "1.18.0-rc.1"));
        assert_eq!(split_chart("rook-ceph"), ("rook-ceph", ""));
        assert_eq!(number("v1.35.4+k3s1"), "1.35.4+k3s1");
        assert_eq!(number("vanilla"), "vanilla");
    }
}
