//! Whether one release may be upgraded into another.

use std::collections::{BTreeMap, VecDeque};

use semver::Version;

use super::rule::of_bad;
use super::ruling::{Rule, Ruling, Weight};
use crate::assess::traits::{Holds, Traits};
use crate::model::catalogue::{Bad, Catalogue, Hop, On, Product, Range, order_of};

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
    for entry in entries {
        match (traits.all_hold(&entry.when), refusal(catalogue, entry, &from, &to)) {
            (Holds::Yes(_), Some(refusal)) => return refusal,
            // A rule that may be about this cluster forbids, and does not allow.
            (Holds::Unknown(why), Some(_)) => return HopVerdict::Unknown(why),
            (Holds::Yes(_), None) => legal = legal.or(Some(entry)),
            (Holds::No, _) | (Holds::Unknown(_), None) => {}
        }
    }
    match legal {
        Some(entry) => HopVerdict::Legal { by: Some(Box::new(entry.clone())) },
        None => HopVerdict::Unknown(format!("no entry for {product} {to_line} is about this cluster")),
    }
}

fn plain(version: &Version) -> Version {
    Version::new(version.major, version.minor, version.patch)
}

fn illegal(why: String, instead: Vec<String>, sources: &[String]) -> HopVerdict {
    HopVerdict::Illegal { why, instead, sources: sources.to_vec() }
}

/// Why an entry does not let one come from there; `None` where it does.
fn refusal(catalogue: &Catalogue, entry: &Hop, from: &Version, to: &Version) -> Option<HopVerdict> {
    let product = entry.product;
    let (from_line, to_line) = (product.line_of(from), product.line_of(to));
    let why =
        |reached: String| format!("{product} {to_line} can only be reached from {reached}, and {from} runs.");
    if !entry.from.contains(&from_line) {
        let instead = route(catalogue, product, &from_line, &to_line).unwrap_or_default();
        return Some(illegal(why(entry.from.join(" or ")), instead, &entry.sources));
    }
    let needs = entry.needs.as_ref().filter(|needs| !needs.allows(from))?;
    let instead = vec![needs.lowest().to_string(), to_line.clone()];
    Some(illegal(why(needs.to_string()), instead, &entry.sources))
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
    // What runs in it already does not come into it.
    let into = |bad: &&Bad| Range::any(&bad.versions, to) && !Range::any(&bad.versions, from);
    let out_of = |bad: &&Bad| bad.from.is_empty() || Range::any(&bad.from, from);
    found.extend(bad.filter(into).filter(out_of).filter_map(|one| {
        let ruling = of_bad(one, catalogue).shown([format!("from {from} to {to}")]);
        ruling.where_it(traits.all_hold(&one.when))
    }));
    found
}
