//! Configuration: what the mons hold (`ceph config dump`) and what one daemon runs with (`config show osd.3`).

use serde::Deserialize;

use super::decode::{DecodeError, json};
use crate::model::{ConfigEntry, ConfigOverride, DaemonName, REDACTED, RunningConfig, RunningOption, secret};

#[derive(Deserialize)]
struct Row {
    section: String,
    mask: String,
    name: String,
    value: String,
    level: String,
    can_update_at_runtime: bool,
}

/// Reads the answer of `ceph config dump`; sorted by section, mask and name.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn entries(bytes: &[u8]) -> Result<Vec<ConfigEntry>, DecodeError> {
    let mut entries: Vec<_> = json::<Vec<Row>>(bytes)?
        .into_iter()
        .map(|row| ConfigEntry {
            section: row.section,
            mask: row.mask,
            value: shown(&row.name, row.value),
            name: row.name,
            level: row.level,
            can_update_at_runtime: row.can_update_at_runtime,
        })
        .collect();
    entries.sort();
    Ok(entries)
}

/// The value, but for one of a secret: Ceph gives those to whoever may read the configuration, and an inventory is
/// printed, kept and sent.
pub(super) fn shown(name: &str, value: String) -> String {
    if secret::is_secret(name) && !value.is_empty() { REDACTED.to_owned() } else { value }
}

#[derive(Deserialize)]
struct Running {
    name: String,
    value: String,
    source: String,
    // Left out where no other source has a say.
    #[serde(default)]
    overrides: Vec<Lost>,
}

#[derive(Deserialize)]
struct Lost {
    source: String,
    value: String,
}

/// Reads the answer of `ceph config show` of one daemon; sorted by the option's name.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn running(daemon: DaemonName, bytes: &[u8]) -> Result<RunningConfig, DecodeError> {
    let mut options: Vec<_> = json::<Vec<Running>>(bytes)?
        .into_iter()
        .map(|row| RunningOption {
            value: shown(&row.name, row.value),
            source: row.source,
            overrides: row
                .overrides
                .into_iter()
                .map(|lost| ConfigOverride { source: lost.source, value: shown(&row.name, lost.value) })
                .collect(),
            name: row.name,
        })
        .collect();
    options.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(RunningConfig { daemon, options })
}

#[cfg(test)]
mod tests {
    use super::{entries, running};
    use crate::model::DaemonName;

    #[test]
    fn a_secret_is_never_part_of_an_inventory() {
        let dump = br#"[{"section":"mgr","name":"mgr/dashboard/ssl_key","value":"hunter2","level":"advanced",
            "can_update_at_runtime":false,"mask":""},{"section":"osd","name":"osd_memory_target","value":"4294967296",
            "level":"basic","can_update_at_runtime":true,"mask":""}]"#;
        let values: Vec<String> = entries(dump).unwrap().into_iter().map(|entry| entry.value).collect();
        assert_eq!(values, ["REDACTED", "4294967296"]);
        let show = br#"[{"name":"rgw_keystone_admin_password","value":"hunter2","source":"mon","overrides":[
            {"source":"file","value":"hunter3"}]}]"#;
        let shown = format!("{:?}", running(DaemonName::new("client", "rgw.a"), show).unwrap());
        assert!(shown.contains("REDACTED") && !shown.contains("hunter"), "{shown}");
    }
}
