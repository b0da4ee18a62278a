//! Pools: their rows in `ceph osd dump`, `osd pool stats`, `osd pool autoscale-status`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::decode::{DecodeError, field, json};
use super::keys::Keys;
use super::stamp;
use super::text::words;
use crate::model::{Bytes, IoRate, Pool, PoolAutoscale, PoolId, PoolIo, PoolKind, Ratio};

/// One pool of `ceph osd dump`.
#[derive(Deserialize)]
pub(super) struct PoolRow {
    pool: PoolId,
    pool_name: String,
    #[serde(deserialize_with = "stamp::optional")]
    create_time: Option<Timestamp>,
    flags_names: String,
    #[serde(rename = "type")]
    pool_type: u64,
    size: u64,
    min_size: u64,
    crush_rule: u64,
    pg_autoscale_mode: String,
    pg_num: u64,
    pg_num_target: u64,
    pg_placement_num: u64,
    quota_max_bytes: u64,
    quota_max_objects: u64,
    erasure_code_profile: String,
    options: BTreeMap<String, Setting>,
    application_metadata: Keys,
}

/// What a pool option is set to: a text or a number, as the option has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Setting {
    Text(String),
    Number(serde_json::Number),
    Truth(bool),
}

impl Setting {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

/// Ceph's numbers for the types of pools (`pg_pool_t`).
const REPLICATED: u64 = 1;
const ERASURE: u64 = 3;

impl PoolRow {
    /// As the model has it; `place` is its place in the answer, for an error's path.
    pub(super) fn pool(self, place: usize) -> Result<Pool, DecodeError> {
        let kind = match self.pool_type {
            REPLICATED => PoolKind::Replicated,
            ERASURE => PoolKind::Erasure { profile: self.erasure_code_profile },
            other => {
                return Err(field(
                    format!("pools[{place}].type"),
                    format!("{other} is neither replicated ({REPLICATED}) nor erasure-coded ({ERASURE})"),
                ));
            }
        };
        let mut options: BTreeMap<_, _> =
            self.options.into_iter().map(|(name, value)| (name, value.text())).collect();
        let mut applications = self.application_metadata.0;
        applications.sort();
        let mut flags = words(&self.flags_names);
        flags.sort();
        Ok(Pool {
            id: self.pool,
            name: self.pool_name,
            kind,
            size: self.size,
            min_size: self.min_size,
            pg_num: self.pg_num,
            pg_num_target: self.pg_num_target,
            pgp_num: self.pg_placement_num,
            autoscale_mode: self.pg_autoscale_mode,
            crush_rule: self.crush_rule,
            applications,
            flags,
            // Zero is Ceph's word for "no quota".
            quota_bytes: Some(Bytes(self.quota_max_bytes)).filter(|quota| quota.0 > 0),
            quota_objects: Some(self.quota_max_objects).filter(|quota| *quota > 0),
            compression_mode: options.remove("compression_mode"),
            compression_algorithm: options.remove("compression_algorithm"),
            created: self.create_time,
            options,
        })
    }
}

#[derive(Deserialize)]
struct Stats {
    pool_name: String,
    pool_id: PoolId,
    recovery_rate: RecoveryRate,
    client_io_rate: ClientRate,
}

// Ceph says each of these only when it is above zero.
#[derive(Deserialize)]
struct RecoveryRate {
    #[serde(default)]
    recovering_bytes_per_sec: u64,
    #[serde(default)]
    recovering_objects_per_sec: u64,
}

// Ceph says each of these only when it is above zero.
#[derive(Deserialize)]
struct ClientRate {
    #[serde(default)]
    read_bytes_sec: u64,
    #[serde(default)]
    write_bytes_sec: u64,
    #[serde(default)]
    read_op_per_sec: u64,
    #[serde(default)]
    write_op_per_sec: u64,
}

/// Reads the answer of `ceph osd pool stats`; sorted by the pool's id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn io(bytes: &[u8]) -> Result<Vec<PoolIo>, DecodeError> {
    let mut pools: Vec<_> = json::<Vec<Stats>>(bytes)?
        .into_iter()
        .map(|row| PoolIo {
            id: row.pool_id,
            name: row.pool_name,
            client: IoRate {
                read_bytes_per_s: row.client_io_rate.read_bytes_sec,
                write_bytes_per_s: row.client_io_rate.write_bytes_sec,
                read_ops_per_s: row.client_io_rate.read_op_per_sec,
                write_ops_per_s: row.client_io_rate.write_op_per_sec,
            },
            recovery_bytes_per_s: row.recovery_rate.recovering_bytes_per_sec,
            recovery_objects_per_s: row.recovery_rate.recovering_objects_per_sec,
        })
        .collect();
    pools.sort_by_key(|pool| pool.id);
    Ok(pools)
}

#[derive(Deserialize)]
struct Autoscale {
    pool_id: PoolId,
    pool_name: String,
    pg_autoscale_mode: String,
    pg_num_final: u64,
    pg_num_target: u64,
    would_adjust: bool,
    capacity_ratio: Ratio,
    target_bytes: u64,
    target_ratio: Ratio,
    bulk: Option<bool>,
}

/// Reads the answer of `ceph osd pool autoscale-status`; sorted by the pool's id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn autoscale(bytes: &[u8]) -> Result<Vec<PoolAutoscale>, DecodeError> {
    let mut pools: Vec<_> = json::<Vec<Autoscale>>(bytes)?
        .into_iter()
        .map(|row| PoolAutoscale {
            id: row.pool_id,
            name: row.pool_name,
            mode: row.pg_autoscale_mode,
            pg_num_final: row.pg_num_final,
            pg_num_target: row.pg_num_target,
            would_adjust: row.would_adjust,
            capacity_ratio: row.capacity_ratio,
            // Zero is Ceph's word for "nobody said".
            target_size: Some(Bytes(row.target_bytes)).filter(|size| size.0 > 0),
            target_ratio: Some(row.target_ratio).filter(|ratio| ratio.0 > 0.0),
            bulk: row.bulk,
        })
        .collect();
    pools.sort_by_key(|pool| pool.id);
    Ok(pools)
}
