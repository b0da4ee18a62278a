//! How long what runs is supported.

use jiff::civil::Date;

use super::product::ProductAdvice;
use super::ruling::{Rule, Ruling, Weight};
use crate::model::catalogue::{Catalogue, Line};

/// How many days before its end a line is told to end: time to plan a major upgrade.
const SOON_DAYS: i32 = 90;

/// What is known of the lines that run, one ruling a line; nothing of one that is supported for long.
pub(super) fn rulings(advice: &ProductAdvice, catalogue: &Catalogue, today: Date) -> Vec<Ruling> {
    let mut found: Vec<Ruling> = Vec::new();
    let product = advice.product;
    for running in &advice.running {
        let name = format!("{product} {}", product.line_of(&running.version));
        match catalogue.line_of(product, &running.version) {
            None => found.push(
                Ruling::found(id("line-unknown", advice, &running.version), Rule::Support, product, Weight::Note)
                    .saying(format!(
                        "The catalogue of {} does not know {name}: nothing is told of how long it is supported, nor of its faults.",
                        catalogue.dated
                    ))
                    .shown([running.text()])
                    .next(Some("update the catalogue: koor catalogue update".into())),
            ),
            Some(line) => {
                let ended = ended(line, today).map(|(weight, sentence)| {
                    Ruling::found(id("end-of-life", advice, &running.version), Rule::Support, product, weight)
                        .saying(format!("{product} {} {sentence}", line.title()))
                        .shown([running.text()])
                        .next(newer(advice, catalogue))
                        .read_in(&line.ends.iter().map(|end| end.source.clone()).collect::<Vec<_>>(), catalogue)
                });
                found.extend(ended);
                if running.version > line.newest.version {
                    found.push(
                        Ruling::found(
                            id("release-unknown", advice, &running.version),
                            Rule::Support,
                            product,
                            Weight::Note,
                        )
                        .saying(format!(
                            "{product} {} is newer than the catalogue of {}, which knows {name} up to {}: it may have faults that are not in it.",
                            running.version, catalogue.dated, line.newest.version
                        ))
                        .shown([running.text()])
                        .next(Some("update the catalogue: koor catalogue update".into()))
                        .read_in(&line.sources, catalogue),
                    );
                }
            }
        }
    }
    // Versions of one line say the same.
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|later, first| {
        let same = later.id == first.id;
        if same {
            first.evidence.append(&mut later.evidence);
        }
        same
    });
    found
}

fn id(what: &str, advice: &ProductAdvice, version: &semver::Version) -> String {
    format!("{}-{}-{what}", advice.product.id(), advice.product.line_of(version))
}

/// How a line's end reads today; `None` where it is far away, or nobody says when it is.
fn ended(line: &Line, today: Date) -> Option<(Weight, String)> {
    let (first, last) = (line.first_end()?, line.last_end()?);
    let differ = first != last;
    if last < today {
        let since = if differ { format!("{first} or {last}, as sources differ") } else { last.to_string() };
        return Some((
            Weight::Warning,
            format!("is end of life since {since}: faults are no longer mended in it."),
        ));
    }
    if first < today {
        let sentence =
            format!("is end of life since {first} by one source, and supported until {last} by another.");
        return Some((Weight::Warning, sentence));
    }
    let days = (first - today).get_days();
    if days > SOON_DAYS {
        return None;
    }
    let until = if differ { format!("{first} or {last}, as sources differ") } else { first.to_string() };
    Some((Weight::Note, format!("is supported until {until}: in {days} days.")))
}

/// The next line on the way to the newest, as a thing to do; the newest where nobody knows the way.
fn newer(advice: &ProductAdvice, catalogue: &Catalogue) -> Option<String> {
    let next = advice.next(catalogue).or(advice.newest_line.as_ref())?;
    Some(format!("plan the upgrade to {} {} (newest: {})", advice.product, next.title(), next.newest.version))
}
