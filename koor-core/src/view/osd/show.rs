//! All that is known of one OSD.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{OsdRow, facts};
use crate::Error;
use crate::assess::median;
use crate::model::{
    Bytes, CephVersion, Inventory, Osd, OsdId, OsdLatency, OsdMap, OsdMetadata, OsdUsage, PgMap, PgState,
};
use crate::view::Header;
use crate::view::fill::FullRatios;
use crate::view::report::{self, Block, Report};
use crate::view::words::there_are;

/// One OSD. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The OSD; null where the OSD map was not seen.
    pub osd: Option<OsdDetail>,
    /// How full an OSD may get.
    pub full_ratios: Option<FullRatios>,
    #[serde(skip)]
    pub(super) asked: OsdId,
}

/// One OSD with all that is known of it: the fields of [`OsdRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: OsdRow,
    /// Its own id, a UUID.
    pub uuid: String,
    /// How readily it becomes a primary, 0 to 1.
    pub primary_affinity: f64,
    /// What users' data takes.
    pub data_bytes: Option<Bytes>,
    /// What omap takes.
    pub omap_bytes: Option<Bytes>,
    /// What the store itself takes.
    pub meta_bytes: Option<Bytes>,
    /// How full it is beside the average; 1.0 is the average.
    pub variance: Option<f64>,
    /// The latency of OSDs of its class, to compare with.
    pub class_median: Option<LatencyMedian>,
    /// Its PGs; null where PGs were not seen.
    pub pg_states: Option<OsdPgs>,
    /// The version that created it.
    pub created_with: Option<CephVersion>,
    /// The host it says it runs on, which need not be CRUSH's.
    pub hostname: Option<String>,
    /// Its devices' vendor ids.
    pub device_ids: Option<Vec<String>>,
    /// Whether its main device spins.
    pub rotational: Option<bool>,
    /// The size of its main device.
    pub device_size_bytes: Option<Bytes>,
    /// `x86_64`, `aarch64`.
    pub arch: Option<String>,
    /// The kernel's release.
    pub kernel: Option<String>,
    /// Where clients reach it.
    pub public_addresses: Vec<String>,
    /// Where other OSDs reach it.
    pub cluster_addresses: Vec<String>,
    /// Flags that hold for it because they are set on what it belongs to.
    pub inherited_flags: Vec<InheritedFlag>,
    /// When it was last marked down; null where it never was.
    pub down_at: Option<Timestamp>,
}

/// A flag that is set on a bucket above an OSD, or on its device class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InheritedFlag {
    /// `noout`, …
    pub flag: String,
    /// From where: `host=node1`, `class=hdd`, `cluster`.
    pub from: String,
}

/// The middle latency of the OSDs of one class that are up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LatencyMedian {
    /// Commit latency in milliseconds.
    pub commit_ms: f64,
    /// Apply latency in milliseconds.
    pub apply_ms: f64,
    /// Of how many OSDs, this one among them.
    pub osds: u64,
}

/// The PGs of one OSD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdPgs {
    /// As of when.
    pub as_of: Option<Timestamp>,
    /// PGs it serves.
    pub acting: u64,
    /// PGs it leads.
    pub primary: u64,
    /// PGs that CRUSH wants on it and that it does not serve yet.
    pub arriving: u64,
    /// The PGs it serves by their state, most first.
    pub by_state: Vec<OsdPgState>,
}

/// How many of an OSD's PGs are in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdPgState {
    /// The state.
    pub state: PgState,
    /// PGs it serves.
    pub acting: u64,
    /// Those of them that it leads.
    pub primary: u64,
}

impl OsdShow {
    /// Of an inventory, as [`Selection::osd_show`](crate::collect::Selection::osd_show) asks for it.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the OSD map was seen and no such OSD is in it. Where the map was not seen nobody
    /// can tell: that is no error, and [`Self::osd`] is `None`.
    pub fn of(inventory: &Inventory, id: OsdId, now: Timestamp) -> Result<Self, Error> {
        let osds = inventory.osds();
        let map = inventory.osd_map.value();
        let osd = osds.iter().find(|osd| osd.state.id == id);
        let detail = match (map, osd) {
            (Some(map), Some(osd)) => Some(OsdDetail::of(inventory, map, &osds, osd)),
            (None, _) => None,
            (Some(_), None) => return Err(not_found(id, &osds)),
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.osd_map),
            osd: detail,
            full_ratios: map.map(FullRatios::of),
            asked: id,
        })
    }
}

fn not_found(id: OsdId, osds: &[Osd]) -> Error {
    let mut ids: Vec<OsdId> = osds.iter().map(|osd| osd.state.id).collect();
    ids.sort_unstable();
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Error::NotFound { message: format!("{id} does not exist; {}", there_are("OSD", "OSDs", &names)) }
}

