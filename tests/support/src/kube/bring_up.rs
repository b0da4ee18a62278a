//! From an empty folder to nodes that are ready.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::{ControlPlane, KubeShape, node};
use crate::error::Context;
use crate::{Error, program};

/// Where in the block of ports each listens.
pub(super) const API: usize = 0;
const ETCD: usize = 1;
const ETCD_PEER: usize = 2;
const CONTROLLERS: usize = 3;
const SCHEDULER: usize = 4;
const KWOK: usize = 5;
pub(super) const KUBELET: usize = 6;
pub(super) const KUBELET_HEALTH: usize = 7;
/// What goes through an exec.
pub(super) const STREAMS: usize = 8;

/// What makes nodes ready, and pods run, complete and go.
const STAGES: &str = include_str!("../../assets/kube/stages.yaml");
/// In the order of their start.
const NAMES: &[&str] =
    &["etcd", "kube-apiserver", "proxy", "kube-controller-manager", "kube-scheduler", "kwok"];
/// Those of a real node, which its own script starts.
const OF_NODE: &[&str] = &["containerd", "kubelet"];

/// The programs of that shape.
pub(super) fn of(shape: &KubeShape) -> Vec<&'static str> {
    let wanted = |name: &&str| match *name {
        "kube-controller-manager" | "kube-scheduler" => shape.controllers,
        "kwok" => shape.nodes > 0,
        _ => true,
    };
    NAMES.iter().copied().filter(wanted).collect()
}

/// Refuses a name that no program here has.
pub(super) fn known(program: &str) -> Result<(), Error> {
    if NAMES.contains(&program) || OF_NODE.contains(&program) {
        return Ok(());
    }
    let why = format!("none of {}, {}", NAMES.join(", "), OF_NODE.join(", "));
    Err(Error::Daemon { name: program.to_owned(), why })
}

/// Whether that command line is that program's.
pub(super) fn runs(args: &[String], program: &str) -> bool {
    let name = args.first().and_then(|arg| Path::new(arg).file_name()).and_then(|name| name.to_str());
    match program {
        "proxy" => name == Some("kubectl") && args.get(1).is_some_and(|arg| arg == "proxy"),
        _ => name == Some(program),
    }
}

/// Where it writes what it has to say.
pub(super) fn log(plane: &ControlPlane, program: &str) -> PathBuf {
    plane.dir.join("log").join(format!("{program}.log"))
}

/// Brings up a control plane whose supervisor runs.
pub(super) fn run(plane: &mut ControlPlane, begin: Instant) -> Result<(), Error> {
    let mut timings = Vec::new();
    let mut step = |name| timings.push((name, begin.elapsed()));
    let here = &*plane;
    let logs = here.dir.join("log");
    fs::create_dir_all(&logs).at("make", &logs)?;
    here.pki.client("admin", "admin", &["system:masters"])?;
    here.pki.kubeconfig("admin", &here.server(), &here.kubeconfig())?;
    let stages = here.dir.join("kwok.yaml");
    fs::write(&stages, kwok_config(&here.shape)).at("write", &stages)?;
    step("certificates");
    if here.shape.real_node {
        node::prepare(here)?;
    }
    launch(here, "etcd")?;
    let etcd = here.ports.at(ETCD);
    // An API server that finds no etcd waits for seconds before it looks again.
    here.wait_for("etcd", |_| Ok(TcpStream::connect(etcd).is_ok()))?;
    launch(here, "kube-apiserver")?;
    launch(here, "proxy")?;
    here.wait_ready()?;
    step("API");
    for program in of(&here.shape).into_iter().skip_while(|name| *name != "proxy").skip(1) {
        launch(here, program)?;
    }
    let names: Vec<String> = (0..here.shape.nodes).map(|index| format!("node{index}")).collect();
    let nodes: Vec<Value> = names.iter().map(|name| played_node(name)).collect();
    here.apply_all(&nodes)?;
    if here.shape.real_node {
        node::start(here)?;
    }
    for name in &names {
        here.wait_for(&format!("{name} to be ready"), |plane| plane.is_node_ready(name))?;
    }
    step("nodes");
    plane.timings = timings;
    Ok(())
}

/// Starts a program; it writes into its log and is a child of the supervisor.
pub(super) fn launch(plane: &ControlPlane, name: &str) -> Result<(), Error> {
    known(name)?;
    if OF_NODE.contains(&name) {
        let why = "starts with its node alone".to_owned();
        return Err(Error::Daemon { name: name.to_owned(), why });
    }
    // Out of reach of a Ctrl-C, which would end it before the test.
    let script = "log=$1; shift; exec setsid \"$@\" >> \"$log\" 2>&1 < /dev/null &";
    let mut command = plane.supervisor.command(None, "sh");
    command.args(["-c", script, "sh"]).arg(log(plane, name));
    command.arg(plane.programs.path(if name == "proxy" { "kubectl" } else { name }));
    command.args(flags(plane, name));
    program::finish(command).map(drop)
}

