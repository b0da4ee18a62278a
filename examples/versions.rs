//! A gate of your own: is there anything in this cluster's versions that must not be? On a pretend cluster; with a conf of yours the same.
//!
//! ```text
//! cargo run -p koor-examples --example versions
//! ```
#![forbid(unsafe_code)]

use koor_core::Koor;
use koor_core::assess::advice::{Outcome, Weight};
use koor_core::ladder::Options;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), koor_core::Error> {
    let options = Options { demo: Some("healthy-small".into()), ..Options::default() };
    let koor = Koor::open(options).await?;

    // The catalogue that this koor was built with; a file of your own holds rules of your own.
    let held = Koor::catalogue(None)?;
    let check = koor.version_check(&held).await;
    println!("catalogue of {}, {} days old", check.catalogue.dated, check.catalogue.age_days);

    for ruling in &check.rulings {
        match ruling.outcome {
            Outcome::Found => println!("{}: {}", ruling.weight.word(), ruling.sentence),
            // What could not be seen is no all-clear.
            Outcome::Unknown => {
                println!("unknown: {} ({})", ruling.id, ruling.missing.as_deref().unwrap_or_default());
            }
        }
    }
    println!("{}", if check.reaches(Weight::Error) { "would not pass" } else { "passes" });
    Ok(())
}
