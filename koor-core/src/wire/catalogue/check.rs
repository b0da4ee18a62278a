//! A catalogue held against itself.

use std::collections::BTreeSet;

use semver::Version;

use crate::model::catalogue::{Catalogue, Condition, End, Line, On, Pair, Product, Range};

/// Everything in a catalogue that contradicts itself, a sentence each; none where it holds together.
///
/// Each entry names a source that is there; ids are unique; a line's releases are of that line and in order; ranges of
/// one pair neither overlap nor leave a hole; conditions ask of a trait what it can answer.
#[must_use]
pub fn problems(catalogue: &Catalogue) -> Vec<String> {
    let mut found = Vec::new();
    sources(catalogue, &mut found);
    lines(catalogue, &mut found);
    pairs(catalogue, &mut found);
    hops(catalogue, &mut found);
    rules(catalogue, &mut found);
    found
}

/// The name of each entry beside the sources it names.
fn named(catalogue: &Catalogue) -> Vec<(String, &[String])> {
    let mut all: Vec<(String, &[String])> = Vec::new();
    for line in &catalogue.lines {
        all.push((format!("{} {}", line.product, line.line), &line.sources));
    }
    for pair in &catalogue.pairs {
        all.push((pair_name(pair), &pair.sources));
    }
    for hop in &catalogue.hops {
        all.push((format!("the hop of {} to {}", hop.product, hop.to), &hop.sources));
    }
    all.extend(catalogue.bad.iter().map(|bad| (bad.id.clone(), bad.sources.as_slice())));
    all.extend(catalogue.cves.iter().map(|cve| (cve.id.clone(), cve.sources.as_slice())));
    all.extend(
        catalogue.images.iter().map(|one| (format!("{}:{}", one.image, one.tag), one.sources.as_slice())),
    );
    for one in &catalogue.defaults {
        all.push((format!("the default of {} {}", one.product, one.version), &one.sources));
    }
    for offer in &catalogue.offers {
        all.push((format!("the offer of {} {}", offer.product, offer.version), &offer.sources));
    }
    all
}

fn pair_name(pair: &Pair) -> String {
    format!("{} {} with {}", pair.product, pair.versions, pair.with)
}

fn sources(catalogue: &Catalogue, found: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    for source in &catalogue.sources {
        if !ids.insert(source.id.as_str()) {
            found.push(format!("there are two sources `{}`", source.id));
        }
        if source.read > catalogue.dated {
            found.push(format!("source `{}` was read after the catalogue's own day", source.id));
        }
    }
    for (name, sources) in named(catalogue) {
        if sources.is_empty() {
            found.push(format!("{name} names no source"));
        }
        let unknown = sources.iter().filter(|id| !ids.contains(id.as_str()));
        found.extend(unknown.map(|id| format!("{name} names the source `{id}`, and there is none")));
    }
}

fn lines(catalogue: &Catalogue, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for line in &catalogue.lines {
        let name = format!("{} {}", line.product, line.line);
        if !seen.insert(name.clone()) {
            found.push(format!("there are two lines {name}"));
        }
        let all = std::iter::once(&line.first).chain(&line.releases).chain(std::iter::once(&line.newest));
        for release in all.clone().filter(|release| line.product.line_of(&release.version) != line.line) {
            found.push(format!("{} is no release of {name}", release.version));
        }
        if all.clone().any(|one| one.version < line.first.version || one.version > line.newest.version) {
            found.push(format!("releases of {name} are not between its first and its newest"));
        }
        if let (Some(first), Some(newest)) = (line.first.date, line.newest.date)
            && first > newest
        {
            found.push(format!("the first release of {name} is younger than its newest"));
        }
        found.extend(line.ends.iter().filter_map(|end| of_end(catalogue, line, end)));
    }
}

fn of_end(catalogue: &Catalogue, line: &Line, end: &End) -> Option<String> {
    let name = format!("{} {}", line.product, line.line);
    if catalogue.source(&end.source).is_none() {
        return Some(format!("the end of {name} names the source `{}`, and there is none", end.source));
    }
    line.first.date.filter(|first| end.date < *first).map(|_| format!("{name} ends before it begins"))
}

