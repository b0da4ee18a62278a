//! What Koor sees of a control plane of the test bed, beside a Ceph cluster or alone.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use koor_core::Koor;
use koor_core::adapter::kube::{Access, KubeApi, KubeLists};
use koor_core::assess::{self, Finding};
use koor_core::collect::Selection;
use koor_core::ladder::Options;
use koor_core::model::Inventory;
use koor_core::port::{Clock, SystemClock};
use koor_testbed::Cluster;
use koor_testbed::kube::{ControlPlane, Rook};

/// For one question, on a machine that is busy with other tests.
const DEADLINE: Duration = Duration::from_secs(30);

/// Makes Rook's kinds known to the API server: by Rook's own definitions where `KOOR_ROOK_CRDS` names them, else by ours.
pub fn define(plane: &ControlPlane) {
    Rook::define(plane, &koor_core::wire::rook::crds()).unwrap();
}

/// Runs something that waits, from a test that does not.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap()).block_on(work)
}

/// Kubernetes as that kubeconfig shows it; none where Rook's namespace is to be found.
#[must_use]
pub fn lists(kubeconfig: &Path, namespace: Option<&str>, clock: Arc<dyn Clock>) -> KubeLists {
    let access = Access {
        kubeconfig: Some(kubeconfig.to_owned()),
        namespace: namespace.map(str::to_owned),
        ..Access::default()
    };
    KubeLists::new(block_on(KubeApi::open(&access, DEADLINE)).unwrap(), clock)
}

/// A handle on a Ceph cluster, and the Kubernetes beside it as its administrator.
#[must_use]
pub fn koor(cluster: &Cluster, plane: &ControlPlane, namespace: Option<&str>) -> Koor {
    let options = Options { conf: Some(cluster.conf()), ..Options::default() };
    let koor = block_on(Koor::open(options)).unwrap().with_deadline(DEADLINE);
    koor.beside(Arc::new(lists(&plane.kubeconfig(), namespace, Arc::new(SystemClock))))
}

/// What it sees.
#[must_use]
pub fn look(koor: &Koor, selection: &Selection) -> Inventory {
    block_on(koor.look(selection))
}

/// Looks until what is seen is as it should be, and gives it. Kubernetes' controllers take their time.
///
/// # Panics
/// After a minute, with what was seen last.
pub fn await_seen(
    koor: &Koor,
    selection: &Selection,
    what: &str,
    mut holds: impl FnMut(&Inventory) -> bool,
) -> Inventory {
    let begin = std::time::Instant::now();
    loop {
        let inventory = look(koor, selection);
        if holds(&inventory) {
            return inventory;
        }
        assert!(begin.elapsed() < Duration::from_mins(1), "waited in vain for {what}: {}", told(&inventory));
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// What is found of Rook and Kubernetes.
#[must_use]
pub fn findings(inventory: &Inventory) -> Vec<Finding> {
    let mut all = assess::findings(inventory);
    all.retain(|found| found.code.starts_with("KOOR_ROOK_") || found.code.starts_with("KOOR_NODE_"));
    all
}

/// The finding of that code.
#[must_use]
pub fn finding(inventory: &Inventory, code: &str) -> Option<Finding> {
    findings(inventory).into_iter().find(|found| found.code == code)
}

/// What of it a failed test shows: unseen parts and findings.
fn told(inventory: &Inventory) -> String {
    let unseen: Vec<String> =
        inventory.unseen().filter_map(|part| Some(format!("{}: {}", part.name, part.why?))).collect();
    format!("{:#?}\nunseen: {unseen:#?}", findings(inventory))
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct Standing(
    /// At which time.
    pub Timestamp,
);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0
    }
}
