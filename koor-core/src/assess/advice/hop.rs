//! Whether one release may be upgraded into another.

use std::collections::{BTreeMap, VecDeque};

use semver::Version;

use super::rule::of_bad;
use super::ruling::{Rule, Ruling, Weight};
use crate::assess::traits::{Holds, Traits};
use crate::model::catalogue::{Bad, Catalogue, Hop, On, Product, order_of};

/// The verdict on an upgrade from one release to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopVerdict {
    /// Both are the same.
    Same,
    /// It may be done.
    Legal {
        /// The entry that says so; `None` within a line, where newer releases only mend.
        by: Option<Box<Hop>>,
    },
    /// It must not be done.
    Illegal {
        /// One sentence.
        why: String,
        /// The lines to go through instead, the last one wanted; empty where there is no way.
        instead: Vec<String>,
        /// Ids of sources.
        sources: Vec<String>,
    },
    /// The catalogue does not say.
    Unknown(String),
}

/// Rules on the upgrade of a product from one release to another. A downgrade is never legal; whether an entry's conditions
/// hold is asked of `traits`.
#[must_use]
pub fn hop(
    catalogue: &Catalogue,
    product: Product,
    from: &Version,
    to: &Version,
    traits: &Traits,
) -> HopVerdict {
    // What stands behind the three numbers is a build.
    let (from, to) = (plain(from), plain(to));
    if from == to {
        return HopVerdict::Same;
    }
    if to < from {
        let what =
            if product.line_of(&from) == product.line_of(&to) { "never tested" } else { "not possible" };
        return illegal(
            format!("From {product} {from} to {to} is a downgrade, which is {what}."),
            Vec::new(),
            &[],
        );
    }
    let (from_line, to_line) = (product.line_of(&from), product.line_of(&to));
    if from_line == to_line {
        return HopVerdict::Legal { by: None };
    }
    let entries: Vec<&Hop> =
        catalogue.hops.iter().filter(|hop| hop.product == product && hop.to == to_line).collect();
    if entries.is_empty() {
        return HopVerdict::Unknown(format!(
            "the catalogue of {} does not say from where {product} {to_line} may be upgraded to",
            catalogue.dated
        ));
    }
    let mut legal: Option<&Hop> = None;
    for entry in &entries {
        let applies = match traits.all_hold(&entry.when) {
            Holds::Yes(_) => true,
            // A rule that may be about this cluster forbids, and does not allow.
            Holds::Unknown(why) if refuses(entry, &from, &from_line) => return HopVerdict::Unknown(why),
            Holds::No | Holds::Unknown(_) => false,
        };
        if !applies {
            continue;
        }
        if !entry.from.contains(&from_line) {
            return skipped(catalogue, product, &from, &to, entry);
        }
        if let Some(needs) = entry.needs.as_ref().filter(|needs| !needs.allows(&from)) {
            let why = format!("{product} {to_line} can only be reached from {needs}, and {from} runs.");
            return illegal(why, vec![needs.lowest().to_string(), to_line], &entry.sources);
        }
        legal = Some(legal.unwrap_or(entry));
    }
    match legal {
        Some(entry) => HopVerdict::Legal { by: Some(Box::new(entry.clone())) },
        None => HopVerdict::Unknown(format!("no entry for {product} {to_line} is about this cluster")),
    }
}

fn refuses(entry: &Hop, from: &Version, line: &str) -> bool {
    !entry.from.iter().any(|one| one == line) || entry.needs.as_ref().is_some_and(|needs| !needs.allows(from))
}

fn plain(version: &Version) -> Version {
    Version::new(version.major, version.minor, version.patch)
}

fn illegal(why: String, instead: Vec<String>, sources: &[String]) -> HopVerdict {
    HopVerdict::Illegal { why, instead, sources: sources.to_vec() }
}

fn skipped(catalogue: &Catalogue, product: Product, from: &Version, to: &Version, entry: &Hop) -> HopVerdict {
    let (from_line, to_line) = (product.line_of(from), product.line_of(to));
    let instead = route(catalogue, product, &from_line, &to_line).unwrap_or_default();
    let reached = entry.from.join(" or ");
    let why = format!("{product} {to_line} can only be reached from {reached}, and {from} runs.");
    illegal(why, instead, &entry.sources)
}

/// The lines to go through from one line to another, the last one wanted, in as few steps as is legal; `None` where the
/// catalogue knows no way.
#[must_use]
pub fn route(catalogue: &Catalogue, product: Product, from: &str, to: &str) -> Option<Vec<String>> {
    let mut came: BTreeMap<String, String> = BTreeMap::new();
    let mut queue = VecDeque::from([from.to_owned()]);
    while let Some(at) = queue.pop_front() {
        if at == to {
            let mut way = vec![at.clone()];
            let mut place = &at;
            while let Some(before) = came.get(place).filter(|before| *before != from) {
                way.push(before.clone());
                place = before;
            }
            way.reverse();
            return Some(way);
        }
        // The newest line first: the way with the fewest steps is found all the same, and of two the one that gets further.
        let mut next: Vec<&Hop> =
            catalogue.hops.iter().filter(|hop| hop.product == product && hop.from.contains(&at)).collect();
        next.sort_by_key(|hop| std::cmp::Reverse(order_of(&hop.to)));
        for hop in next {
            if hop.to != from && !came.contains_key(&hop.to) {
                came.insert(hop.to.clone(), at.clone());
                queue.push_back(hop.to.clone());
            }
        }
    }
    None
}

/// What is to be known before an upgrade from one release to another: the verdict where it is not legal, and the entries
/// that are bad to upgrade into, here.
#[must_use]
pub fn before(
    catalogue: &Catalogue,
    product: Product,
    from: &Version,
    to: &Version,
    traits: &Traits,
) -> Vec<Ruling> {
    let id = format!("{}-{}-to-{}", product.id(), plain(from), plain(to));
    let ruling = |weight| Ruling::found(id.clone(), Rule::Hop, product, weight);
    let mut found = Vec::new();
    match hop(catalogue, product, from, to, traits) {
        HopVerdict::Same => return found,
        HopVerdict::Legal { .. } => {}
        HopVerdict::Illegal { why, instead, sources } => {
            let way = match instead.as_slice() {
                [] => None,
                all => Some(format!("go by {}", all.join(", then "))),
            };
            found.push(ruling(Weight::Error).saying(why).next(way).read_in(&sources, catalogue));
        }
        HopVerdict::Unknown(why) => {
            let sentence = format!("Nobody can tell whether {product} {from} may be upgraded to {to}.");
            found.push(ruling(Weight::Warning).saying(sentence).unknown(why));
        }
    }
    let bad = catalogue.bad.iter().filter(|bad| bad.product == product && bad.on == On::Hop);
    let into = |bad: &&Bad| bad.versions.iter().any(|range| range.allows(to));
    let out_of = |bad: &&Bad| bad.from.is_empty() || bad.from.iter().any(|range| range.allows(from));
    for one in bad.filter(into).filter(out_of) {
        // What runs is in it already: the entry is about coming into it.
        if one.versions.iter().any(|range| range.allows(from)) {
            continue;
        }
        let ruling = of_bad(one, catalogue).shown([format!("from {from} to {to}")]);
        match traits.all_hold(&one.when) {
            Holds::No => {}
            Holds::Yes(evidence) => found.push(ruling.shown(evidence)),
            Holds::Unknown(why) => found.push(ruling.unknown(why)),
        }
    }
    found
}
