//! The OSD map's own settings: flags, ratios, releases, erasure-code profiles.

use std::collections::BTreeMap;

use super::super::OsdMap;
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, text};
use super::ledger::Ledger;
use super::pair::words;

const FIELDS: &[Field<OsdMap>] = &[
    Field::new("require_osd_release", |map| text(&map.require_osd_release)),
    Field::new("require_min_compat_client", |map| text(&map.require_min_compat_client)),
    Field::new("nearfull_ratio", |map| text(map.nearfull_ratio)),
    Field::new("backfillfull_ratio", |map| text(map.backfillfull_ratio)),
    Field::new("full_ratio", |map| text(map.full_ratio)),
];

pub(super) fn compare(ledger: &mut Ledger, before: &OsdMap, after: &OsdMap) {
    let subject = Subject::new(SubjectKind::OsdMap, "OSD map");
    flags(ledger, &subject, &before.flags, &after.flags);
    ledger.fields(&subject, before, after, FIELDS);
    let grouped = [
        (SubjectKind::CrushBucket, &before.bucket_flags, &after.bucket_flags),
        (SubjectKind::DeviceClass, &before.class_flags, &after.class_flags),
    ];
    for (kind, was, is) in grouped {
        for name in keys(was, is) {
            let of = |map: &BTreeMap<String, Vec<String>>| map.get(name).cloned().unwrap_or_default();
            flags(ledger, &Subject::new(kind, name), &of(was), &of(is));
        }
    }
    for name in keys(&before.ec_profiles, &after.ec_profiles) {
        let text = |map: &OsdMap| {
            let profile = map.ec_profiles.get(name)?;
            let words: Vec<_> = profile.0.iter().map(|(key, value)| format!("{key}={value}")).collect();
            Some(words.join(" "))
        };
        let subject = Subject::new(SubjectKind::EcProfile, name);
        ledger.existence(&subject, (text(before), text(after)));
    }
}

/// A flag that somebody set holds something back (`noout`, `pause`) and Ceph warns of it; the usual ones mean
/// nothing.
fn flags(ledger: &mut Ledger, subject: &Subject, before: &[String], after: &[String]) {
    let bad = |flag: &str| !OsdMap::USUAL_FLAGS.contains(&flag);
    let place = if subject.kind == SubjectKind::OsdMap { String::new() } else { format!(" on {subject}") };
    let (gone, come) = words(before, after);
    for flag in come {
        let direction = Direction::of_bad(false, bad(flag));
        let texts = (None, Some(flag.to_owned()));
        let sentence = format!("the flag {flag} was set{place}");
        ledger.push(subject.clone(), "flag_set", texts, direction, sentence);
    }
    for flag in gone {
        let direction = Direction::of_bad(bad(flag), false);
        let texts = (Some(flag.to_owned()), None);
        let sentence = format!("the flag {flag} was cleared{place}");
        ledger.push(subject.clone(), "flag_cleared", texts, direction, sentence);
    }
}

/// The keys of both maps, sorted.
fn keys<'a, V>(before: &'a BTreeMap<String, V>, after: &'a BTreeMap<String, V>) -> Vec<&'a str> {
    let mut keys: Vec<_> = before.keys().chain(after.keys()).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
