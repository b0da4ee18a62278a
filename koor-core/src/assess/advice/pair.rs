//! What goes with what.

use semver::Version;

use super::product::ProductAdvice;
use super::ruling::{Rule, Ruling, Weight};
use crate::model::catalogue::{Catalogue, Pair, Product, Range};

/// What does not go with this product here; and how many entries were held against it.
pub(super) fn rulings(
    advice: &ProductAdvice,
    products: &[ProductAdvice],
    catalogue: &Catalogue,
) -> (Vec<Ruling>, u64) {
    let mut found = Vec::new();
    let mut judged = 0;
    for running in &advice.running {
        for pair in of(catalogue, advice.product, &running.version) {
            judged += 1;
            let Some(other) = products.iter().find(|other| other.product == pair.with) else { continue };
            if other.running.is_empty() {
                let why = other.unknown.clone().unwrap_or_else(|| format!("{} was not seen", pair.with));
                found.push(
                    ruling(pair, &running.version, None, Weight::Error, catalogue)
                        .shown([running.text()])
                        .unknown(why),
                );
            }
            for with in &other.running {
                if let Some(weight) = weight(pair, &with.version) {
                    let ruling = ruling(pair, &running.version, Some(&with.version), weight, catalogue);
                    found.push(ruling.shown([
                        format!("{} {}", advice.product, running.text()),
                        format!("{} {}", pair.with, with.text()),
                    ]));
                }
            }
        }
    }
    (found, judged)
}

/// The entries about a release.
fn of<'c>(
    catalogue: &'c Catalogue,
    product: Product,
    version: &'c Version,
) -> impl Iterator<Item = &'c Pair> {
    catalogue.pairs.iter().filter(move |pair| pair.product == product && pair.versions.allows(version))
}

/// How much it weighs that these two run together; `None` where documents and code allow it.
fn weight(pair: &Pair, with: &Version) -> Option<Weight> {
    let (docs, code) = (Range::any(&pair.docs, with), pair.code.is_empty() || Range::any(&pair.code, with));
    match (docs, code, pair.code.is_empty()) {
        (true, true, _) => None,
        // Documents allow what the code does not take, or the other way round: it may run, and nobody promises it.
        (true, false, _) | (false, true, false) => Some(Weight::Warning),
        (false, ..) => Some(Weight::Error),
    }
}

fn ruling(
    pair: &Pair,
    version: &Version,
    with: Option<&Version>,
    weight: Weight,
    catalogue: &Catalogue,
) -> Ruling {
    let docs = several(&pair.docs);
    let line = pair.product.line_of(version);
    let id = format!("{}-{line}-with-{}", pair.product.id(), pair.with.id());
    let sentence = match with {
        None => format!("{} {version} goes with {} {docs}.", pair.product, pair.with),
        Some(with) => {
            let code = match (pair.code.is_empty(), Range::any(&pair.code, with)) {
                (true, _) => String::new(),
                (false, true) => format!("; its code allows {}", several(&pair.code)),
                (false, false) => format!("; its code refuses it, and allows {}", several(&pair.code)),
            };
            format!(
                "{} {version} is documented for {} {docs}, and {with} runs{code}.",
                pair.product, pair.with
            )
        }
    };
    let sentence = pair.note.as_ref().map_or_else(|| sentence.clone(), |note| format!("{sentence} {note}"));
    Ruling::found(id, Rule::Pair, pair.product, weight)
        .saying(sentence)
        .next(Some(format!(
            "bring {} and {} to releases that go together before anything else",
            pair.product, pair.with
        )))
        .read_in(&pair.sources, catalogue)
}

fn several(ranges: &[Range]) -> String {
    match ranges {
        [] => "none".to_owned(),
        all => all.iter().map(plain).collect::<Vec<_>>().join(" or "),
    }
}

/// `18.2.0 up to below 19.2.6`, for people.
fn plain(range: &Range) -> String {
    let low = range.lowest();
    match range.above() {
        None => format!("{low} or newer"),
        Some(above) if above == Version::new(low.major, low.minor, low.patch + 1) => low.to_string(),
        Some(above) if low == Version::new(0, 0, 0) => format!("older than {above}"),
        Some(above) => format!("{low} to below {above}"),
    }
}
