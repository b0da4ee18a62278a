//! What a file for `kubectl apply` or Helm wants to run: a CephCluster, the operator's Deployment, values of Rook's charts, a Flux
//! `HelmRelease` or `OCIRepository`, an Argo CD `Application`, a `HelmChart` of k3s, what `helm get` prints.
//!
//! Tolerant of everything that is not about versions: a file may hold many other objects.
//!
//! - this door reads files and Kubernetes' own objects; `helm` charts, their values and releases.

mod helm;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::model::catalogue::{Manifest, Product, Wanted};
use crate::model::{clipped, image_version};

/// The most bytes that a manifest may have.
pub const MAX_MANIFEST: usize = 4 * 1024 * 1024;

/// Reads one file, YAML or JSON, of one document or many.
///
/// # Errors
/// A piece of a sentence (`it is …`), where it does not read, or names no version of Ceph or Rook.
pub fn read(name: &str, text: &str) -> Result<Manifest, String> {
    let mut manifest = Manifest::default();
    // `helm get all` prints values twice and notes in plain text: only what it installs is YAML.
    let text = match helm::all(text) {
        Some((chart, objects)) => {
            helm::chart(&format!("{name}: Helm release"), chart.name, Some(chart.version), &mut manifest);
            objects
        }
        None => text,
    };
    for document in &documents(text)? {
        object(name, document, &mut manifest);
    }
    if manifest.wants.is_empty() {
        return Err("it names no version of Ceph or Rook: say a CephCluster, values of Rook's charts, a HelmRelease or an Application".into());
    }
    Ok(manifest)
}

fn documents(text: &str) -> Result<Vec<Value>, String> {
    serde_saphyr::from_multiple(text)
        .map_err(|error| format!("it is no YAML: {}", clipped(&error.to_string().replace('\n', " "))))
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
            helm::release(&format!("{name}: HelmRelease {called}"), &document["spec"], manifest);
        }
        Some("OCIRepository") => {
            helm::of_flux(&format!("{name}: OCIRepository {called}"), &document["spec"], manifest);
        }
        Some("HelmChart") => {
            helm::of_k3s(&format!("{name}: HelmChart {called}"), &document["spec"], manifest);
        }
        Some("Application") => {
            helm::application(&format!("{name}: Application {called}"), &document["spec"], manifest);
        }
        Some(_) => {}
        // No object: values of a chart.
        None => helm::values(&format!("{name}: values"), None, document, manifest),
    }
}

fn cluster(place: &str, spec: &Value, manifest: &mut Manifest) {
    if let Some(image) = spec.pointer("/cephVersion/image").and_then(Value::as_str) {
        manifest.wants.push(of_image(&format!("{place} spec.cephVersion.image"), Product::Ceph, image));
    }
    let text = |path: &str| spec.pointer(path).and_then(Value::as_str);
    let flag = |path: &str| spec.pointer(path).and_then(Value::as_bool);
    if let Some(allows) = flag("/cephVersion/allowUnsupported") {
        manifest.allows_unsupported = Some((allows, format!("{place} spec.cephVersion.allowUnsupported")));
    }
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

fn of_image(place: &str, product: Product, image: &str) -> Wanted {
    Wanted {
        place: place.to_owned(),
        product,
        written: Some(image.to_owned()),
        version: image_version(image),
        by_chart: false,
    }
}
