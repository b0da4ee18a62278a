//! Which objects are meant, by their labels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A label selector. An empty one selects everything, as in a `PodDisruptionBudget` of `policy/v1`.
///
/// Source: <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelSelector {
    /// Labels that must be there with this value.
    pub labels: BTreeMap<String, String>,
    /// Further rules, all of which must hold.
    pub rules: Vec<SelectorRule>,
}

/// One rule of a selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectorRule {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// The values of the first two.
    pub values: Vec<String>,
}

impl LabelSelector {
    /// Whether an object with these labels is meant. A rule with an operator that is not known selects nothing.
    #[must_use]
    pub fn selects(&self, labels: &BTreeMap<String, String>) -> bool {
        let rule = |rule: &SelectorRule| {
            let value = labels.get(&rule.key);
            let listed = value.is_some_and(|value| rule.values.contains(value));
            match rule.operator.as_str() {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                _ => false,
            }
        };
        self.labels.iter().all(|(key, value)| labels.get(key) == Some(value)) && self.rules.iter().all(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::{LabelSelector, SelectorRule};

    #[test]
    fn a_selector_selects_as_kubernetes_does() {
        let labels = [("app".into(), "rook-ceph-osd".into()), ("zone".into(), "a".into())].into();
        let rule = |key: &str, operator: &str, values: &[&str]| LabelSelector {
            labels: [("app".to_owned(), "rook-ceph-osd".to_owned())].into(),
            rules: vec![SelectorRule {
                key: key.into(),
                operator: operator.into(),
                values: values.iter().map(|value| (*value).to_owned()).collect(),
            }],
        };
        assert!(LabelSelector::default().selects(&labels));
        for (selector, selected) in [
            (rule("zone", "In", &["a", "b"]), true),
            (rule("zone", "NotIn", &["a"]), false),
            (rule("rack", "NotIn", &["a"]), true),
            (rule("zone", "Exists", &[]), true),
            (rule("rack", "DoesNotExist", &[]), true),
            (rule("rack", "Exists", &[]), false),
            (rule("zone", "Resembles", &["a"]), false),
        ] {
            assert_eq!(selector.selects(&labels), selected, "{selector:?}");
        }
    }
}
