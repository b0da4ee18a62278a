//! The check as pipelines read it: `JUnit` XML, SARIF 2.1.0, Markdown.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::check::VersionCheck;
use crate::assess::advice::{Outcome, Ruling, Weight};
use crate::view::xml::escaped;

impl VersionCheck {
    /// `JUnit`'s XML: a test case for each ruling, failed where it weighs `fails` or more, skipped where it is unknown, and one
    /// that passes where nothing speaks against what runs.
    #[must_use]
    pub fn junit(&self, fails: Option<Weight>) -> String {
        let rulings = &self.rulings;
        let failed =
            |one: &Ruling| one.outcome == Outcome::Found && fails.is_some_and(|least| one.weight >= least);
        let failures = rulings.iter().filter(|one| failed(one)).count();
        let skipped = rulings.iter().filter(|one| one.outcome == Outcome::Unknown).count();
        let tests = rulings.len().max(1);
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(
            text,
            "<testsuites name=\"koor versions check\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"{skipped}\">"
        );
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" timestamp=\"{}\">",
            xml(&self.header.cluster.name),
            self.header.collected_at.strftime("%Y-%m-%dT%H:%M:%S")
        );
        if rulings.is_empty() {
            text.push_str(
                "    <testcase classname=\"versions\" name=\"nothing speaks against what runs\"/>\n",
            );
        }
        for one in rulings {
            let _ =
                write!(text, "    <testcase classname=\"{}\" name=\"{}\"", one.product.id(), xml(&one.id));
            let message = xml(&one.sentence);
            let body = xml(&plain(one));
            if failed(one) {
                let _ = writeln!(
                    text,
                    "><failure type=\"{}\" message=\"{message}\">{body}</failure></testcase>",
                    one.weight.word()
                );
            } else if one.outcome == Outcome::Unknown {
                let why = xml(one.missing.as_deref().unwrap_or_default());
                let _ = writeln!(text, "><skipped message=\"{why}\"/></testcase>");
            } else {
                let _ = writeln!(text, "><system-out>{message}\n{body}</system-out></testcase>");
            }
        }
        text.push_str("  </testsuite>\n</testsuites>\n");
        text
    }

    /// SARIF 2.1.0 (OASIS). What is unknown is a result of kind `open`.
    #[must_use]
    pub fn sarif(&self) -> Value {
        let rules: Vec<Value> = self
            .rulings
            .iter()
            .map(|one| {
                json!({
                    "id": one.id,
                    "shortDescription": {"text": one.sentence},
                    "helpUri": one.sources.iter().find_map(|source| source.url.clone()),
                })
            })
            .map(without_nulls)
            .collect();
        let results: Vec<Value> = self
            .rulings
            .iter()
            .enumerate()
            .map(|(index, one)| {
                let open = one.outcome == Outcome::Unknown;
                json!({
                    "ruleId": one.id,
                    "ruleIndex": index,
                    "kind": if open { "open" } else { "fail" },
                    // SARIF wants no level beside any kind but `fail`.
                    "level": if open { "none" } else { one.weight.word() },
                    "message": {"text": format!("{}\n{}", one.sentence, plain(one))},
                    "locations": [{"logicalLocations": [{
                        "name": one.product.id(),
                        "fullyQualifiedName": format!("{}/{}", self.header.cluster.name, one.product.id()),
                        "kind": "resource",
                    }]}],
                })
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "koor",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": "https://koor.tech",
                    "rules": rules,
                }},
                "results": results,
                "properties": {"catalogue": self.catalogue.dated.to_string()},
            }],
        })
    }

    /// Markdown, for a comment on a change.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("## Versions of {}\n\n", md(&self.header.cluster.name));
        let _ = writeln!(
            text,
            "Seen {}, catalogue of {} ({} days old).\n",
            self.header.collected_at.strftime("%Y-%m-%d %H:%M UTC"),
            self.catalogue.dated,
            self.catalogue.age_days
        );
        text.push_str("| product | runs | line | newest patch | newest |\n| --- | --- | --- | --- | --- |\n");
        for row in &self.products {
            let runs: Vec<String> = row.running.iter().map(|one| one.version.to_string()).collect();
            let runs = if runs.is_empty() { "unknown".to_owned() } else { runs.join(", ") };
            let of = |release: &Option<crate::model::catalogue::Release>| {
                release.as_ref().map_or_else(String::new, |release| release.version.to_string())
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                row.product,
                runs,
                row.line.as_deref().unwrap_or_default(),
                of(&row.newest_patch),
                of(&row.newest)
            );
        }
        text.push('\n');
        if self.rulings.is_empty() {
            text.push_str("Nothing speaks against what runs.\n");
        }
        for one in &self.rulings {
            let word = if one.outcome == Outcome::Unknown { "unknown" } else { one.weight.word() };
            let _ = write!(text, "- **{word}** `{}`: {}", one.id, md(&one.sentence));
            for line in plain(one).lines() {
                let _ = write!(text, "<br>{}", md(line));
            }
            let links: Vec<String> = one
                .sources
                .iter()
                .map(|source| match &source.url {
                    Some(url) => format!("[{}]({url})", md(&source.title)),
                    None => md(&source.title),
                })
                .collect();
            if !links.is_empty() {
                let _ = write!(text, "<br>{}", links.join(", "));
            }
            text.push('\n');
        }
        text
    }
}

/// What shows it, what could not be seen, what to do: a line each.
fn plain(one: &Ruling) -> String {
    let mut lines = Vec::new();
    if !one.evidence.is_empty() {
        lines.push(format!("here: {}", one.evidence.join("; ")));
    }
    if let Some(missing) = &one.missing {
        lines.push(format!("unknown: {missing}"));
    }
    if let Some(next) = &one.next {
        lines.push(format!("do: {next}"));
    }
    lines.join("\n")
}

/// For text and attributes of XML: line breaks are kept.
fn xml(text: &str) -> String {
    text.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

/// For Markdown's text: what would be markup is not.
fn md(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\') {
            safe.push('\\');
        }
        safe.push(if letter.is_control() { ' ' } else { letter });
    }
    safe
}

fn without_nulls(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, field| !field.is_null());
    }
    value
}
