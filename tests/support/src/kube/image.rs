//! Images of containers, without a registry: an OCI archive of what is here.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::error::Context;
use crate::{Error, program};

/// What keeps a pod's namespaces.
pub(super) const PAUSE: &str = "registry.k8s.io/pause:3.10";
/// A root without programs: those of the host, or of a release's root, are mounted at `/usr`. containerd wants names whole.
pub(super) const EMPTY: &str = "docker.io/local/empty:1";

/// Writes both images into one archive that `ctr images import` reads.
pub(super) fn archive(dir: &Path, pause: &Path, out: &Path) -> Result<(), Error> {
    let (work, root) = (dir.join("archive"), dir.join("root"));
    let blobs = work.join("blobs/sha256");
    fs::create_dir_all(&blobs).at("make", &blobs)?;
    for folder in ["usr", "etc/ceph", "proc", "sys", "dev", "tmp", "run", "var/lib", "root"] {
        let path = root.join(folder);
        fs::create_dir_all(&path).at("make", &path)?;
    }
    for name in ["bin", "sbin", "lib", "lib64"] {
        let path = root.join(name);
        symlink(format!("usr/{name}"), &path).at("make", &path)?;
    }
    let passwd = root.join("etc/passwd");
    fs::write(&passwd, "root:x:0:0:root:/root:/bin/sh\n").at("write", &passwd)?;
    let program = root.join("pause");
    fs::copy(pause, &program).at("copy", pause)?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).at("open up", &program)?;

    let layer_path = dir.join("layer.tar");
    run(Command::new("tar").args(["--numeric-owner", "-C"]).arg(&root).arg("-cf").arg(&layer_path).arg("."))?;
    let layer = blob(&blobs, &layer_path, "application/vnd.oci.image.layer.v1.tar")?;
    let mut manifests = Vec::new();
    for (name, entry) in [(PAUSE, json!(["/pause"])), (EMPTY, json!(["/bin/sh"]))] {
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        let config = json!({
            "architecture": "amd64", "os": "linux", "config": {"Env": [path], "Entrypoint": entry},
            "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]},
        });
        let config = put(dir, &blobs, &config, "application/vnd.oci.image.config.v1+json")?;
        let kind = "application/vnd.oci.image.manifest.v1+json";
        let manifest = json!({"schemaVersion": 2, "mediaType": kind, "config": config, "layers": [layer]});
        let mut manifest = put(dir, &blobs, &manifest, kind)?;
        manifest["annotations"] = json!({"io.containerd.image.name": name});
        manifests.push(manifest);
    }
    let index = json!({"schemaVersion": 2, "manifests": manifests});
    for (name, value) in [("index.json", index), ("oci-layout", json!({"imageLayoutVersion": "1.0.0"}))] {
        let path = work.join(name);
        fs::write(&path, value.to_string()).at("write", &path)?;
    }
    run(Command::new("tar").arg("-C").arg(&work).arg("-cf").arg(out).args([
        "oci-layout",
        "index.json",
        "blobs",
    ]))?;
    fs::remove_dir_all(&work).at("remove", &work)
}

fn put(dir: &Path, blobs: &Path, value: &Value, kind: &str) -> Result<Value, Error> {
    let path = dir.join("blob");
    fs::write(&path, value.to_string()).at("write", &path)?;
    blob(blobs, &path, kind)
}

/// Moves a file to where its sum says, and describes it.
fn blob(blobs: &Path, path: &PathBuf, kind: &str) -> Result<Value, Error> {
    let size = fs::metadata(path).at("look at", path)?.len();
    let said = run(Command::new("sha256sum").arg(path))?;
    let sum = said.split(' ').next().unwrap_or_default();
    fs::rename(path, blobs.join(sum)).at("move", path)?;
    Ok(json!({"mediaType": kind, "digest": format!("sha256:{sum}"), "size": size}))
}

fn run(command: &mut Command) -> Result<String, Error> {
    let mut own = Command::new(command.get_program());
    own.args(command.get_args()).current_dir("/");
    let output = program::finish(own)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
