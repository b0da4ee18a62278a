//! `ceph mgr dump`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::address::Addresses;
use super::decode::{DecodeError, json};
use super::stamp;
use super::text::said;
use crate::model::{MgrMap, MgrModule};

#[derive(Deserialize)]
struct Dump {
    epoch: u64,
    available: bool,
    active_name: String,
    active_addrs: Addresses,
    active_change: String,
    standbys: Vec<Standby>,
    modules: BTreeSet<String>,
    available_modules: Vec<Module>,
    always_on_modules: BTreeMap<String, BTreeSet<String>>,
    services: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Standby {
    name: String,
}

#[derive(Deserialize)]
struct Module {
    name: String,
    can_run: bool,
    error_string: String,
}

/// Reads the answer of `ceph mgr dump`. The modules are those the active mgr reports; each standby repeats them.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<MgrMap, DecodeError> {
    let dump: Dump = json(bytes)?;
    // By release, up to the mons' own; releases are named in the order of the alphabet.
    let always_on =
        dump.always_on_modules.into_iter().next_back().map(|(_, modules)| modules).unwrap_or_default();
    let mut modules: Vec<_> = dump
        .available_modules
        .into_iter()
        .map(|module| MgrModule {
            enabled: dump.modules.contains(&module.name),
            always_on: always_on.contains(&module.name),
            can_run: module.can_run,
            // Since 18.2 nearly every module that runs well carries a text here ("type object 'Module' has no
            // attribute 'NOTIFY_TYPES'"): it means something only where the module can't run.
            error: said(Some(module.error_string)).filter(|_| !module.can_run),
            name: module.name,
        })
        .collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let mut standbys: Vec<_> = dump.standbys.into_iter().map(|standby| standby.name).collect();
    standbys.sort();
    let active = said(Some(dump.active_name));
    Ok(MgrMap {
        epoch: dump.epoch,
        available: dump.available,
        active_addresses: dump.active_addrs.texts(),
        // Without an active one this is when the last one went.
        active_since: stamp::parse(&dump.active_change).filter(|_| active.is_some()),
        active,
        standbys,
        modules,
        services: dump.services,
    })
}

#[derive(Deserialize)]
struct Stat {
    active_name: String,
}

/// Reads the answer of `ceph mgr stat`: the active one's name; `None` where there is none.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn active(bytes: &[u8]) -> Result<Option<String>, DecodeError> {
    Ok(said(Some(json::<Stat>(bytes)?.active_name)))
}
