//! Known-bad releases and vulnerabilities.

use super::product::ProductAdvice;
use super::ruling::{Rule, Ruling};
use crate::assess::traits::Traits;
use crate::model::catalogue::{Bad, Catalogue, Condition, Cve, On, Range};

/// What runs and must not, or is open to attack; and how many entries were held against it.
pub(super) fn rulings(advice: &ProductAdvice, traits: &Traits, catalogue: &Catalogue) -> (Vec<Ruling>, u64) {
    let mut found = Vec::new();
    let bad: Vec<&Bad> =
        catalogue.bad.iter().filter(|bad| bad.product == advice.product && bad.on == On::Run).collect();
    let cves: Vec<&Cve> = catalogue.cves.iter().filter(|cve| cve.product == advice.product).collect();
    for one in &bad {
        found.extend(judged(advice, &one.versions, &one.when, traits, of_bad(one, catalogue)));
    }
    for one in &cves {
        found.extend(judged(advice, &one.affected, &one.when, traits, of_cve(one, catalogue)));
    }
    (found, (bad.len() + cves.len()) as u64)
}

/// The ruling, where a version that runs is meant and the conditions hold or nobody can tell.
fn judged(
    advice: &ProductAdvice,
    versions: &[Range],
    when: &[Condition],
    traits: &Traits,
    ruling: Ruling,
) -> Option<Ruling> {
    let meant = advice.running.iter().filter(|one| Range::any(versions, &one.version));
    let running: Vec<String> = meant.map(super::product::Running::text).collect();
    if running.is_empty() {
        return None;
    }
    ruling.shown(running).where_it(traits.all_hold(when))
}

pub(super) fn of_bad(bad: &Bad, catalogue: &Catalogue) -> Ruling {
    let rule = if bad.on == On::Hop { Rule::Hop } else { Rule::KnownBad };
    let next = match (&bad.instead, &bad.todo) {
        (Some(instead), Some(todo)) => Some(format!("run {instead}; besides: {}", lower(todo))),
        (Some(instead), None) => Some(format!("run {instead}")),
        (None, todo) => todo.as_deref().map(lower),
    };
    Ruling::found(&bad.id, rule, bad.product, bad.severity.into())
        .saying(&bad.what)
        .next(next)
        .read_in(&bad.sources, catalogue)
}

fn of_cve(cve: &Cve, catalogue: &Catalogue) -> Ruling {
    let fixed: Vec<String> = cve.fixed.iter().map(ToString::to_string).collect();
    let to = match fixed.as_slice() {
        [] => "no release is known that mends it".to_owned(),
        [only] => format!("upgrade to {only} or newer"),
        [most @ .., last] => format!("upgrade to {} or {last}", most.join(", ")),
    };
    let next = cve.also.as_deref().map_or_else(|| to.clone(), |also| format!("{to}; also: {}", lower(also)));
    Ruling::found(&cve.id, Rule::Cve, cve.product, cve.severity.into())
        .saying(format!("{} ({}): {}", cve.id, cve.severity.word(), cve.what))
        .next(Some(next))
        .read_in(&cve.sources, catalogue)
}

/// A sentence as a thing to do, in the midst of a line.
fn lower(sentence: &str) -> String {
    let text = sentence.trim_end_matches('.');
    let mut letters = text.chars();
    match (letters.next(), text.chars().nth(1)) {
        // A word in capitals, or a name such as `CSI`, stays as it is.
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
