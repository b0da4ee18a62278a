//! A manifest judged before it is applied.

use jiff::civil::Date;
use semver::Version;

use super::product::{ProductAdvice, trait_of};
use super::ruling::{Rule, Ruling, Weight};
use super::{advise, before};
use crate::assess::traits::{Known, Traits};
use crate::model::catalogue::{Catalogue, Manifest, Product, Trait, Wanted};

/// What speaks against applying a manifest to this cluster: how its versions are written, whether the upgrade is legal and what
/// it meets, and what is known of what would run then.
#[must_use]
pub fn against(manifest: &Manifest, traits: &Traits, catalogue: &Catalogue, today: Date) -> Vec<Ruling> {
    let mut found = Vec::new();
    // What the manifest itself changes is so by then.
    let seen = said(manifest, traits.clone());
    let mut after = seen.clone();
    let mut touched: Vec<Product> = Vec::new();
    for wanted in &manifest.wants {
        found.extend(pin(wanted));
        let Some(version) = chosen(wanted, manifest, traits, catalogue) else { continue };
        let running = ProductAdvice::of(wanted.product, traits, catalogue);
        if running.running.is_empty() {
            let why = running.unknown.unwrap_or_else(|| format!("{} was not seen", wanted.product));
            let id = format!("{}-to-{version}", wanted.product.id());
            let sentence =
                format!("Nobody can tell whether {} may be upgraded to {version}.", wanted.product);
            let ruling = Ruling::found(id, Rule::Hop, wanted.product, Weight::Warning);
            found.push(ruling.saying(sentence).shown([wanted.place.clone()]).unknown(why));
        }
        for one in &running.running {
            let rulings = before(catalogue, wanted.product, &one.version, &version, &seen);
            found.extend(rulings.into_iter().map(|ruling| ruling.shown([wanted.place.clone()])));
        }
        touched.push(wanted.product);
        if let Some(about) = trait_of(wanted.product) {
            after = after.with(about, Known::versions([(version, wanted.place.clone())]));
        }
    }
    let then = advise(&after, catalogue, today).rulings.into_iter();
    found.extend(then.filter(|ruling| is_about(ruling, &touched)));
    found.extend(silenced(manifest, &found));
    found.sort_by(Ruling::order);
    found.dedup_by(|later, first| later.id == first.id && later.sentence == first.sentence);
    found
}

/// Whether a ruling is about one of these; what does not go together is about both.
fn is_about(ruling: &Ruling, touched: &[Product]) -> bool {
    let with = |product: &Product| {
        ruling.rule == Rule::Pair && ruling.id.ends_with(&format!("-with-{}", product.id()))
    };
    touched.contains(&ruling.product) || touched.iter().any(with)
}

/// What Rook would refuse by itself, and is told not to.
fn silenced(manifest: &Manifest, found: &[Ruling]) -> Option<Ruling> {
    let (_, place) = manifest.allows_unsupported.as_ref().filter(|(allows, _)| *allows)?;
    let ruling = |weight| {
        Ruling::found("rook-allows-unsupported", Rule::Pair, Product::Rook, weight).shown([place.clone()])
    };
    let pair = found.iter().find(|one| one.product == Product::Rook && one.id.ends_with("-with-ceph"));
    Some(match pair {
        Some(pair) => {
            let silenced = ruling(pair.weight)
                .saying("allowUnsupported is true: it silences Rook's own refusal of a Ceph that it does not support, and nothing stops this pair any more.")
                .next(Some("take allowUnsupported out, and choose a Ceph that this Rook supports".into()));
            match &pair.missing {
                Some(why) => silenced.unknown(why.clone()),
                None => silenced,
            }
        }
        None => ruling(Weight::Note)
            .saying("allowUnsupported is true, and nothing here needs it: it silences Rook's own refusal of a Ceph that it does not support, now and at the next change.")
            .next(Some("take allowUnsupported out".into())),
    })
}

/// The traits with what the manifest says of itself.
fn said(manifest: &Manifest, mut traits: Traits) -> Traits {
    if let Some(on) = manifest.read_affinity {
        traits = traits.with(Trait::ReadAffinity, Known::flag(on, "the manifest's spec.csi.readAffinity"));
    }
    if let Some(kind) = &manifest.csi_key_type {
        let words = [(kind.clone(), "the manifest's spec.security.cephx.csi".to_owned())];
        traits = traits.with(Trait::CsiKeyType, Known::words(words));
    }
    if let Some(on) = manifest.rotates_keys {
        traits =
            traits.with(Trait::KeysRotated, Known::flag(on, "the manifest's spec.security.cephx.daemon"));
    }
    traits
}

/// The release that is wanted; of a chart that decides by itself, what that chart starts.
fn chosen(wanted: &Wanted, manifest: &Manifest, traits: &Traits, catalogue: &Catalogue) -> Option<Version> {
    if !wanted.by_chart {
        return wanted.version.clone();
    }
    let chart =
        manifest.wants.iter().find(|one| one.product == Product::Rook).and_then(|one| one.version.clone());
    let chart = chart.or_else(|| ProductAdvice::of(Product::Rook, traits, catalogue).oldest().cloned())?;
    let line = Product::Rook.line_of(&chart);
    let known = catalogue.defaults.iter().filter(|one| Product::Rook.line_of(&one.version) == line);
    // The newest that is not newer than the chart.
    known.filter(|one| one.version <= chart).max_by_key(|one| one.version.clone()).map(|one| one.ceph.clone())
}

/// How the version is written down.
fn pin(wanted: &Wanted) -> Option<Ruling> {
    let id = format!("{}-not-pinned", wanted.product.id());
    let ruling = Ruling::found(id, Rule::Pin, wanted.product, Weight::Warning).shown([wanted.place.clone()]);
    let product = wanted.product;
    match (&wanted.written, &wanted.version) {
        (_, Some(_)) => None,
        (None, None) if wanted.by_chart => Some(
            ruling
                .saying(format!("Nobody says which {product} is to run: the chart decides, and a newer chart may bring another major."))
                .next(Some(format!("name the image of {product} in full, as it runs now"))),
        ),
        (None, None) => Some(
            ruling
                .saying(format!("No version of {product} is named: whichever is newest is installed."))
                .next(Some(format!("name the version of {product} in full"))),
        ),
        // A digest stands for one image for ever, and for no release that anybody could look up.
        (Some(written), None) if written.contains("sha256:") => Some(
            ruling
                .saying(format!("`{written}` is a digest alone: it will not change by itself, and nothing can be told of the release of {product} behind it."))
                .next(Some(format!("name the release of {product} beside the digest, such as v20.2.5@sha256:…"))),
        ),
        (Some(written), None) => Some(
            ruling
                .saying(format!("`{written}` names no release of {product} in full: what it means may change by itself, and nothing can be told of it."))
                .next(Some(format!("name the release of {product} in full, such as v20.2.5"))),
        ),
    }
}
