//! What a file for `kubectl apply` or Helm wants to run: a CephCluster, the operator's Deployment, values of Rook's charts, a Flux
//! `HelmRelease`, an Argo CD `Application`.
//!
//! Tolerant of everything that is not about versions: a file may hold many other objects.

use serde_json::Value;

use crate::model::catalogue::{Manifest, Product, Wanted};
use crate::model::{clipped, image_version, tag_version};

/// The most bytes that a manifest may have.
pub const MAX_MANIFEST: usize = 4 * 1024 * 1024;

/// Reads one file, YAML or JSON, of one document or many.
///
/// # Errors
/// A piece of a sentence (`it is …`), where it does not read, or names no version of Ceph or Rook.
pub fn read(name: &str, text: &str) -> Result<Manifest, String> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(text)
        .map_err(|error| format!("it is no YAML: {}", clipped(&error.to_string().replace('\n', " "))))?;
    let mut manifest = Manifest::default();
    for document in &documents {
        object(name, document, &mut manifest);
    }
    if manifest.wants.is_empty() {
        return Err("it names no version of Ceph or Rook: say a CephCluster, values of Rook's charts, a HelmRelease or an Application".into());
    }
    Ok(manifest)
}

fn object(name: &str, document: &Value, manifest: &mut Manifest) {
    let kind = document["kind"].as_str();
    let called = document.pointer("/metadata/name").and_then(Value::as_str).unwrap_or("?");
    match kind {
        Some("List") => {
            for item in document["items"].as_array().into_iter().flatten() {
                object(name, item, manifest);
            }
        }
        Some("CephCluster") => {
            cluster(&format!("{name}: CephCluster {called}"), &document["spec"], manifest);
        }
        Some("Deployment") => deployment(&format!("{name}: Deployment {called}"), document, manifest),
        Some("HelmRelease") => {
            let chart = &document["spec"]["chart"]["spec"];
            let place = format!("{name}: HelmRelease {called}");
            release(&place, &chart["chart"], &chart["version"], &document["spec"]["values"], manifest);
        }
        Some("Application") => {
            let spec = &document["spec"];
            let place = format!("{name}: Application {called}");
            let sources = spec["sources"].as_array().map(Vec::as_slice).unwrap_or_default();
            for source in sources.iter().chain(std::iter::once(&spec["source"])) {
                let values = &source["helm"]["valuesObject"];
                release(&place, &source["chart"], &source["targetRevision"], values, manifest);
            }
        }
        Some(_) => {}
        // No object: values of a chart.
        None => values(&format!("{name}: values"), None, document, manifest),
    }
}

fn cluster(place: &str, spec: &Value, manifest: &mut Manifest) {
    if let Some(image) = spec.pointer("/cephVersion/image").and_then(Value::as_str) {
        manifest.wants.push(of_image(&format!("{place} spec.cephVersion.image"), Product::Ceph, image));
    }
    let text = |path: &str| spec.pointer(path).and_then(Value::as_str);
    let flag = |path: &str| spec.pointer(path).and_then(Value::as_bool);
    manifest.read_affinity = flag("/csi/readAffinity/enabled").or(manifest.read_affinity);
    if let Some(kind) = text("/security/cephx/csi/keyType") {
        manifest.csi_key_type = Some(kind.to_owned());
    }
    if let Some(policy) = text("/security/cephx/daemon/keyRotationPolicy") {
        manifest.rotates_keys = Some(policy != "Disabled");
    }
}

fn deployment(place: &str, document: &Value, manifest: &mut Manifest) {
    let containers = document.pointer("/spec/template/spec/containers").and_then(Value::as_array);
    for container in containers.into_iter().flatten() {
        let image = container["image"].as_str().unwrap_or_default();
        if container["name"] == "rook-ceph-operator" {
            manifest.wants.push(of_image(&format!("{place} image"), Product::Rook, image));
        }
    }
}