fn pairs(catalogue: &Catalogue, found: &mut Vec<String>) {
    for pair in &catalogue.pairs {
        for ranges in [&pair.docs, &pair.code] {
            if overlapping(&ranges.iter().collect::<Vec<_>>()) {
                found.push(format!("ranges of {} overlap", pair_name(pair)));
            }
        }
        if pair.docs.is_empty() && pair.code.is_empty() {
            found.push(format!("{} says nothing", pair_name(pair)));
        }
    }
    let kinds: BTreeSet<(Product, Product)> =
        catalogue.pairs.iter().map(|pair| (pair.product, pair.with)).collect();
    for (product, with) in kinds {
        let of_kind = catalogue.pairs.iter().filter(|pair| (pair.product, pair.with) == (product, with));
        let mut ranges: Vec<&Range> = of_kind.map(|pair| &pair.versions).collect();
        ranges.sort_by_key(|range| range.lowest());
        if overlapping(&ranges) {
            found.push(format!("entries of {product} with {with} overlap"));
        }
        for line in catalogue.lines_of(product) {
            if let Some(hole) = hole(line, &ranges) {
                found.push(format!("{product} {hole} has no entry with {with}, and others have"));
            }
        }
    }
}

fn overlapping(ranges: &[&Range]) -> bool {
    ranges.iter().enumerate().any(|(at, one)| ranges.iter().skip(at + 1).any(|other| one.overlaps(other)))
}

/// A release of a line that no range covers, though some cover what is older and what is newer.
fn hole(line: &Line, ranges: &[&Range]) -> Option<Version> {
    let (first, last) = (ranges.first()?, ranges.last()?);
    // Every place where it could begin: the line's own beginning, and the end of each range.
    let ends = ranges.iter().filter_map(|range| range.above());
    let candidates = std::iter::once(line.first.version.clone()).chain(ends);
    let inside = |version: &Version| {
        *version >= first.lowest()
            && last.above().is_none_or(|above| *version < above)
            && line.product.line_of(version) == line.line
            && *version <= line.newest.version
    };
    candidates.filter(inside).find(|version| !ranges.iter().any(|range| range.allows(version)))
}

fn hops(catalogue: &Catalogue, found: &mut Vec<String>) {
    let known =
        |product, line: &str| catalogue.lines.iter().find(|one| one.product == product && one.line == line);
    for hop in &catalogue.hops {
        let name = format!("the hop of {} to {}", hop.product, hop.to);
        let Some(to) = known(hop.product, &hop.to) else {
            found.push(format!("{name} leads to a line that is not there"));
            continue;
        };
        for from in &hop.from {
            match known(hop.product, from) {
                // Lines from before the catalogue begins are not in it.
                None if is_before(catalogue, hop.product, from) => {}
                None => found.push(format!("{name} comes from {from}, and there is no such line")),
                Some(from) if from.order() >= to.order() => {
                    found.push(format!("{name} comes from {}, which is not older", from.line));
                }
                Some(_) => {}
            }
        }
        found.extend(conditions(&name, &hop.when));
    }
}

/// Whether a line is older than all that are there.
fn is_before(catalogue: &Catalogue, product: Product, line: &str) -> bool {
    let first = catalogue.lines_of(product).first().map(|first| first.order());
    first.is_some_and(|first| crate::model::catalogue::order_of(line) < first)
}

fn rules(catalogue: &Catalogue, found: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    for bad in &catalogue.bad {
        if !ids.insert(bad.id.as_str()) {
            found.push(format!("there are two entries `{}`", bad.id));
        }
        if bad.versions.is_empty() {
            found.push(format!("{} is about no version", bad.id));
        }
        if bad.on == On::Run && !bad.from.is_empty() {
            found.push(format!("{} is bad to run, and yet says from where", bad.id));
        }
        found.extend(conditions(&bad.id, &bad.when));
    }
    for cve in &catalogue.cves {
        if !ids.insert(cve.id.as_str()) {
            found.push(format!("there are two entries `{}`", cve.id));
        }
        if cve.affected.is_empty() {
            found.push(format!("{} is about no version", cve.id));
        }
        let wrong = cve.fixed.iter().filter(|fixed| cve.affected.iter().any(|range| range.allows(fixed)));
        found.extend(wrong.map(|fixed| format!("{} is mended in {fixed}, which it affects", cve.id)));
        found.extend(conditions(&cve.id, &cve.when));
    }
}

fn conditions(name: &str, all: &[Condition]) -> Vec<String> {
    let wrong = all.iter().filter(|condition| !condition.fits());
    wrong.map(|one| format!("{name} asks of the trait `{}` what it can't answer", one.about)).collect()
}
