//! The mgrs and their modules.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{MgrMap, MgrModule};
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::{Ledger, values};

pub(super) fn compare(ledger: &mut Ledger, before: &MgrMap, after: &MgrMap) {
    active(ledger, before, after);
    members(ledger, before, after);
    let (was, is) = (modules(before), modules(after));
    let names: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    for name in names {
        let (was, is) = (was.get(name).copied(), is.get(name).copied());
        module(ledger, &Subject::new(SubjectKind::MgrModule, name), was, is);
        let subject = Subject::new(SubjectKind::MgrModule, name);
        let service = |map: &MgrMap| map.services.get(name).cloned();
        ledger.setting(&subject, "address", (service(before), service(after)), Direction::Neutral);
    }
}

fn active(ledger: &mut Ledger, before: &MgrMap, after: &MgrMap) {
    let subject = Subject::new(SubjectKind::MgrMap, "mgr");
    let sentence = match (&before.active, &after.active) {
        (was, is) if was == is => None,
        (Some(was), Some(is)) => Some(format!("the active mgr changed from {was} to {is}")),
        (Some(was), None) => Some(format!("no mgr is active any more (it was {was})")),
        (None, is) => is.as_ref().map(|is| format!("mgr {is} is active; there was none")),
    };
    if let Some(sentence) = sentence {
        ledger.push(
            subject.clone(),
            "active",
            (before.active.clone(), after.active.clone()),
            Direction::of_bad(before.active.is_none(), after.active.is_none()),
            sentence,
        );
    }
    // Without an active one it is not available anyway.
    if before.available != after.available && before.active.is_some() == after.active.is_some() {
        let word = |available: bool| if available { "available" } else { "unavailable" };
        ledger.push(
            subject,
            word(after.available),
            values(word(before.available), word(after.available)),
            Direction::of_bad(!before.available, !after.available),
            format!("the active mgr is {}", word(after.available)),
        );
    }
}

/// A mgr that dies leaves the map by itself, so that gone is worse.
fn members(ledger: &mut Ledger, before: &MgrMap, after: &MgrMap) {
    let (was, is) = (roles(before), roles(after));
    let names: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    for name in names {
        let subject = Subject::new(SubjectKind::Mgr, format!("mgr.{name}"));
        let text = |role: Option<&&str>| role.map(|role| (*role).to_owned());
        let texts = (text(was.get(name)), text(is.get(name)));
        let direction = Direction::of_bad(texts.0.is_none(), texts.1.is_none());
        let (what, sentence) = match (&texts.0, &texts.1) {
            (Some(was), None) => ("removed", format!("{subject} is gone (it was {was})")),
            (None, Some(is)) => ("added", format!("{subject} came, {is}")),
            // Who swapped roles with whom is what `active` says.
            _ => continue,
        };
        ledger.push(subject, what, texts, direction, sentence);
    }
}

fn roles(map: &MgrMap) -> BTreeMap<&str, &'static str> {
    let standbys = map.standbys.iter().map(|name| (name.as_str(), "standby"));
    standbys.chain(map.active.iter().map(|name| (name.as_str(), "active"))).collect()
}

fn modules(map: &MgrMap) -> BTreeMap<&str, &MgrModule> {
    map.modules.iter().map(|module| (module.name.as_str(), module)).collect()
}

/// A release brings modules and takes some away; only whether they run and whether they can is news.
fn module(ledger: &mut Ledger, subject: &Subject, was: Option<&MgrModule>, is: Option<&MgrModule>) {
    let enabled =
        |module: Option<&MgrModule>| module.is_some_and(|module| module.enabled || module.always_on);
    let word = |enabled: bool| if enabled { "enabled" } else { "disabled" };
    let (before, after) = (enabled(was), enabled(is));
    if before != after {
        ledger.push(
            subject.clone(),
            word(after),
            values(word(before), word(after)),
            Direction::Neutral,
            format!("{subject} was {}", word(after)),
        );
    }
    let failed = |module: Option<&MgrModule>| module.is_some_and(MgrModule::is_failed);
    let error = |module: Option<&MgrModule>| {
        let module = module.filter(|module| module.is_failed())?;
        Some(module.error.clone().unwrap_or_else(|| "no reason given".to_owned()))
    };
    let texts = (error(was), error(is));
    if texts.0 != texts.1 {
        let direction = Direction::of_bad(failed(was), failed(is));
        let (what, sentence) = match &texts.1 {
            Some(error) => ("failed", format!("{subject} can't run: {error}")),
            None => ("recovered", format!("{subject} no longer fails")),
        };
        ledger.push(subject.clone(), what, texts, direction, sentence);
    }
}
