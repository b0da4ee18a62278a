//! A row: all of one kind that run one version.

use serde::Serialize;

use crate::model::{DaemonName, DaemonType};
use crate::view::report::{Cell, Column, Tone};
use crate::view::sort::{Key, Row, Sortable, by};
use crate::view::words::listed;

/// So many names stand in a cell of what is no daemon of Ceph.
const FEW: usize = 2;

/// All of one kind that run one version.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionRow {
    /// What it is: a type of Ceph's daemons (`mon`, `osd`), `rook`, `helm-chart`, `ceph-csi`, `toolbox`, `kubernetes`,
    /// `kubelet`, `kernel`, `librados`, `ceph` (the program that asks), `koor`.
    pub what: String,
    /// The type, of Ceph's daemons; null of everything else.
    pub daemon_type: Option<DaemonType>,
    /// What they run, without a leading `v`; null where an image's tag names none in full.
    pub version: Option<String>,
    /// The name of Ceph's release; null of everything else.
    pub release: Option<String>,
    /// The git commit that Ceph was built from; null of everything else.
    pub build: Option<String>,
    /// The image that they run, where that is what tells the version.
    pub image: Option<String>,
    /// What somebody wants them to run: a version, or the image where that names none in full; null where nobody says.
    pub wanted: Option<String>,
    /// Whether they run what is wanted; null where nobody says what is, or the two can't be held against each other.
    pub as_wanted: Option<bool>,
    /// How many; of Ceph's daemons as `ceph versions` counts.
    pub count: u64,
    /// Of Ceph's daemons those whose own metadata says this version; may lag behind the count, and it behind them.
    pub daemons: Vec<DaemonName>,
    /// Of everything else who runs it: pods, nodes, releases of Helm.
    pub who: Vec<String>,
    /// Where it was read.
    pub read_in: String,
    /// Whether others of its kind run something else.
    pub mixed: bool,
    /// Whether a newer version runs somewhere among Ceph's daemons.
    pub behind: bool,
}

impl VersionRow {
    /// Something that is no daemon of Ceph.
    pub(super) fn beside(what: &str, version: Option<String>, who: Vec<String>, read_in: &str) -> Self {
        Self {
            what: what.to_owned(),
            daemon_type: None,
            version,
            release: None,
            build: None,
            image: None,
            wanted: None,
            as_wanted: None,
            count: who.len() as u64,
            daemons: Vec::new(),
            who,
            read_in: read_in.to_owned(),
            mixed: false,
            behind: false,
        }
    }

    /// Marks those of which others of the same kind run something else: each version is one row.
    pub(super) fn mark_mixed(rows: &mut [Self]) {
        let kinds: Vec<String> = rows.iter().map(|row| row.what.clone()).collect();
        for row in rows {
            row.mixed = kinds.iter().filter(|kind| **kind == row.what).count() > 1;
        }
    }

    /// The same with what is wanted of it: a version, else an image that names none.
    pub(super) fn wanting(mut self, version: Option<String>, image: Option<&str>) -> Self {
        self.as_wanted = match (&self.version, &version, &self.image, image) {
            (Some(runs), Some(wanted), ..) => Some(runs == wanted),
            // Two tags that name no release say the same only where they are the same.
            (None, None, Some(runs), Some(wanted)) if runs == wanted => Some(true),
            _ => None,
        };
        self.wanted = version.or_else(|| image.map(str::to_owned));
        self
    }

    /// `18.2.7 reef`, or the image where its tag names no release.
    pub(super) fn runs(&self) -> String {
        match (&self.version, &self.release) {
            (Some(version), Some(release)) => format!("{version} {release}"),
            (Some(version), None) => version.clone(),
            (None, _) => self.image.clone().unwrap_or_else(|| "unknown".to_owned()),
        }
    }

    /// Those that run it, as one cell has them: ids of daemons, names of everything else.
    fn names(&self) -> Vec<&str> {
        let ids = self.daemons.iter().map(|name| name.id.as_str());
        ids.chain(self.who.iter().map(String::as_str)).collect()
    }

    pub(super) fn cells(&self) -> Vec<Cell> {
        let names = match self.names() {
            names if names.is_empty() => Cell::unknown(),
            // Names of pods are long, and nobody reads them all here.
            names if self.daemon_type.is_none() && names.len() > FEW => {
                Cell::plain(format!("{} and {} more", names[..FEW].join(", "), names.len() - FEW))
            }
            names => listed(&names).into(),
        };
        let version = Cell::or_unknown(self.version.as_deref());
        let wanted = self.wanted.clone().unwrap_or_default();
        vec![
            self.what.as_str().into(),
            if self.behind { version.toned(Tone::Warn) } else { version },
            self.release.clone().unwrap_or_default().into(),
            Cell::new(wanted, if self.as_wanted == Some(false) { Tone::Warn } else { Tone::Plain }),
            self.count.to_string().into(),
            if self.mixed { Cell::new("yes", Tone::Warn) } else { Cell::new("no", Tone::Faint) },
            Cell::new(self.read_in.clone(), Tone::Faint),
            names,
            Cell::new(self.build.clone().or_else(|| self.image.clone()).unwrap_or_default(), Tone::Faint),
        ]
    }
}

impl Row for VersionRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("TYPE"), |row| (&row.what).into()),
        by(Column::words("VERSION"), |row| row.version.as_ref().into()),
        by(Column::words("RELEASE"), |row| row.release.as_ref().into()),
        by(Column::words("WANTED"), |row| row.wanted.as_ref().into()),
        by(Column::figures("COUNT"), |row| row.count.into()),
        by(Column::words("MIXED"), |row| u64::from(!row.mixed).into()),
        by(Column::words("READ IN"), |row| (&row.read_in).into()),
        by(Column::words("DAEMONS"), |row| {
            row.daemons.first().map(ToString::to_string).or_else(|| row.who.first().cloned()).into()
        }),
        by(Column::words("BUILD").wide(), |row| Key::from(row.build.as_ref().or(row.image.as_ref()))),
    ];
}
