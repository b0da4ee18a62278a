//! What Koor found, and what Ceph's checks say, about the thing that a view shows.

use serde::Serialize;

use super::Header;
use super::report::{Block, Cell, Tone};
use crate::model::{Inventory, Severity};

/// The findings with one of these codes, each with what to do next: below a list that they are about.
pub(super) fn findings(header: &Header, codes: &[&str]) -> Vec<Block> {
    let about = header.findings.iter().filter(|finding| codes.contains(&finding.code));
    about
        .flat_map(|finding| {
            let first = vec![
                Cell::new(finding.code, finding.severity.into()),
                Cell::plain(format!("  {}", finding.sentence)),
            ];
            [Block::Line(first), Block::line(format!("  next: {}", finding.next), Tone::Plain)]
        })
        .collect()
}

/// A detail line of one of Ceph's checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concern {
    /// The check's code, `MON_DOWN`.
    pub code: String,
    /// How bad Ceph says it is.
    pub severity: Severity,
    /// Ceph's line.
    pub detail: String,
}

impl Concern {
    /// Every detail line that names one of `names` (`mon.a`, `cephfs`); `None` where health was not seen.
    pub(super) fn of(inventory: &Inventory, names: &[&str]) -> Option<Vec<Self>> {
        let checks = &inventory.health.value()?.checks;
        let lines = checks.iter().flat_map(|check| check.detail.iter().map(move |detail| (check, detail)));
        let about = lines.filter(|(_, detail)| names.iter().any(|name| speaks_of(detail, name)));
        Some(
            about
                .map(|(check, detail)| Self {
                    code: check.code.clone(),
                    severity: check.severity,
                    detail: detail.trim().replace('\n', " "),
                })
                .collect(),
        )
    }

    /// One line each; that there is none is said too.
    pub(super) fn lines(concerns: Option<&[Self]>) -> Vec<Vec<Cell>> {
        match concerns {
            None => vec![vec![Cell::unknown()]],
            Some([]) => vec![vec!["no check of Ceph's names it".into()]],
            Some(concerns) => concerns
                .iter()
                .map(|concern| {
                    let detail = Cell::plain(format!("  {}", concern.detail));
                    vec![Cell::new(concern.code.clone(), concern.severity.into()), detail]
                })
                .collect(),
        }
    }
}

/// Whether a line has this name as a word: `mon.a` is not in `mon.ab`, and is in `mon.a: low on space`.
fn speaks_of(line: &str, name: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let mut after = after.chars();
        let ends = match after.next() {
            // A dot goes on with a name, or ends the sentence.
            Some('.') => after.next().is_none_or(|c| !inner(c)),
            Some(c) => !inner(c),
            None => true,
        };
        ends && !before.ends_with(|c| inner(c) || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn a_name_is_a_word() {
        for line in ["mon.a (rank 0) is down", "down: mon.a", "osds: mon.a, mon.b", "look at mon.a."] {
            assert!(speaks_of(line, "mon.a"), "{line}");
        }
        for line in ["mon.ab is down", "mon.a-1 is down", "mon.a.b", "xmon.a", "my.mon.a is"] {
            assert!(!speaks_of(line, "mon.a"), "{line}");
        }
    }
}
