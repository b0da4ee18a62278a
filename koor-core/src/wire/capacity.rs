//! `ceph df detail`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::decode::{DecodeError, json};
use crate::model::{Bytes, Capacity, ClassCapacity, PoolCapacity, PoolId, Ratio, RawCapacity};

#[derive(Deserialize)]
struct Df {
    stats: Raw,
    stats_by_class: BTreeMap<String, Raw>,
    pools: Vec<Pool>,
}

#[derive(Deserialize)]
struct Raw {
    total_bytes: Bytes,
    total_used_raw_bytes: Bytes,
    total_avail_bytes: Bytes,
}

#[derive(Deserialize)]
struct Pool {
    id: PoolId,
    name: String,
    stats: PoolStats,
}

#[derive(Deserialize)]
struct PoolStats {
    stored: Bytes,
    objects: u64,
    bytes_used: Bytes,
    max_avail: Bytes,
    percent_used: Ratio,
    compress_bytes_used: Bytes,
    compress_under_bytes: Bytes,
}

/// Reads the answer of `ceph df detail`; the pools sorted by id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Capacity, DecodeError> {
    let df: Df = json(bytes)?;
    let mut pools: Vec<_> = df
        .pools
        .into_iter()
        .map(|pool| PoolCapacity {
            id: pool.id,
            name: pool.name,
            stored: pool.stats.stored,
            objects: pool.stats.objects,
            used: pool.stats.bytes_used,
            max_available: pool.stats.max_avail,
            // A share of one, whatever its name says.
            percent_used: pool.stats.percent_used,
            compressed_used: pool.stats.compress_bytes_used,
            compressed_stored: pool.stats.compress_under_bytes,
        })
        .collect();
    pools.sort_by_key(|pool| pool.id);
    Ok(Capacity {
        raw: RawCapacity {
            size: df.stats.total_bytes,
            used: df.stats.total_used_raw_bytes,
            available: df.stats.total_avail_bytes,
        },
        classes: df
            .stats_by_class
            .into_iter()
            .map(|(class, raw)| {
                let capacity = ClassCapacity {
                    size: raw.total_bytes,
                    used: raw.total_used_raw_bytes,
                    available: raw.total_avail_bytes,
                };
                (class, capacity)
            })
            .collect(),
        pools,
    })
}
