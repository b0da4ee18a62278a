//! File systems and their metadata servers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{FileSystem, FsMap, Mds};
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, list, text};
use super::ledger::{Ledger, values};
use super::pair::pairs;

const FIELDS: &[Field<FileSystem>] = &[
    Field::new("name", |fs| text(&fs.name)),
    Field::new("failed_ranks", |fs: &FileSystem| list(&fs.failed_ranks))
        .worse_by(|fs| fs.failed_ranks.len() as f64),
    Field::new("damaged_ranks", |fs: &FileSystem| list(&fs.damaged_ranks))
        .worse_by(|fs| fs.damaged_ranks.len() as f64),
    Field::new("joinable", |fs: &FileSystem| text(fs.joinable)).worse_by(|fs| f64::from(!fs.joinable)),
    Field::new("max_mds", |fs| text(fs.max_mds)),
    Field::new("standby_count_wanted", |fs| text(fs.standbys_wanted)),
    Field::new("metadata_pool", |fs| text(fs.metadata_pool)),
    Field::new("data_pools", |fs| list(&fs.data_pools)),
];

pub(super) fn compare(ledger: &mut Ledger, before: &FsMap, after: &FsMap) {
    for pair in pairs(&before.file_systems, &after.file_systems, |fs| fs.id) {
        let fs = pair.newest();
        let subject = Subject::numbered(SubjectKind::FileSystem, fs.id, &fs.name);
        match pair.sides() {
            (Some(before), Some(after)) => ledger.fields(&subject, before, after, FIELDS),
            (before, after) => ledger.existence(&subject, (before.map(pools), after.map(pools))),
        }
    }
    let (was, is) = (daemons(before), daemons(after));
    let names: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    for name in names {
        mds(ledger, name, was.get(name), is.get(name));
    }
}

/// What one MDS does.
struct Role<'a> {
    mds: &'a Mds,
    /// `up:active, rank 0 of cephfs`
    text: String,
}

/// Every MDS by its name.
fn daemons(map: &FsMap) -> BTreeMap<&str, Role<'_>> {
    let standbys = map.standbys.iter().map(|mds| (mds, None));
    let others =
        map.file_systems.iter().flat_map(|fs| fs.mds.iter().map(move |mds| (mds, Some(fs.name.as_str()))));
    standbys
        .chain(others)
        .map(|(mds, fs)| {
            let text = match (mds.rank, fs) {
                (Some(rank), Some(fs)) => format!("{}, rank {rank} of {fs}", mds.state),
                _ => mds.state.clone(),
            };
            (mds.name.as_str(), Role { mds, text })
        })
        .collect()
}

fn mds(ledger: &mut Ledger, name: &str, was: Option<&Role<'_>>, is: Option<&Role<'_>>) {
    let subject = Subject::new(SubjectKind::Mds, format!("mds.{name}"));
    let texts = (was.map(|role| role.text.clone()), is.map(|role| role.text.clone()));
    if texts.0 != texts.1 {
        // A dead MDS leaves the map by itself, so that gone is worse. What a change of state means for the ranks is
        // said by the file system.
        let direction = Direction::of_bad(was.is_none(), is.is_none());
        let (what, sentence) = match (was, is) {
            (Some(was), None) => ("removed", format!("{subject} is gone (it was {})", was.text)),
            (None, Some(is)) => ("added", format!("{subject} came: {}", is.text)),
            (was, is) => {
                let text = |role: Option<&Role<'_>>| role.map_or_else(String::new, |role| role.text.clone());
                ("state", format!("{subject} went from {} to {}", text(was), text(is)))
            }
        };
        ledger.push(subject.clone(), what, texts, direction, sentence);
    }
    let (Some(was), Some(is)) = (was, is) else { return };
    let laggy = |role: &Role<'_>| role.mds.laggy_since.is_some();
    if laggy(was) != laggy(is) {
        let word = |laggy: bool| if laggy { "laggy" } else { "responsive" };
        let sentence = match is.mds.laggy_since {
            Some(since) => format!("{subject} is laggy or crashed: no beacon since {since}"),
            None => format!("{subject} is no longer laggy"),
        };
        ledger.push(
            subject,
            word(laggy(is)),
            values(word(laggy(was)), word(laggy(is))),
            Direction::of_bad(laggy(was), laggy(is)),
            sentence,
        );
    }
}

fn pools(fs: &FileSystem) -> String {
    let data = list(&fs.data_pools).unwrap_or_default();
    format!("metadata pool {}, data pools {data}", fs.metadata_pool)
}
