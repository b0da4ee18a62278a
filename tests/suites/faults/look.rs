//! One look at a cluster, the same whichever way it was made.

use std::fmt;

use koor_core::view::Report;
use serde_json::Value;

/// What was seen at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Who looked, how.
    pub line: String,
    /// The exit code; 137 and the like where a signal ended the process.
    pub code: i32,
    /// What is on stdout.
    pub stdout: String,
    /// What is on stderr.
    pub stderr: String,
    /// The answer as programs read it; null where stdout is no JSON.
    pub json: Value,
}

impl Look {
    /// Of a view that the core made in this process.
    pub(crate) fn live<V: Report + fmt::Display>(line: &str, view: &V) -> Self {
        let failure = view.header().failure();
        Self {
            line: format!("{line}, in the session from before"),
            code: failure.map_or(0, |why| why.kind.exit_code().into()),
            stdout: view.to_string(),
            stderr: failure.map(|why| why.message.clone()).unwrap_or_default(),
            json: serde_json::to_value(view).unwrap(),
        }
    }

    /// The codes of Ceph's checks.
    pub(crate) fn checks(&self) -> Vec<&str> {
        codes(&self.json["health"]["checks"])
    }

    /// One of Ceph's checks; null where it is not raised.
    pub(crate) fn check(&self, code: &str) -> &Value {
        with_code(&self.json["health"]["checks"], code)
    }

    /// One of Ceph's checks as Koor explains it; null where it is not raised, or nobody explains here.
    pub(crate) fn explained(&self, code: &str) -> &Value {
        with_code(&self.json["explained"], code)
    }

    /// The codes of Koor's findings.
    pub(crate) fn findings(&self) -> Vec<&str> {
        codes(&self.json["findings"])
    }

    /// One of Koor's findings; null where there is none.
    pub(crate) fn finding(&self, code: &str) -> &Value {
        with_code(&self.json["findings"], code)
    }

    /// A piece of Koor's advice; null where there is none.
    pub(crate) fn advice(&self, code: &str) -> &Value {
        with_code(&self.json["advice"], code)
    }

    /// The parts that are said to be stale.
    pub(crate) fn stale(&self) -> Vec<&str> {
        texts(&self.json["stale"], "part")
    }

    /// Whether all is well, fresh and seen.
    pub(crate) fn is_well(&self) -> bool {
        self.code == 0
            && self.json["health"]["status"] == "HEALTH_OK"
            && ["findings", "stale", "unseen"]
                .iter()
                .all(|list| self.json[*list].as_array().is_some_and(Vec::is_empty))
    }
}

fn codes(list: &Value) -> Vec<&str> {
    texts(list, "code")
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let rows = list.as_array().into_iter().flatten();
    rows.filter_map(|row| row[field].as_str()).collect()
}

fn with_code<'a>(list: &'a Value, code: &str) -> &'a Value {
    let mut rows = list.as_array().into_iter().flatten();
    rows.find(|row| row["code"] == code).unwrap_or(&Value::Null)
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}` ended with {}", self.line, self.code)?;
        writeln!(f, "--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr)
    }
}