/// A chart with its version and values.
fn release(place: &str, chart: &Value, version: &Value, given: &Value, manifest: &mut Manifest) {
    let Some(chart @ ("rook-ceph" | "rook-ceph-cluster")) = chart.as_str() else { return };
    let written = version.as_str().map(str::to_owned);
    let number = written.as_deref().and_then(tag_version);
    // Both charts are released with the operator, and are to have its version.
    manifest.wants.push(Wanted {
        place: format!("{place} chart {chart}"),
        product: Product::Rook,
        by_chart: false,
        version: number,
        written,
    });
    values(place, Some(chart), given, manifest);
}

/// Values of `rook-ceph` or `rook-ceph-cluster`, told apart by what they hold where nobody says which.
fn values(place: &str, chart: Option<&str>, given: &Value, manifest: &mut Manifest) {
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

fn of_image(place: &str, product: Product, image: &str) -> Wanted {
    Wanted {
        place: place.to_owned(),
        product,
        written: Some(image.to_owned()),
        version: image_version(image),
        by_chart: false,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::catalogue::{Product, Wanted};

    fn wants(text: &str) -> Vec<(Product, Option<String>, Option<String>)> {
        let of = |one: Wanted| (one.product, one.written, one.version.map(|version| version.to_string()));
        read("file.yaml", text).unwrap().wants.into_iter().map(of).collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "what it is compared with is an option")]
    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_cephcluster_among_other_objects_is_found() {
        let text = "kind: ConfigMap\n---\napiVersion: ceph.rook.io/v1\nkind: CephCluster\nmetadata: {name: rook-ceph}\nspec:\n  cephVersion: {image: 'quay.io/ceph/ceph:v19.2.3-20250717'}\n  csi: {readAffinity: {enabled: true}}\n";
        assert_eq!(
            wants(text),
            [(Product::Ceph, some("quay.io/ceph/ceph:v19.2.3-20250717"), some("19.2.3"))]
        );
        let manifest = read("file.yaml", text).unwrap();
        assert_eq!(manifest.read_affinity, Some(true));
        assert_eq!(manifest.wants[0].place, "file.yaml: CephCluster rook-ceph spec.cephVersion.image");
    }

    #[test]
    fn values_of_both_charts_are_told_apart() {
        assert_eq!(
            wants("image: {repository: docker.io/rook/ceph, tag: v1.20.7}\n"),
            [(Product::Rook, some("docker.io/rook/ceph:v1.20.7"), some("1.20.7"))]
        );
        assert_eq!(
            wants("cephImage: {tag: v20}\ncephClusterSpec: {mon: {count: 3}}\n"),
            [(Product::Ceph, some("quay.io/ceph/ceph:v20"), None)]
        );
        // Nobody says it: the chart decides.
        assert_eq!(wants("cephClusterSpec: {mon: {count: 3}}\n"), [(Product::Ceph, None, None)]);
    }

    #[test]
    fn flux_and_argo_name_chart_and_values() {
        let flux = "kind: HelmRelease\nmetadata: {name: cluster}\nspec:\n  chart: {spec: {chart: rook-ceph-cluster, version: v1.20.7}}\n  values: {cephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}}\n";
        let both = [
            (Product::Rook, some("v1.20.7"), some("1.20.7")),
            (Product::Ceph, some("quay.io/ceph/ceph:v20.2.5"), some("20.2.5")),
        ];
        assert_eq!(wants(flux), both);
        let argo = "kind: Application\nmetadata: {name: cluster}\nspec:\n  source:\n    chart: rook-ceph-cluster\n    targetRevision: v1.20.7\n    helm: {valuesObject: {cephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}}}\n";
        assert_eq!(wants(argo), both);
    }

    #[test]
    fn what_names_no_version_or_is_no_yaml_is_refused() {
        for (text, words) in
            [("kind: ConfigMap\n", "names no version"), ("a: [", "it is no YAML"), ("", "names no version")]
        {
            let why = read("file.yaml", text).unwrap_err();
            assert!(why.contains(words), "{text}: {why}");
        }
    }
}
