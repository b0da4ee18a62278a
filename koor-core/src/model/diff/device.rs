//! The disks.

use super::super::Device;
use super::change::{Subject, SubjectKind};
use super::field::{Field, list};
use super::ledger::Ledger;
use super::pair::pairs;

const FIELDS: &[Field<Device>] = &[
    Field::new("daemons", |device| list(&device.daemons)),
    Field::new("location", |device| text(device).filter(|text| !text.is_empty())),
    // Whole percents: more is noise.
    Field::new("wear_level", |device: &Device| {
        device.wear_level.map(|wear| format!("{:.0} %", wear * 100.0))
    })
    .worse_by(|device| device.wear_level.unwrap_or(0.0)),
    // Having one at all is the bad news.
    Field::new("life_expectancy", |device: &Device| device.life_expectancy_max.map(|at| at.to_string()))
        .worse_by(|device| f64::from(device.life_expectancy_max.is_some())),
];

pub(super) fn compare(ledger: &mut Ledger, before: &Vec<Device>, after: &Vec<Device>) {
    for pair in pairs(before, after, |device| device.id.as_str()) {
        let subject = Subject::new(SubjectKind::Device, &pair.newest().id);
        match pair.sides() {
            (Some(before), Some(after)) => ledger.fields(&subject, before, after, FIELDS),
            (before, after) => ledger.existence(&subject, (before.map(label), after.map(label))),
        }
    }
}

/// Where it sits, else that it is there.
fn label(device: &Device) -> String {
    let text = text(device).unwrap_or_default();
    if text.is_empty() { "present".to_owned() } else { text }
}

fn text(device: &Device) -> Option<String> {
    let places: Vec<_> =
        device.locations.iter().map(|place| format!("{}:{}", place.host, place.device)).collect();
    list(&places)
}
