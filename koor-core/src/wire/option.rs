//! Options: what Ceph says of one (`ceph config help`), their names (`ceph config ls`), and what the central configuration
//! holds for one daemon (`ceph config get osd.3`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::config::shown;
use super::decode::{DecodeError, json};
use super::text::{plain, said};
use crate::model::{CentralValue, ConfigOption};

#[derive(Deserialize)]
struct Help {
    name: String,
    r#type: String,
    level: String,
    desc: String,
    long_desc: String,
    // A number, a bool or a text, as the option's type is; an empty text where there is none.
    default: Value,
    daemon_default: Value,
    min: Value,
    max: Value,
    tags: Vec<String>,
    services: Vec<String>,
    see_also: Vec<String>,
    // Left out of types that are no text.
    #[serde(default)]
    enum_values: Vec<String>,
    can_update_at_runtime: bool,
    flags: Vec<String>,
}

/// Reads the answer of `ceph config help` of one option.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn help(bytes: &[u8]) -> Result<ConfigOption, DecodeError> {
    let help: Help = json(bytes)?;
    let told = |value: &Value| said(Some(plain(value))).filter(|text| text != "null");
    Ok(ConfigOption {
        option_type: help.r#type,
        level: help.level,
        default: told(&help.default).unwrap_or_default(),
        daemon_default: told(&help.daemon_default),
        min: told(&help.min),
        max: told(&help.max),
        enum_values: help.enum_values,
        can_update_at_runtime: help.can_update_at_runtime,
        flags: help.flags,
        services: help.services,
        tags: help.tags,
        see_also: help.see_also,
        description: help.desc.trim().to_owned(),
        long_description: help.long_desc.trim().to_owned(),
        name: help.name,
    })
}

/// Reads the answer of `ceph config ls`: the names of all options, sorted.
///
/// # Errors
/// Where it is no list of texts.
pub fn names(bytes: &[u8]) -> Result<Vec<String>, DecodeError> {
    let mut names: Vec<String> = json(bytes)?;
    names.sort();
    Ok(names)
}

#[derive(Deserialize)]
struct Central {
    value: String,
    section: String,
    can_update_at_runtime: bool,
}

/// Reads the answer of `ceph config get` of one daemon, by name.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn central(bytes: &[u8]) -> Result<Vec<CentralValue>, DecodeError> {
    let options: BTreeMap<String, Central> = json(bytes)?;
    Ok(options
        .into_iter()
        .map(|(name, row)| CentralValue {
            value: shown(&name, row.value),
            name,
            section: row.section,
            can_update_at_runtime: row.can_update_at_runtime,
        })
        .collect())
}
