//! Rook's charts: their values, and the releases of them that Flux, Argo CD, k3s and Helm itself describe.

use serde_json::Value;

use super::{cluster, documents, of_image};
use crate::model::catalogue::{Manifest, Product, Wanted};
use crate::model::tag_version;

/// The charts that bring Rook and Ceph. Both are released with the operator, and are to have its version.
const CHARTS: [&str; 2] = ["rook-ceph", "rook-ceph-cluster"];

/// A chart of a release, as `helm get all` begins.
pub(super) struct Chart<'t> {
    pub name: &'t str,
    pub version: &'t str,
}

/// What `helm get all` prints of a release of Rook's charts: the chart, and the objects it installs; `None` of any other text.
pub(super) fn all(text: &str) -> Option<(Chart<'_>, &str)> {
    let (head, rest) = text.split_once("\nUSER-SUPPLIED VALUES:")?;
    let (_, objects) = rest.split_once("\nMANIFEST:\n")?;
    let of =
        |key: &str| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).map(str::trim);
    let chart = Chart { name: of("CHART")?, version: of("VERSION")? };
    // What a release says to people stands last, and may be anything.
    Some((chart, objects.split_once("\nNOTES:\n").map_or(objects, |(objects, _)| objects)))
}

/// One of Rook's charts in a version; `false` of another chart.
pub(super) fn chart(place: &str, name: &str, version: Option<&str>, manifest: &mut Manifest) -> bool {
    if !CHARTS.contains(&name) {
        return false;
    }
    manifest.wants.push(Wanted {
        place: format!("{place} chart {name}"),
        product: Product::Rook,
        by_chart: false,
        version: version.and_then(tag_version),
        written: version.map(str::to_owned),
    });
    true
}

/// A chart with its version and values.
fn with_values(place: &str, name: &Value, version: &Value, given: &Value, manifest: &mut Manifest) {
    // A registry's address may stand before it: `oci://ghcr.io/rook/rook-ceph`.
    let Some(name) = name.as_str().and_then(|name| name.rsplit('/').next()) else { return };
    if chart(place, name, version.as_str(), manifest) {
        values(place, Some(name), given, manifest);
    }
}

/// Flux: the chart stands in it, or in an object of its own that it names.
pub(super) fn release(place: &str, spec: &Value, manifest: &mut Manifest) {
    if spec["chartRef"].is_object() {
        return values(place, None, &spec["values"], manifest);
    }
    let chart = &spec["chart"]["spec"];
    with_values(place, &chart["chart"], &chart["version"], &spec["values"], manifest);
}

/// Flux: the chart that a `HelmRelease` names by `chartRef`. A digest stands above a range, and that above a tag;
/// beside a digest the tag still says what it is of.
///
/// Source: Flux's API of `OCIRepository`, `source.toolkit.fluxcd.io/v1`.
pub(super) fn of_flux(place: &str, spec: &Value, manifest: &mut Manifest) {
    let Some(name) = spec["url"].as_str().and_then(|url| url.rsplit('/').next()) else { return };
    let of = |by: &str| spec["ref"][by].as_str();
    let version = match (of("digest"), of("tag")) {
        (Some(digest), Some(tag)) => Some(format!("{tag}@{digest}")),
        (Some(digest), None) => Some(digest.to_owned()),
        (None, tag) => of("semver").or(tag).map(str::to_owned),
    };
    chart(place, name, version.as_deref(), manifest);
}

/// k3s: values are a text of their own.
pub(super) fn of_k3s(place: &str, spec: &Value, manifest: &mut Manifest) {
    let given = written(&spec["valuesContent"]);
    with_values(place, &spec["chart"], &spec["version"], &given, manifest);
}

/// Argo CD: one source or many, with values as an object or as a text.
pub(super) fn application(place: &str, spec: &Value, manifest: &mut Manifest) {
    let sources = spec["sources"].as_array().map(Vec::as_slice).unwrap_or_default();
    for source in sources.iter().chain(std::iter::once(&spec["source"])) {
        let helm = &source["helm"];
        // Argo CD takes the object where there are both.
        let given = if helm["valuesObject"].is_object() {
            helm["valuesObject"].clone()
        } else {
            written(&helm["values"])
        };
        with_values(place, &source["chart"], &source["targetRevision"], &given, manifest);
    }
}

/// Values that stand in a text; nothing where they do not read.
fn written(text: &Value) -> Value {
    let read = text.as_str().and_then(|text| documents(text).ok());
    read.and_then(|all| all.into_iter().next()).unwrap_or_default()
}

/// Values of `rook-ceph` or `rook-ceph-cluster`, told apart by what they hold where nobody says which.
pub(super) fn values(place: &str, chart: Option<&str>, given: &Value, manifest: &mut Manifest) {
    if chart != Some("rook-ceph-cluster")
        && let Some(tag) = given.pointer("/image/tag").and_then(Value::as_str)
    {
        let repository = given.pointer("/image/repository").and_then(Value::as_str).unwrap_or("rook/ceph");
        if repository.contains("rook") {
            let image = format!("{repository}:{tag}");
            manifest.wants.push(of_image(&format!("{place} image"), Product::Rook, &image));
        }
    }
    if chart == Some("rook-ceph") {
        return;
    }
    let spec = &given["cephClusterSpec"];
    let before = manifest.wants.len();
    // Since Rook 1.19 the chart has a value of its own for it.
    if let Some(tag) = given.pointer("/cephImage/tag").and_then(Value::as_str) {
        let repository =
            given.pointer("/cephImage/repository").and_then(Value::as_str).unwrap_or("quay.io/ceph/ceph");
        let image = format!("{repository}:{tag}");
        manifest.wants.push(of_image(&format!("{place} cephImage"), Product::Ceph, &image));
    }
    cluster(&format!("{place} cephClusterSpec"), spec, manifest);
    if manifest.wants.len() == before && (chart.is_some() || spec.is_object()) {
        manifest.wants.push(Wanted {
            place: format!("{place} cephClusterSpec"),
            product: Product::Ceph,
            written: None,
            version: None,
            by_chart: true,
        });
    }
}
