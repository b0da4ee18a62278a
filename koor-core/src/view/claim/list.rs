//! The claims, one a line.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::ClaimRow;
use crate::Error;
use crate::model::Inventory;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::rook::must_know_kubernetes;
use crate::view::sort::{self, List};
use crate::view::words::there_are;
use crate::view::{Header, concern, order};

/// Which claims to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimFilter {
    /// Those of this namespace.
    pub namespace: Option<String>,
    /// Those of this class.
    pub storage_class: Option<String>,
    /// Those that lie on this pool or file system.
    pub pool: Option<String>,
    /// Those that are not bound, are being deleted, or lie on what Ceph does not have.
    pub unhealthy: bool,
    /// Those of other drivers than Ceph's, too.
    pub all_drivers: bool,
}

impl ClaimFilter {
    fn keeps(&self, row: &ClaimRow) -> bool {
        let same = |asked: &Option<String>, is: Option<&str>| asked.is_none() || asked.as_deref() == is;
        let sick = row.phase != "Bound" || row.deleting_since.is_some() || row.missing.is_some();
        same(&self.namespace, Some(&row.namespace))
            && same(&self.storage_class, row.storage_class.as_deref())
            && same(&self.pool, row.place())
            && (!self.unhealthy || sick)
            // Where nobody told the driver, it may be Ceph's.
            && (self.all_drivers || row.is_cephs() || row.driver.is_none())
    }
}

/// The claims by namespace and name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: ClaimFilter,
    /// How many there are, whether they match or not; null where they were not seen.
    pub total: Option<u64>,
    /// Those that match; null where they were not seen.
    pub claims: Option<Vec<ClaimRow>>,
    #[serde(skip)]
    why_none: String,
}

impl ClaimList {
    /// Of an inventory, as [`Selection::claims`](crate::collect::Selection::claims) asks for it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known.
    pub fn of(inventory: &Inventory, filter: &ClaimFilter, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let rows = rows(inventory);
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.claims),
            filter: filter.clone(),
            total: rows.as_ref().map(|rows| rows.len() as u64),
            why_none: why_none(rows.as_deref().unwrap_or_default(), filter),
            claims: rows.map(|rows| rows.into_iter().filter(|row| filter.keeps(row)).collect()),
        })
    }
}

/// Every claim with its volume and its class; `None` where claims were not seen.
fn rows(inventory: &Inventory) -> Option<Vec<ClaimRow>> {
    let claims = inventory.claims.value()?;
    // Thousands of claims: looked up, not searched for.
    let volumes = inventory.volumes.value().into_iter().flatten();
    let volumes: BTreeMap<&str, _> = volumes.map(|volume| (volume.name.as_str(), volume)).collect();
    let classes = inventory.storage_classes.value().into_iter().flatten();
    let classes: BTreeMap<&str, _> = classes.map(|class| (class.name.as_str(), class)).collect();
    let row = |claim: &crate::model::kube::Claim| {
        let volume = claim.volume.as_deref().and_then(|name| volumes.get(name)).copied();
        let class = claim.storage_class.as_deref().and_then(|name| classes.get(name)).copied();
        ClaimRow::of(inventory, claim, volume, class)
    };
    Some(claims.iter().map(row).collect())
}

fn why_none(rows: &[ClaimRow], filter: &ClaimFilter) -> String {
    let missing = |asked: &Option<String>, one: &str, many: &str, there: Vec<&str>| {
        let asked = asked.as_deref().filter(|asked| !there.contains(asked))?;
        Some(format!("No claim is in {one} {asked}; {}.", there_are(one, many, &there)))
    };
    if rows.is_empty() {
        return "Kubernetes has no claim.".into();
    }
    let namespaces = order::distinct(rows.iter().map(|row| row.namespace.as_str()));
    let classes = order::distinct(rows.iter().filter_map(|row| row.storage_class.as_deref()));
    let pools = order::distinct(rows.iter().filter_map(|row| row.place()));
    missing(&filter.namespace, "namespace", "namespaces", namespaces)
        .or_else(|| missing(&filter.storage_class, "class", "classes", classes))
        .or_else(|| missing(&filter.pool, "pool or file system", "pools and file systems", pools))
        .unwrap_or_else(|| {
            if filter.unhealthy {
                return "Every claim of these is bound, and what it lies on is there.".into();
            }
            "No claim is of one of Ceph's drivers: those of others are told with --all-drivers.".into()
        })
}

impl List for ClaimList {
    type Row = ClaimRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<ClaimRow>> {
        self.claims.as_mut()
    }
}

impl Report for ClaimList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let Some(claims) = &self.claims else {
            return vec![self.header.missing("claims", "The list of claims")];
        };
        let now = self.header.now();
        let mut blocks = vec![Block::Table(Table {
            columns: sort::columns::<ClaimRow>(),
            rows: claims.iter().map(|claim| claim.cells(now)).collect(),
            empty: self.why_none.clone(),
        })];
        let total = self.total.unwrap_or(0);
        if (claims.len() as u64) < total && !claims.is_empty() {
            blocks.push(Block::line(format!("{} of {total} claims", claims.len()), Tone::Faint));
        }
        blocks.extend(concern::findings(&self.header, &["KOOR_ROOK_VOLUME_WITHOUT_POOL"]));
        blocks
    }
}

impl fmt::Display for ClaimList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
