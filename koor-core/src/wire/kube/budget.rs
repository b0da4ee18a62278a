//! `PodDisruptionBudget`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::object::kube_object;
use super::{IntOrString, ObjectMeta, or_default};
use crate::model::kube::{DisruptionBudget, LabelSelector, SelectorRule};

/// A `PodDisruptionBudget` of `policy/v1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BudgetObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: Spec,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    min_available: Option<IntOrString>,
    max_unavailable: Option<IntOrString>,
    selector: Option<Selector>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Selector {
    #[serde(deserialize_with = "or_default")]
    match_labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default")]
    match_expressions: Vec<Rule>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Rule {
    #[serde(deserialize_with = "or_default")]
    key: String,
    #[serde(deserialize_with = "or_default")]
    operator: String,
    #[serde(deserialize_with = "or_default")]
    values: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    disruptions_allowed: u64,
    current_healthy: u64,
    desired_healthy: u64,
    expected_pods: u64,
}

kube_object!(BudgetObject => DisruptionBudget, "policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true);

impl BudgetObject {
    fn row(self) -> DisruptionBudget {
        let Self { metadata, spec, status } = self;
        DisruptionBudget {
            namespace: metadata.namespace,
            name: metadata.name,
            // Left out altogether it selects nothing, unlike an empty one.
            selector: spec.selector.map_or_else(nothing, selector),
            min_available: spec.min_available.map(|number| number.to_string()),
            max_unavailable: spec.max_unavailable.map(|number| number.to_string()),
            allowed: status.disruptions_allowed,
            healthy: status.current_healthy,
            desired: status.desired_healthy,
            expected: status.expected_pods,
            created: metadata.creation_timestamp,
        }
    }
}

fn selector(selector: Selector) -> LabelSelector {
    let rule = |rule: Rule| SelectorRule { key: rule.key, operator: rule.operator, values: rule.values };
    LabelSelector {
        labels: selector.match_labels,
        rules: selector.match_expressions.into_iter().map(rule).collect(),
    }
}

fn nothing() -> LabelSelector {
    let never = SelectorRule { key: String::new(), operator: "Exists".into(), values: Vec::new() };
    LabelSelector { labels: BTreeMap::new(), rules: vec![never] }
}

#[cfg(test)]
mod tests {
    use crate::wire::kube::{BudgetObject, KubeObject as _, object};

    #[test]
    fn numbers_and_shares_read_alike() {
        let one = |spec: &str| {
            let text = format!(r#"{{"metadata":{{"name":"b","namespace":"n"}},"spec":{spec}}}"#);
            object::<BudgetObject>(text.as_bytes()).unwrap().into_row()
        };
        assert_eq!(one(r#"{"maxUnavailable":1}"#).max_unavailable.as_deref(), Some("1"));
        assert_eq!(one(r#"{"minAvailable":"50%"}"#).min_available.as_deref(), Some("50%"));
        let labels = [("app".to_owned(), "x".to_owned())].into();
        assert!(one(r#"{"selector":{}}"#).selector.selects(&labels), "an empty selector selects everything");
        assert!(!one("{}").selector.selects(&labels), "none at all selects nothing");
    }
}
