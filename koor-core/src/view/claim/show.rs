//! One claim, followed down to its OSDs.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::Error;
use crate::assess::rook::{self, Trace};
use crate::model::Inventory;
use crate::model::kube::{ClaimRef, VolumeBackend};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::rook::must_know_kubernetes;
use crate::view::words::{counted, listed};
use crate::view::{Header, close, figure};

/// One claim. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The claim and everything under it; null where claims were not seen.
    pub trace: Option<Trace>,
}

impl ClaimShow {
    /// Of an inventory, as [`Selection::claim`](crate::collect::Selection::claim) asks for it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known; [`Error::NotFound`] where the claims were seen, and it is
    /// none of them.
    pub fn of(inventory: &Inventory, claim: &ClaimRef, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let trace = rook::trace(inventory, claim);
        if trace.is_none()
            && let Some(all) = inventory.claims.value()
        {
            let wanted = claim.to_string();
            let names: Vec<String> =
                all.iter().map(|one| format!("{}/{}", one.namespace, one.name)).collect();
            let hint = close::did_you_mean(&wanted, names.iter().map(String::as_str));
            return Err(Error::NotFound { message: format!("Kubernetes has no claim {wanted}{hint}") });
        }
        Ok(Self { header: Header::of(inventory, now).about(&inventory.claims), trace })
    }

    fn facts(&self, trace: &Trace) -> Block {
        let now = self.header.now();
        let claim = &trace.claim;
        let phase_tone = if claim.phase == "Bound" { Tone::Good } else { Tone::Warn };
        let size = |bytes: Option<crate::model::Bytes>| {
            bytes.map_or_else(|| "unknown".to_owned(), |b| b.to_string())
        };
        let or_nothing =
            |text: Option<&String>| text.map_or_else(figure::nothing, |text| Cell::plain(text.as_str()));
        let mut facts = vec![
            (
                "claim",
                vec![vec![
                    Cell::plain(format!("{}/{} ", claim.namespace, claim.name)),
                    Cell::new(claim.phase.clone(), phase_tone),
                ]],
            ),
            (
                "size",
                vec![vec![Cell::plain(format!(
                    "{} asked for, {} given",
                    size(claim.requested),
                    size(claim.capacity)
                ))]],
            ),
            ("class", vec![vec![or_nothing(claim.storage_class.as_ref())]]),
            ("access", vec![vec![figure::names(&claim.access_modes)]]),
            (
                "made",
                vec![vec![claim.created.map_or_else(Cell::unknown, |at| figure::moment(now, at).into())]],
            ),
            ("volume", volume(trace)),
        ];
        facts.extend(backend(trace).map(|lines| ("in ceph", lines)));
        facts.push(("pools", vec![vec![pools(trace)]]));
        facts.push(("pgs", vec![pgs(trace)]));
        facts.push(("osds", vec![osds(trace)]));
        let pods = trace.pods.as_ref().map_or_else(Cell::unknown, |pods| match pods.as_slice() {
            [] => Cell::plain("no pod mounts it"),
            pods => Cell::plain(listed(pods)),
        });
        facts.push(("used by", vec![vec![pods]]));
        let troubles = match trace.troubles.as_slice() {
            [] if trace.pgs.is_some() => vec![vec![Cell::new("nothing of it is sick", Tone::Good)]],
            [] => vec![vec![Cell::new("not known: not all under it was seen", Tone::Warn)]],
            all => all.iter().map(|one| vec![Cell::new(one.text.clone(), one.severity.into())]).collect(),
        };
        facts.push(("trouble", troubles));
        Block::Facts(facts)
    }
}

fn volume(trace: &Trace) -> Vec<Vec<Cell>> {
    match (&trace.volume, &trace.claim.volume) {
        (Some(volume), _) => {
            let driver = volume.driver.as_ref().map_or_else(String::new, |driver| format!(", {driver}"));
            let policy = volume.reclaim_policy.as_ref().map_or_else(String::new, |it| format!(", then {it}"));
            vec![vec![Cell::plain(format!("{} {}{driver}{policy}", volume.name, volume.phase))]]
        }
        (None, Some(name)) => vec![vec![Cell::plain(format!("{name} ")), Cell::new("not seen", Tone::Warn)]],
        (None, None) => vec![vec![Cell::new("none is bound to it", Tone::Warn)]],
    }
}

fn pools(trace: &Trace) -> Cell {
    if trace.pools.is_empty() { Cell::unknown() } else { Cell::plain(trace.pools.join(", ")) }
}

/// The image or the subvolume.
fn backend(trace: &Trace) -> Option<Vec<Vec<Cell>>> {
    let text = match trace.volume.as_ref()?.backend.as_ref()? {
        VolumeBackend::Rbd { pool, data_pool, rados_namespace, image, .. } => {
            let namespace = rados_namespace.as_ref().map_or_else(String::new, |name| format!("{name}/"));
            let data = data_pool.as_ref().map_or_else(String::new, |pool| format!(", data in {pool}"));
            format!("image {pool}/{namespace}{}{data}", image.as_deref().unwrap_or("(not told)"))
        }
        VolumeBackend::CephFs { file_system, subvolume, path, .. } => {
            let path = path.as_ref().map_or_else(String::new, |path| format!(" ({path})"));
            format!(
                "subvolume {} of file system {file_system}{path}",
                subvolume.as_deref().unwrap_or("(not told)")
            )
        }
    };
    Some(vec![vec![Cell::plain(text)]])
}

fn pgs(trace: &Trace) -> Vec<Cell> {
    let Some(count) = trace.pgs else { return vec![Cell::unknown()] };
    let mut cells =
        vec![Cell::plain(format!("{}, over which its objects are spread", counted(count, "PG", "PGs")))];
    if !trace.sick_pgs.is_empty() {
        let sick: Vec<String> = trace.sick_pgs.iter().map(ToString::to_string).collect();
        cells.push(Cell::new(format!("; not active+clean: {}", listed(&sick)), Tone::Warn));
    }
    cells
}

fn osds(trace: &Trace) -> Vec<Cell> {
    if trace.pgs.is_none() {
        return vec![Cell::unknown()];
    }
    let all: Vec<String> = trace.osds.iter().map(ToString::to_string).collect();
    let mut cells = vec![Cell::plain(listed(&all))];
    if !trace.down_osds.is_empty() {
        let down: Vec<String> = trace.down_osds.iter().map(ToString::to_string).collect();
        cells.push(Cell::new(format!("; down: {}", listed(&down)), Tone::Bad));
    }
    cells
}

impl Report for ClaimShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        blocks.push(match &self.trace {
            Some(trace) => self.facts(trace),
            None => self.header.missing("claims", "The list of claims"),
        });
        blocks
    }
}

impl fmt::Display for ClaimShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
