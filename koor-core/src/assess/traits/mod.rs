//! Traits: what about this cluster decides which entries of the catalogue are about it.
//!
//! Each is derived from the inventory with its evidence (which daemon, node or object said so). One that could not be
//! seen is unknown with the reason, and so is every condition that hangs on it: silence is no all-clear.
//!
//! - [`Traits::of`] derives all of them; [`Traits::holds`] answers a condition;
//! - `ceph` those that Ceph tells, `rook` those that Rook and Kubernetes tell, `told` the value they have;
//! - `facts`: traits without a cluster to look at, as somebody tells them ([`Traits::told`]) or would ([`Traits::facts`]).

mod ceph;
mod facts;
mod rook;
mod told;

pub use told::{Holds, Known, Told, TraitValue};

use std::collections::BTreeMap;

use crate::model::Inventory;
use crate::model::catalogue::{Condition, Trait};

/// All traits of one cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits(BTreeMap<Trait, Known>);

impl Traits {
    /// Derives every trait from what was seen.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Self {
        let known = |about: Trait| match about {
            Trait::Architecture => ceph::architecture(inventory),
            Trait::Kernel => ceph::kernel(inventory),
            Trait::Ceph => ceph::version(inventory),
            Trait::OsdCreatedOn => ceph::osd_created_on(inventory),
            Trait::RequireOsdRelease => ceph::require_osd_release(inventory),
            Trait::Cephfs => ceph::cephfs(inventory),
            Trait::Rgw => ceph::service(inventory, "rgw", "CephObjectStore"),
            Trait::Nfs => ceph::service(inventory, "nfs", "CephNFS"),
            Trait::RbdMirror => ceph::service(inventory, "rbd-mirror", "CephRBDMirror"),
            Trait::MgrModule => ceph::mgr_modules(inventory),
            Trait::EcPlugin => ceph::erasure_code(inventory, crate::model::EcProfile::plugin),
            Trait::EcTechnique => ceph::erasure_code(inventory, crate::model::EcProfile::technique),
            Trait::CrushMultiTake => ceph::multi_take(inventory),
            Trait::Config => ceph::config(inventory),
            Trait::Pool => ceph::pools(inventory),
            Trait::OsdsPerHost => ceph::osds_per_host(inventory),
            Trait::Objectstore => ceph::objectstore(inventory),
            Trait::SingleMon => ceph::single_mon(inventory),
            Trait::FewHosts => ceph::few_hosts(inventory),
            Trait::Stretch => ceph::stretch(inventory),
            Trait::Rook => rook::operator(inventory),
            Trait::Kubernetes => rook::kubernetes(inventory),
            Trait::Kubelet => rook::kubelet(inventory),
            Trait::CephCsi => rook::csi(inventory),
            Trait::RookCluster => rook::cluster(inventory),
            Trait::Helm => rook::helm(inventory),
            Trait::Chart => rook::charts(inventory),
            Trait::ReadAffinity => rook::read_affinity(inventory),
            Trait::RgwMultisite => rook::multisite(inventory),
            Trait::CephxKeyType => rook::key_types(inventory),
            Trait::CsiKeyType => rook::csi_key_type(inventory),
            Trait::KeysRotated => rook::keys_rotated(inventory),
            Trait::External => rook::external(inventory),
        };
        Self(Trait::ALL.iter().map(|about| (*about, known(*about))).collect())
    }

    /// What is known of one.
    #[must_use]
    pub fn get(&self, about: Trait) -> Option<&Known> {
        self.0.get(&about)
    }

    /// All of them, in the catalogue's order.
    pub fn iter(&self) -> impl Iterator<Item = (Trait, &Known)> {
        self.0.iter().map(|(about, known)| (*about, known))
    }

    /// Whether a condition holds here.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> Holds {
        let plain = match self.0.get(&condition.about) {
            None => Holds::Unknown(format!("{} is nothing this koor knows", condition.about)),
            Some(known) => known.holds(condition),
        };
        if condition.not { plain.turned(condition) } else { plain }
    }

    /// Whether all of some conditions hold: no as soon as one does not, and unknown only where that decides.
    #[must_use]
    pub fn all_hold(&self, conditions: &[Condition]) -> Holds {
        let (mut evidence, mut unknown) = (Vec::new(), Vec::new());
        for condition in conditions {
            match self.holds(condition) {
                Holds::No => return Holds::No,
                Holds::Yes(shown) => evidence.extend(shown),
                Holds::Unknown(why) => unknown.push(why),
            }
        }
        if unknown.is_empty() { Holds::Yes(evidence) } else { Holds::Unknown(unknown.join("; ")) }
    }

    /// The same with one trait replaced, for what is judged before it is so.
    #[must_use]
    pub fn with(mut self, about: Trait, known: Known) -> Self {
        self.0.insert(about, known);
        self
    }
}