impl OsdDetail {
    fn of(inventory: &Inventory, map: &OsdMap, osds: &[Osd], osd: &Osd) -> Self {
        let row = OsdRow::of(osd.clone(), inventory.crush.value().is_some());
        // An OSD that is out is told with zeros.
        let usage = osd.usage.as_ref().filter(|_| row.fill.size_bytes.is_some());
        let told = |field: fn(&OsdUsage) -> Bytes| usage.map(field);
        let metadata = osd.metadata.as_ref();
        let said = |field: fn(&OsdMetadata) -> &Option<String>| metadata.and_then(|m| field(m).clone());
        Self {
            uuid: osd.state.uuid.clone(),
            primary_affinity: osd.state.primary_affinity,
            data_bytes: told(|usage| usage.data),
            omap_bytes: told(|usage| usage.omap),
            meta_bytes: told(|usage| usage.meta),
            variance: usage.and_then(|usage| usage.variance),
            class_median: median_of(osds, row.device_class.as_deref()),
            pg_states: inventory
                .pgs
                .value()
                .map(|pgs| OsdPgs { as_of: inventory.pgs.as_of(), ..OsdPgs::of(pgs, osd.state.id) }),
            created_with: metadata.and_then(|metadata| metadata.created_with.clone()),
            hostname: said(|metadata| &metadata.hostname),
            device_ids: metadata.map(|metadata| metadata.device_ids.clone()),
            rotational: metadata.and_then(|metadata| metadata.rotational),
            device_size_bytes: metadata.and_then(|metadata| metadata.device_size),
            arch: said(|metadata| &metadata.arch),
            kernel: said(|metadata| &metadata.kernel),
            public_addresses: osd.state.public_addresses.clone(),
            cluster_addresses: osd.state.cluster_addresses.clone(),
            inherited_flags: inherited(map, osd),
            down_at: osd.state.down_at,
            row,
        }
    }
}

/// What is set on the cluster, the buckets above and the class, from the widest down.
fn inherited(map: &OsdMap, osd: &Osd) -> Vec<InheritedFlag> {
    let cluster = map.set_flags().map(|flag| ("cluster".to_owned(), flag.to_owned()));
    let buckets = osd.location.iter().flat_map(|place| {
        let name = place.split_once('=').map_or(place.as_str(), |(_, name)| name);
        let flags = map.bucket_flags.get(name).into_iter().flatten();
        flags.map(move |flag| (place.clone(), flag.clone()))
    });
    let class = osd.device_class.iter().flat_map(|class| {
        let flags = map.class_flags.get(class).into_iter().flatten();
        flags.map(move |flag| (format!("class={class}"), flag.clone()))
    });
    cluster.chain(buckets).chain(class).map(|(from, flag)| InheritedFlag { flag, from }).collect()
}

/// The middle of those that are up and of this class; `None` where no latency was seen.
fn median_of(osds: &[Osd], class: Option<&str>) -> Option<LatencyMedian> {
    let peers: Vec<&OsdLatency> = osds
        .iter()
        .filter(|osd| osd.state.up && osd.device_class.as_deref() == class)
        .filter_map(|osd| osd.latency.as_ref())
        .collect();
    Some(LatencyMedian {
        commit_ms: median(peers.iter().map(|peer| peer.commit_ms).collect())?,
        apply_ms: median(peers.iter().map(|peer| peer.apply_ms).collect())?,
        osds: peers.len() as u64,
    })
}

impl OsdPgs {
    fn of(map: &PgMap, id: OsdId) -> Self {
        let mut by_state: BTreeMap<&PgState, (u64, u64)> = BTreeMap::new();
        let mut arriving = 0;
        for pg in &map.pgs {
            // A set, for an erasure-coded PG may have one OSD twice.
            let acting: BTreeSet<OsdId> = pg.acting.iter().copied().flatten().collect();
            if acting.contains(&id) {
                let (served, led) = by_state.entry(&pg.state).or_default();
                *served += 1;
                *led += u64::from(pg.acting_primary == Some(id));
            } else if pg.up.contains(&Some(id)) {
                arriving += 1;
            }
        }
        let mut by_state: Vec<OsdPgState> = by_state
            .into_iter()
            .map(|(state, (acting, primary))| OsdPgState { state: state.clone(), acting, primary })
            .collect();
        by_state.sort_by(|a, b| b.acting.cmp(&a.acting).then_with(|| a.state.cmp(&b.state)));
        Self {
            as_of: None,
            acting: crate::model::total(by_state.iter().map(|row| row.acting)),
            primary: crate::model::total(by_state.iter().map(|row| row.primary)),
            arriving,
            by_state,
        }
    }
}

impl Report for OsdShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        match &self.osd {
            Some(osd) => blocks.push(facts::block(self, osd)),
            None => blocks.push(self.header.missing("osd_map", &format!("{}: the OSD map", self.asked))),
        }
        blocks
    }
}

impl fmt::Display for OsdShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0]), Some(3.0));
        assert_eq!(median(vec![9.0, 1.0]), Some(5.0));
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
    }
}
