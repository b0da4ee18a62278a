//! Each OSD: what it said of itself (`ceph osd metadata`), how full it is (`osd df`), how long it takes (`osd perf`).

use serde::Deserialize;

use super::decode::{DecodeError, field, json};
use super::text::{said, words};
use crate::model::{Bytes, CephVersion, OsdId, OsdLatency, OsdMetadata, OsdUsage, Ratio};

// An OSD that never booted has its id and nothing else; what a store can't tell is left out or empty.
#[derive(Deserialize)]
struct Metadata {
    id: OsdId,
    hostname: Option<String>,
    ceph_version: Option<String>,
    ceph_version_when_created: Option<String>,
    osd_objectstore: Option<String>,
    devices: Option<String>,
    device_ids: Option<String>,
    rotational: Option<String>,
    bluestore_bdev_size: Option<String>,
    arch: Option<String>,
    kernel_version: Option<String>,
}

/// Reads the answer of `ceph osd metadata`; sorted by id.
///
/// # Errors
/// Where a field is missing or has another type, or a size is no number.
pub fn metadata(bytes: &[u8]) -> Result<Vec<OsdMetadata>, DecodeError> {
    let mut osds = json::<Vec<Metadata>>(bytes)?
        .into_iter()
        .enumerate()
        .map(|(place, row)| {
            let size = said(row.bluestore_bdev_size)
                .map(|text| {
                    text.parse().map(Bytes).map_err(|_| {
                        field(
                            format!("[{place}].bluestore_bdev_size"),
                            format!("`{text}` is no size in bytes"),
                        )
                    })
                })
                .transpose()?;
            Ok(OsdMetadata {
                id: row.id,
                hostname: said(row.hostname),
                version: row.ceph_version.as_deref().and_then(CephVersion::parse),
                created_with: row.ceph_version_when_created.as_deref().and_then(CephVersion::parse),
                objectstore: said(row.osd_objectstore),
                devices: words(&row.devices.unwrap_or_default()),
                device_ids: words(&row.device_ids.unwrap_or_default()),
                rotational: said(row.rotational).map(|text| text != "0"),
                device_size: size,
                arch: said(row.arch),
                kernel: said(row.kernel_version),
            })
        })
        .collect::<Result<Vec<_>, DecodeError>>()?;
    osds.sort_by_key(|osd| osd.id);
    Ok(osds)
}

#[derive(Deserialize)]
struct Df {
    nodes: Vec<DfRow>,
    // OSDs of the map that are in no bucket: they have no class and a weight of zero.
    stray: Vec<DfRow>,
}

#[derive(Deserialize)]
struct DfRow {
    id: OsdId,
    // Left out for strays, empty for an OSD of no class.
    device_class: Option<String>,
    crush_weight: f64,
    kb: u64,
    kb_used: u64,
    kb_used_data: u64,
    kb_used_omap: u64,
    kb_used_meta: u64,
    kb_avail: u64,
    utilization: f64,
    var: Option<f64>,
    pgs: u64,
}

/// Reads the answer of `ceph osd df` (the plain one, not the tree); strays included, sorted by id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn usage(bytes: &[u8]) -> Result<Vec<OsdUsage>, DecodeError> {
    let df: Df = json(bytes)?;
    let mut osds: Vec<_> = df
        .nodes
        .into_iter()
        .chain(df.stray)
        .map(|row| OsdUsage {
            id: row.id,
            device_class: said(row.device_class),
            crush_weight: row.crush_weight,
            size: Bytes::from_kib(row.kb),
            used: Bytes::from_kib(row.kb_used),
            data: Bytes::from_kib(row.kb_used_data),
            omap: Bytes::from_kib(row.kb_used_omap),
            meta: Bytes::from_kib(row.kb_used_meta),
            available: Bytes::from_kib(row.kb_avail),
            utilization: Ratio(row.utilization / 100.0),
            variance: row.var,
            pgs: row.pgs,
        })
        .collect();
    osds.sort_by_key(|osd| osd.id);
    Ok(osds)
}

#[derive(Deserialize)]
struct Perf {
    osdstats: PerfInfos,
}

#[derive(Deserialize)]
struct PerfInfos {
    osd_perf_infos: Vec<PerfInfo>,
}

#[derive(Deserialize)]
struct PerfInfo {
    id: OsdId,
    perf_stats: PerfStats,
}

// The `_ms` fields beside these are whole milliseconds.
#[derive(Deserialize)]
struct PerfStats {
    commit_latency_ns: u64,
    apply_latency_ns: u64,
}

/// Reads the answer of `ceph osd perf`; sorted by id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn latency(bytes: &[u8]) -> Result<Vec<OsdLatency>, DecodeError> {
    let mut osds: Vec<_> = json::<Perf>(bytes)?
        .osdstats
        .osd_perf_infos
        .into_iter()
        .map(|row| OsdLatency {
            id: row.id,
            commit_ms: row.perf_stats.commit_latency_ns as f64 / 1e6,
            apply_ms: row.perf_stats.apply_latency_ns as f64 / 1e6,
        })
        .collect();
    osds.sort_by_key(|osd| osd.id);
    Ok(osds)
}