fn flags(plane: &ControlPlane, name: &str) -> Vec<String> {
    let port = |offset| plane.ports.at(offset).port();
    let file = |path: PathBuf| path.display().to_string();
    let inside = |name: &str| file(plane.dir.join(name));
    let url = |offset| format!("http://{}", plane.ports.at(offset));
    let kubeconfig = format!("--kubeconfig={}", file(plane.kubeconfig()));
    match name {
        "etcd" => vec![
            format!("--data-dir={}", inside("etcd")),
            format!("--listen-client-urls={}", url(ETCD)),
            format!("--advertise-client-urls={}", url(ETCD)),
            format!("--listen-peer-urls={}", url(ETCD_PEER)),
            format!("--initial-advertise-peer-urls={}", url(ETCD_PEER)),
            format!("--initial-cluster=default={}", url(ETCD_PEER)),
            // Quick, and still survives a killed process.
            "--unsafe-no-fsync".to_owned(),
        ],
        "kube-apiserver" => api_server_flags(plane),
        "proxy" => vec![
            "proxy".to_owned(),
            kubeconfig,
            format!("--unix-socket={}", file(plane.api.socket().to_owned())),
            // Everything may be asked through it: its folder is the test's own.
            "--reject-paths=^$".to_owned(),
        ],
        "kube-controller-manager" => vec![
            kubeconfig,
            format!("--service-account-private-key-file={}", file(plane.pki.key("sa"))),
            format!("--root-ca-file={}", file(plane.pki.certificate("ca"))),
            "--use-service-account-credentials=true".to_owned(),
            "--leader-elect=false".to_owned(),
            "--bind-address=127.0.0.1".to_owned(),
            format!("--secure-port={}", port(CONTROLLERS)),
            format!("--cert-dir={}", inside("pki/controllers")),
        ],
        "kube-scheduler" => vec![
            kubeconfig,
            "--leader-elect=false".to_owned(),
            "--bind-address=127.0.0.1".to_owned(),
            format!("--secure-port={}", port(SCHEDULER)),
            format!("--cert-dir={}", inside("pki/scheduler")),
        ],
        _ => vec![
            kubeconfig,
            "--manage-all-nodes=false".to_owned(),
            "--manage-nodes-with-label-selector=type=kwok".to_owned(),
            format!("--config={}", inside("kwok.yaml")),
            // Without leases nodes turn NotReady after 40 s.
            "--node-lease-duration-seconds=40".to_owned(),
            "--node-ip=127.0.0.1".to_owned(),
            format!("--node-port={}", port(KWOK)),
            format!("--server-address={}", plane.ports.at(KWOK)),
            format!("--tls-cert-file={}", file(plane.pki.certificate("server"))),
            format!("--tls-private-key-file={}", file(plane.pki.key("server"))),
        ],
    }
}

fn api_server_flags(plane: &ControlPlane) -> Vec<String> {
    let key = |name: &str| plane.pki.key(name).display().to_string();
    let certificate = |name: &str| plane.pki.certificate(name).display().to_string();
    let mut flags = vec![
        format!("--etcd-servers=http://{}", plane.ports.at(ETCD)),
        "--bind-address=127.0.0.1".to_owned(),
        "--advertise-address=127.0.0.1".to_owned(),
        format!("--secure-port={}", plane.ports.at(API).port()),
        format!("--tls-cert-file={}", certificate("server")),
        format!("--tls-private-key-file={}", key("server")),
        format!("--client-ca-file={}", certificate("ca")),
        "--authorization-mode=Node,RBAC".to_owned(),
        "--service-account-issuer=https://kubernetes.default.svc".to_owned(),
        format!("--service-account-key-file={}", key("sa")),
        format!("--service-account-signing-key-file={}", key("sa")),
        "--service-cluster-ip-range=10.96.0.0/16".to_owned(),
        "--allow-privileged=true".to_owned(),
        "--endpoint-reconciler-type=none".to_owned(),
        format!("--kubelet-client-certificate={}", certificate("kubelet-client")),
        format!("--kubelet-client-key={}", key("kubelet-client")),
    ];
    if !plane.shape.controllers {
        // Nobody makes service accounts, and nobody takes away the taint that a new node gets.
        flags.push("--disable-admission-plugins=ServiceAccount,TaintNodesByCondition".to_owned());
    }
    flags.extend(plane.shape.api_flags.iter().cloned());
    flags
}

/// The stages, and where exec leads.
fn kwok_config(shape: &KubeShape) -> String {
    let Some(conf) = &shape.exec else {
        return STAGES.to_owned();
    };
    let exec = json!({
        "apiVersion": "kwok.x-k8s.io/v1alpha1", "kind": "ClusterExec", "metadata": {"name": "all"},
        "spec": {"execs": [{"local": {"workDir": "/", "envs": [{"name": "CEPH_CONF", "value": conf}]}}]},
    });
    format!("{STAGES}---\n{exec}\n")
}

/// A node as its kubelet would announce it.
fn played_node(name: &str) -> Value {
    let has = json!({"cpu": "8", "memory": "32Gi", "pods": "250", "ephemeral-storage": "100Gi"});
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": {"kwok.x-k8s.io/node": "fake"},
            "labels": {
                "type": "kwok", "kubernetes.io/hostname": name, "kubernetes.io/arch": "amd64",
                "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": format!("zone-{name}"),
            },
        },
        "status": {
            "capacity": has, "allocatable": has,
            "nodeInfo": {
                "architecture": "amd64", "bootID": "", "machineID": "", "systemUUID": "",
                "containerRuntimeVersion": "kwok://0.8.0", "kernelVersion": "6.1.0-18-amd64",
                "kubeProxyVersion": "v1.35.4", "kubeletVersion": "v1.35.4", "operatingSystem": "linux",
                "osImage": "Debian GNU/Linux 12 (bookworm)",
            },
        },
    })
}
