//! The OSDs: up, in, weights, what they said of themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Inventory, OsdId, OsdMap, OsdMetadata, OsdState};
use super::change::{Direction, Subject};
use super::field::{Field, list, text};
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs, words};
use super::version;

/// On which host each OSD is, for sentences: what is true now, else what was.
pub(super) struct Hosts(BTreeMap<OsdId, String>);

impl Hosts {
    pub(super) fn of(before: &Inventory, after: &Inventory) -> Self {
        let mut hosts = BTreeMap::new();
        for inventory in [before, after] {
            let metadata = inventory.osd_metadata.value().into_iter().flatten();
            hosts.extend(metadata.filter_map(|osd| Some((osd.id, osd.hostname.clone()?))));
        }
        // CRUSH last: its word for a host is the one that the operator gave it.
        for inventory in [before, after] {
            let Some(crush) = inventory.crush.value() else {
                continue;
            };
            hosts.extend(crush.locations().into_iter().filter_map(|(id, path)| {
                let host = path.iter().find_map(|place| place.strip_prefix("host="))?;
                Some((id, host.to_owned()))
            }));
        }
        Self(hosts)
    }

    /// `osd.1 on node1`
    fn name(&self, id: OsdId) -> String {
        match self.0.get(&id) {
            Some(host) => format!("{id} on {host}"),
            None => id.to_string(),
        }
    }
}

const FIELDS: &[Field<OsdState>] = &[
    // Ceph sets the weight of an OSD that is out to 0: then "out" has said it.
    Field::new("reweight", |osd| osd.is_in.then(|| osd.reweight.to_string())),
    Field::new("primary_affinity", |osd| text(osd.primary_affinity)),
    Field::new("public_addresses", |osd| hosts_of(&osd.public_addresses)),
    Field::new("cluster_addresses", |osd| hosts_of(&osd.cluster_addresses)),
];

const METADATA: &[Field<OsdMetadata>] = &[
    Field::new("hostname", |osd| osd.hostname.clone()),
    Field::new("objectstore", |osd| osd.objectstore.clone()),
    Field::new("devices", |osd| list(&osd.device_ids).or_else(|| list(&osd.devices))),
    Field::new("kernel", |osd| osd.kernel.clone()),
];

pub(super) fn compare(ledger: &mut Ledger, hosts: &Hosts, before: &OsdMap, after: &OsdMap) {
    for pair in pairs(&before.osds, &after.osds, |osd| osd.id) {
        let osd = pair.newest();
        let (subject, name) = (Subject::osd(osd.id), hosts.name(osd.id));
        match pair {
            Pair::Added(osd) => {
                let sentence = format!("{name} was added ({})", up_in(osd));
                ledger.push(subject, "added", (None, Some(up_in(osd))), Direction::Neutral, sentence);
            }
            Pair::Removed(osd) => {
                let sentence = format!("{name} was removed (it was {})", up_in(osd));
                ledger.push(subject, "removed", (Some(up_in(osd)), None), Direction::Neutral, sentence);
            }
            Pair::Both(before, after) => one(ledger, &subject, &name, before, after),
        }
    }
}

fn one(ledger: &mut Ledger, subject: &Subject, name: &str, before: &OsdState, after: &OsdState) {
    let word = |up: bool| if up { "up" } else { "down" };
    if before.up != after.up {
        let (was, is) = (word(before.up), word(after.up));
        let verb = if after.up { "came" } else { "went" };
        let direction = Direction::of_bad(!before.up, !after.up);
        ledger.push(subject.clone(), is, values(was, is), direction, format!("{name} {verb} {is}"));
    } else if after.up
        && before.down_at != after.down_at
        && let Some(at) = before.down_at.max(after.down_at)
    {
        let sentence = format!("{name} was down in between: last marked down at {at}");
        let stamp = |osd: &OsdState| osd.down_at.map(|at| at.to_string());
        let texts = (stamp(before), stamp(after));
        ledger.push(subject.clone(), "was_down", texts, Direction::Neutral, sentence);
    }
    let word = |is_in: bool| if is_in { "in" } else { "out" };
    if before.is_in != after.is_in {
        let (was, is) = (word(before.is_in), word(after.is_in));
        let sentence = if after.is_in {
            format!("{name} is in again: data moves back to it")
        } else {
            format!("{name} was marked out: its data moves to other OSDs")
        };
        let direction = Direction::of_bad(!before.is_in, !after.is_in);
        ledger.push(subject.clone(), is, values(was, is), direction, sentence);
    }
    if before.uuid != after.uuid {
        let sentence = format!("{name} was made anew (its uuid changed)");
        let texts = values(&before.uuid, &after.uuid);
        ledger.push(subject.clone(), "uuid", texts, Direction::Neutral, sentence);
    }
    states(ledger, subject, name, before, after);
    let table = if before.is_in == after.is_in { FIELDS } else { &FIELDS[1..] };
    ledger.fields(subject, before, after, table);
}

/// The words of an OSD's state beyond up and in.
fn states(ledger: &mut Ledger, subject: &Subject, name: &str, before: &OsdState, after: &OsdState) {
    // These follow from up, in and added, which say it better.
    let told = |word: &&str| !matches!(*word, "autoout" | "exists" | "up" | "new");
    let bad = |word: &str| matches!(word, "nearfull" | "backfillfull" | "full" | "destroyed");
    let (gone, come) = words(&before.state, &after.state);
    for word in come.into_iter().filter(told) {
        let direction = Direction::of_bad(false, bad(word));
        let texts = (None, Some(word.to_owned()));
        ledger.push(subject.clone(), word, texts, direction, format!("{name} is now {word}"));
    }
    for word in gone.into_iter().filter(told) {
        let direction = Direction::of_bad(bad(word), false);
        let texts = (Some(word.to_owned()), None);
        ledger.push(subject.clone(), word, texts, direction, format!("{name} is no longer {word}"));
    }
}

pub(super) fn compare_metadata(ledger: &mut Ledger, before: &Vec<OsdMetadata>, after: &Vec<OsdMetadata>) {
    for pair in pairs(before, after, |osd| osd.id) {
        // Which OSDs there are is the map's to say.
        let Pair::Both(before, after) = pair else { continue };
        let subject = Subject::osd(after.id);
        version::one(ledger, &subject, before.version.as_ref(), after.version.as_ref());
        ledger.said_fields(&subject, before, after, METADATA);
    }
}

fn up_in(osd: &OsdState) -> String {
    let up = if osd.up { "up" } else { "down" };
    let is_in = if osd.is_in { "in" } else { "out" };
    format!("{up}, {is_in}")
}

/// The hosts of addresses such as `v2:10.0.0.1:6800`: ports change with every restart and mean nothing.
fn hosts_of(addresses: &[String]) -> Option<String> {
    let hosts: BTreeSet<&str> = addresses
        .iter()
        .map(|address| {
            let address =
                address.strip_prefix("v1:").or_else(|| address.strip_prefix("v2:")).unwrap_or(address);
            address.rsplit_once(':').map_or(address, |(host, _)| host)
        })
        .collect();
    list(&hosts.into_iter().collect::<Vec<_>>())
}
