//! What versions are judged by and asked with: catalogues, manifests for `kubectl` and Helm, and the facts that the version service is
//! sent; each held against what a cluster could be.

use koor_core::assess::advice::{against, advise, offer};
use koor_core::assess::traits::Traits;
use koor_core::model::catalogue::{Facts, HeldCatalogue, Product};
use koor_core::view::VersionAdvice;
use koor_core::wire::{catalogue, manifest};

use crate::Budget;
use crate::show::now;

const FACTS: &[u8] = br#"{"facts":{"ceph":["18.2.4","20.2.0"],"rook":"1.15.1","kubernetes":"1.30.2","architecture":["arm64"]}}"#;

/// The target: the first byte says which of the three.
pub fn run(data: &[u8]) -> Budget {
    let Some((which, data)) = data.split_first() else {
        return Budget { base: 0, each: 0 };
    };
    let today = jiff::civil::date(2026, 11, 28);
    let built_in = catalogue::built_in();
    match which % 3 {
        0 => match catalogue::read(data) {
            Ok(read) => {
                let facts: Facts = serde_json::from_slice(FACTS).unwrap_or_default();
                let traits = Traits::told(&facts).expect("these are facts");
                let _advice = advise(&traits, &read, today);
                for product in Product::ALL {
                    let _offered = offer(&read, product, "1.12.0");
                }
            }
            Err(error) => one_sentence(&error.to_string()),
        },
        1 => match manifest::read("a.yaml", &crate::text(data)) {
            Ok(wants) => {
                let traits = Traits::told(&Facts::default()).expect("no fact is no bad one");
                let _rulings = against(&wants, &traits, built_in, today);
            }
            Err(reason) => one_sentence(&reason),
        },
        _ => {
            if let Ok(facts) = serde_json::from_slice::<Facts>(data) {
                let held = HeldCatalogue { catalogue: built_in.clone(), origin: "built in".to_owned() };
                if let Err(error) = VersionAdvice::of(&facts, &held, now()) {
                    one_sentence(&error.to_string());
                }
            }
            let _offered = offer(built_in, Product::Ceph, &crate::text(data));
        }
    }
    Budget { base: 4 << 20, each: 4 << 10 }
}

fn one_sentence(text: &str) {
    assert!(text.chars().count() < 1_000 && !text.contains('\n'), "{text}");
}
