//! What is asked of the daemons of one type: mons, mgrs, metadata servers, gateways; and what all of them run.

use super::Koor;
use crate::collect::Selection;
use crate::error::Result;
use crate::model::DaemonType;
use crate::view;

impl Koor {
    /// The mons that `filter` chooses, their quorum and their clocks.
    pub async fn mon_list(&self, filter: &view::DaemonFilter) -> view::MonList {
        view::MonList::of(&self.look(&Selection::mons()).await, filter, self.now())
    }

    /// All that is known of one mon, by its name.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such mon.
    pub async fn mon(&self, mon: &str) -> Result<view::MonShow> {
        view::MonShow::of(&self.look(&Selection::mons()).await, mon, self.now())
    }

    /// The mgrs that `filter` chooses, and the modules that are on.
    pub async fn mgr_list(&self, filter: &view::DaemonFilter) -> view::MgrList {
        view::MgrList::of(&self.look(&Selection::mgrs()).await, filter, self.now())
    }

    /// All that is known of one mgr, by its name.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such mgr.
    pub async fn mgr(&self, mgr: &str) -> Result<view::MgrShow> {
        view::MgrShow::of(&self.look(&Selection::mgrs()).await, mgr, self.now())
    }

    /// The modules of the active mgr that `filter` chooses.
    pub async fn mgr_modules(&self, filter: view::ModuleFilter) -> view::ModuleList {
        view::ModuleList::of(&self.look(&Selection::mgrs()).await, filter, self.now())
    }

    /// The file systems.
    pub async fn fs_list(&self) -> view::FsList {
        view::FsList::of(&self.look(&Selection::file_systems()).await, self.now())
    }

    /// All that is known of one file system, by its name.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such file system.
    pub async fn fs(&self, name: &str) -> Result<view::FsShow> {
        view::FsShow::of(&self.look(&Selection::file_systems()).await, name, self.now())
    }

    /// The metadata servers that `filter` chooses.
    pub async fn mds_list(&self, filter: &view::MdsFilter) -> view::MdsList {
        view::MdsList::of(&self.look(&Selection::file_systems()).await, filter, self.now())
    }

    /// The RADOS gateways that `filter` chooses, as the mgr's service map knows them.
    pub async fn rgw_list(&self, filter: &view::DaemonFilter) -> view::RgwList {
        view::RgwList::of(&self.look(&Selection::gateways()).await, filter, self.now())
    }

    /// All that is known of one gateway, by its id or its key in the service map.
    ///
    /// # Errors
    /// `NotFound` where the service map has no such gateway, or several of that id.
    pub async fn rgw(&self, id: &str) -> Result<view::RgwShow> {
        view::RgwShow::of(&self.look(&Selection::gateways()).await, id, self.now())
    }

    /// What runs, beside what is wanted: Ceph's daemons, Rook, CSI, Kubernetes, nodes, what asks; of one type or all.
    pub async fn versions(&self, daemon_type: Option<&DaemonType>) -> view::VersionList {
        view::VersionList::of(&self.look(&Selection::versions()).await, daemon_type, self.now())
    }
}
