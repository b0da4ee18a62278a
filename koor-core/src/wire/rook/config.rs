//! Rook's ConfigMaps.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::rook::{MonEndpoints, RookConfig};
use crate::model::{REDACTED, redact, secret};
use crate::wire::kube::ConfigMapObject;
use crate::wire::text::words;

const OVERRIDE: &str = "rook-config-override";
const OPERATOR: &str = "rook-ceph-operator-config";
const ENDPOINTS: &str = "rook-ceph-mon-endpoints";
const BUDGETS: &str = "rook-ceph-pdbstatemap";

/// The ConfigMaps that are read, by name: the operator's in its namespace, the others in the cluster's.
pub const CONFIG_MAPS: [&str; 4] = [OVERRIDE, OPERATOR, ENDPOINTS, BUDGETS];

/// What Rook keeps in its ConfigMaps; others are passed over.
#[must_use]
pub fn config(maps: &[ConfigMapObject]) -> RookConfig {
    let map = |name: &str| maps.iter().find(|map| map.metadata.name == name).map(|map| &map.data);
    let draining = map(BUDGETS).and_then(|data| data.get("draining-failure-domain"));
    RookConfig {
        config_override: map(OVERRIDE)
            .and_then(|data| data.get("config"))
            .map(|conf| conf_without_secrets(conf)),
        operator: map(OPERATOR).map(settings).unwrap_or_default(),
        mon_endpoints: map(ENDPOINTS).map(endpoints),
        draining: draining.filter(|domain| !domain.is_empty()).cloned(),
    }
}

/// A conf file line by line, for a name says more than the look of a value.
fn conf_without_secrets(conf: &str) -> String {
    let line = |line: &str| match line.split_once('=') {
        Some((name, value)) if secret::is_secret(name.trim()) && !value.trim().is_empty() => {
            format!("{name}= {REDACTED}")
        }
        _ => redact::text(line).into_owned(),
    };
    let lines: Vec<String> = conf.lines().map(line).collect();
    // Once more as a whole: a key may stand on several lines.
    redact::text(&lines.join("\n")).into_owned()
}

fn settings(data: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let shown = |(name, value): (&String, &String)| {
        let hidden = secret::is_secret(name) && !value.is_empty();
        (name.clone(), if hidden { REDACTED.to_owned() } else { redact::text(value).into_owned() })
    };
    data.iter().map(shown).collect()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Mapping {
    node: BTreeMap<String, Option<Place>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Place {
    name: String,
}

fn endpoints(data: &BTreeMap<String, String>) -> MonEndpoints {
    let text = |key: &str| data.get(key).map(String::as_str).unwrap_or_default();
    let mapping: Mapping = serde_json::from_str(text("mapping")).unwrap_or_default();
    MonEndpoints {
        mons: words(text("data"))
            .iter()
            .filter_map(|word| word.split_once('='))
            .map(|(mon, address)| (mon.to_owned(), address.to_owned()))
            .collect(),
        out_of_quorum: words(text("outOfQuorum")),
        nodes: mapping.node.into_iter().filter_map(|(mon, place)| Some((mon, place?.name))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::config;
    use crate::wire::kube::ConfigMapObject;

    fn map(name: &str, data: &[(&str, &str)]) -> ConfigMapObject {
        let mut map = ConfigMapObject::default();
        map.metadata.name = name.into();
        map.data = data.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        map
    }

    #[test]
    fn mons_are_read_by_name_and_place() {
        let mapping = r#"{"node":{"a":{"Name":"node3","Hostname":"node3","Address":"10.99.0.13"},"b":null}}"#;
        let data =
            [("data", "a=10.97.0.121:6789,b=[fd00::1]:3300"), ("mapping", mapping), ("outOfQuorum", "b")];
        let mons = config(&[map("rook-ceph-mon-endpoints", &data)]).mon_endpoints.unwrap();
        assert_eq!(mons.mons["b"], "[fd00::1]:3300");
        assert_eq!(mons.nodes, [("a".to_owned(), "node3".to_owned())].into());
        assert_eq!(mons.out_of_quorum, ["b"]);
    }

    #[test]
    fn no_secret_of_a_config_map_is_kept() {
        let conf = "[global]\nosd_pool_default_size = 3\nrgw keystone admin password = hunter2\n";
        let all = config(&[
            map("rook-config-override", &[("config", conf)]),
            map("rook-ceph-operator-config", &[("CSI_TOKEN", "hunter3"), ("ROOK_LOG_LEVEL", "INFO")]),
        ]);
        let text = format!("{all:?}");
        assert!(!text.contains("hunter"), "{text}");
        assert!(text.contains("osd_pool_default_size = 3") && text.contains("INFO"), "{text}");
        assert_eq!(all.mon_endpoints, None, "what is not there is not made up");
    }
}
