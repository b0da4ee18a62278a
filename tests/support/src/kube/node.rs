//! A real node: containerd, runc and a kubelet, for what kwok only plays: exec with exit codes and standard input, probes,
//! logs, volumes.
//!
//! It lives in the control plane's process namespace and a mount namespace of its own, but in the network of the host: so
//! its pods, which must say `hostNetwork`, reach the Ceph cluster on the host's loopback, and no bridge, route or rule of a
//! firewall is made. Its control groups are below one that has the name of the control plane's folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{ControlPlane, Programs, bring_up, image};
use crate::error::Context;
use crate::{Error, program, root};

/// Its name.
pub(super) const NAME: &str = "real0";
const SCRIPT: &str = include_str!("../../assets/kube/node.sh");

/// Puts the files in place that the node needs, before the API server starts: it must know the node's address.
pub(super) fn prepare(plane: &ControlPlane) -> Result<(), Error> {
    root::require(&["containerd", "ctr", "runc"], "containerd runc")?;
    root::require_file(Path::new("/usr/lib/cni/loopback"), "containernetworking-plugins")?;
    let programs = Programs::node()?;
    let dir = folder(plane);
    fs::create_dir_all(dir.join("cni")).at("make", &dir)?;
    // Kubelets are called by the host's name, and a kubelet does not take loopback for the address of a host.
    let hosts = fs::read_to_string("/etc/hosts").unwrap_or_default();
    write(&dir.join("hosts"), &format!("127.0.0.1 localhost {NAME}\n{hosts}"))?;
    let mut mount = plane.supervisor.command(None, "mount");
    mount.arg("--bind").arg(dir.join("hosts")).arg("/etc/hosts");
    program::finish(mount)?;
    write(&dir.join("cni/10-loopback.conflist"), CNI)?;
    write(&dir.join("containerd.toml"), &containerd(plane, &dir))?;
    write(&dir.join("kubelet.json"), &kubelet(plane, &dir).to_string())?;
    write(&dir.join("resolv.conf"), "")?;
    image::archive(&dir, &programs.path("pause"), &dir.join("images.tar"))?;
    for group in control_groups(&cgroup(plane)) {
        fs::create_dir_all(&group).at("make", &group)?;
        // A new cpuset is empty, and nothing could run in it.
        for file in ["cpuset.cpus", "cpuset.mems"] {
            if let (Some(parent), true) = (group.parent(), group.join(file).exists()) {
                let from = parent.join(file);
                let text = fs::read_to_string(&from).at("read", &from)?;
                write(&group.join(file), text.trim())?;
            }
        }
    }
    Ok(())
}

/// Starts it and waits until it is ready.
pub(super) fn start(plane: &ControlPlane) -> Result<(), Error> {
    let programs = Programs::node()?;
    let dir = folder(plane);
    plane.pki.client(NAME, &format!("system:node:{NAME}"), &["system:nodes"])?;
    let kubeconfig = dir.join("kubeconfig");
    plane.pki.kubeconfig(NAME, &plane.server(), &kubeconfig)?;
    let mut command = plane.supervisor.command(None, "sh");
    let script = "log=$1; shift; exec setsid \"$@\" >> \"$log\" 2>&1 < /dev/null &";
    command.args(["-c", script, "sh"]).arg(bring_up::log(plane, "kubelet"));
    command.args(["unshare", "--mount", "bash", "-c", SCRIPT, "node"]).arg(&dir);
    command.arg(programs.path("kubelet"));
    command.arg(format!("--config={}", dir.join("kubelet.json").display()));
    command.arg(format!("--kubeconfig={}", kubeconfig.display()));
    command.args([&format!("--hostname-override={NAME}"), "--node-labels=topology.kubernetes.io/zone=real"]);
    command.args(["--root-dir=/var/lib/kubelet", "--cert-dir=/var/lib/kubelet/pki"]);
    program::finish(command)?;
    plane.wait_for("the real node to be ready", |plane| plane.is_node_ready(NAME))
}

fn folder(plane: &ControlPlane) -> PathBuf {
    plane.dir.join("node")
}

/// The control group of everything that runs in its pods.
fn cgroup(plane: &ControlPlane) -> String {
    plane.dir.file_name().and_then(|name| name.to_str()).unwrap_or("koor-kube").to_owned()
}

/// That group in every hierarchy: there is one in version 2, and one a controller in version 1.
pub(crate) fn control_groups(name: &str) -> Vec<PathBuf> {
    let top = Path::new("/sys/fs/cgroup");
    if top.join("cgroup.controllers").exists() {
        return vec![top.join(name)];
    }
    let folders = fs::read_dir(top).into_iter().flatten().flatten().map(|entry| entry.path());
    // Names such as `cpu,cpuacct` are links to the same.
    let all = folders.filter(|path| !path.is_symlink() && path.join("cgroup.procs").exists());
    all.map(|path| path.join(name)).collect()
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).at("write", path)
}

/// A kubelet is not ready without a network of pods; nothing uses this one.
const CNI: &str = r#"{"cniVersion": "0.4.0", "name": "testbed", "plugins": [{"type": "loopback"}]}"#;

fn containerd(plane: &ControlPlane, dir: &Path) -> String {
    let (dir, port) = (dir.display(), plane.ports.at(bring_up::STREAMS).port());
    format!(
        r#"version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "{dir}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "{port}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{dir}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
"#,
        pause = image::PAUSE,
    )
}

fn kubelet(plane: &ControlPlane, dir: &Path) -> serde_json::Value {
    json!({
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "authentication": {
            "anonymous": {"enabled": false}, "webhook": {"enabled": true},
            "x509": {"clientCAFile": plane.pki.certificate("ca")},
        },
        "authorization": {"mode": "Webhook"},
        "address": "127.0.0.1", "port": plane.ports.at(bring_up::KUBELET).port(),
        "healthzBindAddress": "127.0.0.1", "healthzPort": plane.ports.at(bring_up::KUBELET_HEALTH).port(),
        "cgroupDriver": "cgroupfs", "cgroupRoot": format!("/{}", cgroup(plane)), "failCgroupV1": false,
        "containerRuntimeEndpoint": "unix:///run/containerd/containerd.sock",
        "volumePluginDir": dir.join("opt"), "podLogsDir": "/var/log/pods",
        "resolvConf": dir.join("resolv.conf"), "failSwapOn": false,
        // No rule of a firewall.
        "makeIPTablesUtilChains": false,
        "imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99,
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
    })
}
