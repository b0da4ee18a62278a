//! What the version service hands out to somebody who runs a release.

use std::sync::LazyLock;

use semver::Version;

use super::hop::{HopVerdict, hop};
use crate::assess::traits::Traits;
use crate::model::catalogue::{Catalogue, Offer, On, Product, Range};
use crate::model::{Severity, clipped, lenient_version};

/// A cluster nobody looked at.
static UNSEEN: LazyLock<Traits> = LazyLock::new(Traits::unknown);

/// The release to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered<'c> {
    /// Its version without a `v`; what runs where nothing beyond it is handed out.
    pub version: String,
    /// The entry that hands it out; `None` where what runs is not, and nothing newer.
    pub offer: Option<&'c Offer>,
}

/// What somebody says to run is no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no version of {product}: write for instance 1.12.0")]
pub struct NoVersion {
    /// Of what.
    pub product: Product,
    /// What was said.
    pub text: String,
}

/// The newest release that is handed out and may be upgraded to from what runs; never an older one, none that nobody must
/// run. What runs already, or is newer than all that is known, is told back. `running` is empty where nothing runs.
///
/// It rules without a look at the cluster: what hangs on a trait of it is [`advise`](super::advise)'s.
///
/// # Errors
/// [`NoVersion`] where `running` is none: `v1.12.0`, `1.12`, `17.2.6-20230826`.
pub fn offer<'c>(
    catalogue: &'c Catalogue,
    product: Product,
    running: &str,
) -> Result<Offered<'c>, NoVersion> {
    let offers = || catalogue.offers.iter().filter(move |offer| offer.product == product);
    let sound = |offer: &&Offer| !must_not_run(catalogue, offer);
    let newest = |offer: &&Offer| offer.version.clone();
    let running = running.trim();
    if running.is_empty() {
        let offer = offers().filter(sound).max_by_key(newest);
        return Ok(Offered { version: offer.map(|one| one.version.to_string()).unwrap_or_default(), offer });
    }
    let (runs, build) = read(running).ok_or_else(|| NoVersion { product, text: clipped(running) })?;
    let legal = |offer: &&Offer| {
        !matches!(hop(catalogue, product, &runs, &offer.version, &UNSEEN), HopVerdict::Illegal { .. })
    };
    let newer = offers().filter(|offer| offer.version > runs).filter(sound).filter(legal).max_by_key(newest);
    // What stands behind the numbers is a build: the same release without it is not newer.
    let same = || offers().find(|offer| offer.version == runs && !build);
    Ok(match newer.or_else(same) {
        Some(offer) => Offered { version: offer.version.to_string(), offer: Some(offer) },
        None => Offered { version: running.strip_prefix('v').unwrap_or(running).to_owned(), offer: None },
    })
}

/// Up to three numbers, and whether something stands behind them.
fn read(text: &str) -> Option<(Version, bool)> {
    let plain = text.strip_prefix('v').unwrap_or(text);
    let (numbers, build) =
        plain.split_once(['-', '+']).map_or((plain, None), |(numbers, build)| (numbers, Some(build)));
    let sound = numbers.split('.').count() <= 3
        && numbers.split('.').all(|number| number.parse::<u64>().is_ok())
        && build.is_none_or(|build| !build.is_empty() && build.len() <= 64);
    sound.then(|| Some((lenient_version(numbers)?, build.is_some()))).flatten()
}

/// Whether the catalogue says of a release that nobody must run it, whatever the cluster.
fn must_not_run(catalogue: &Catalogue, offer: &Offer) -> bool {
    catalogue.bad.iter().any(|bad| {
        bad.product == offer.product
            && bad.on == On::Run
            && bad.severity == Severity::Err
            && bad.when.is_empty()
            && Range::any(&bad.versions, &offer.version)
    })
}
