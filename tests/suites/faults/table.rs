//! The table of `docs/faults.md`: produced by the run, and held against the committed one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/faults.md");
const BEGIN: &str = "<!-- the table: written by the run with KOOR_BLESS=1 -->";
const END: &str = "<!-- end of the table -->";
const HEAD: [&str; 7] = ["fault", "made by", "on", "Ceph says", "Koor says", "told after", "exit code"];
/// The only column that may differ from run to run.
const SECONDS: usize = 5;

/// One row, as one cluster (or the simulator) produced it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Rows are in the order of [`ORDER`](crate::ORDER).
    pub key: &'static str,
    pub title: String,
    pub how: String,
    /// `16.2`, `20.2`, `simulator`.
    pub on: String,
    pub ceph: String,
    pub koor: String,
    /// From the first source that differed until Koor had told it; none where there is nothing to count from.
    pub seconds: Option<f64>,
    pub exit: i32,
}

/// What a run produced so far; shared by all clusters that run side by side.
#[derive(Debug, Default)]
pub(crate) struct Table(Mutex<Vec<Row>>);

impl Table {
    pub(crate) fn add(&self, row: Row) {
        self.0.lock().unwrap().push(row);
    }

    /// The rows as cells: one a fault, whatever it was played on.
    fn cells(&self, order: &[&str]) -> Vec<Vec<String>> {
        let rows = self.0.lock().unwrap();
        let mut merged: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
        for row in rows.iter() {
            let place = order.iter().position(|key| *key == row.key);
            let place = place.unwrap_or_else(|| panic!("{} has no place in the table", row.key));
            merged.entry(place).or_default().push(row);
        }
        let whole = |mut rows: Vec<&Row>| {
            rows.sort_by(|a, b| a.on.cmp(&b.on));
            let list =
                |cell: fn(&Row) -> String| rows.iter().map(|row| cell(row)).collect::<Vec<_>>().join(", ");
            let first = rows[0];
            vec![
                first.title.clone(),
                first.how.clone(),
                list(|row| row.on.clone()),
                first.ceph.clone(),
                first.koor.clone(),
                list(|row| row.seconds.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.1} s"))),
                first.exit.to_string(),
            ]
        };
        merged.into_values().map(whole).collect()
    }

    /// As Markdown.
    pub(crate) fn text(&self, order: &[&str]) -> String {
        written(&self.cells(order))
    }

    /// Writes the table into the document (`KOOR_BLESS=1`), or asserts that it says what this run saw. Where not
    /// everything was played, only the rows that were are held against it.
    pub(crate) fn settle(&self, order: &[&str], whole: bool) {
        let cells = self.cells(order);
        let text = fs::read_to_string(Path::new(FILE)).unwrap();
        let (before, rest) = text.split_once(BEGIN).unwrap();
        let (old, after) = rest.split_once(END).unwrap();
        if std::env::var_os("KOOR_BLESS").is_some_and(|set| set == "1") {
            assert!(whole, "a part of the faults makes no table");
            fs::write(FILE, format!("{before}{BEGIN}\n\n{}\n{END}{after}", written(&cells))).unwrap();
            return;
        }
        let fixed = |row: &[String]| {
            let mut row = row.to_vec();
            if row.len() > SECONDS {
                row[SECONDS] = String::new();
            }
            row
        };
        let committed: Vec<Vec<String>> = read(old).iter().map(|row| fixed(row)).collect();
        let seen: Vec<Vec<String>> = cells.iter().map(|row| fixed(row)).collect();
        let hint = "docs/faults.md does not say what this run saw: look, then KOOR_BLESS=1";
        if whole {
            assert_eq!(committed, seen, "{hint}");
        } else {
            for row in seen {
                let told = committed.iter().find(|told| told[0] == row[0]);
                // Not everywhere: where it was played, and no more, may differ.
                let but_where = |row: &[String]| [&row[..2], &row[3..]].concat();
                assert_eq!(told.map(|told| but_where(told)), Some(but_where(&row)), "{hint}");
            }
        }
    }
}

fn written(cells: &[Vec<String>]) -> String {
    let mut text = String::new();
    let head: Vec<String> = HEAD.map(str::to_owned).to_vec();
    let rule = vec!["---".to_owned(); HEAD.len()];
    for row in [&head, &rule].into_iter().chain(cells) {
        writeln!(text, "| {} |", row.join(" | ")).unwrap();
    }
    text
}

/// The rows of a table in Markdown, without its head.
fn read(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter_map(|line| line.trim().strip_prefix("| ")?.strip_suffix(" |"));
    rows.skip(2).map(|row| row.split(" | ").map(str::to_owned).collect()).collect()
}
