//! What changed between two recordings of a cluster?
//!
//! ```text
//! cargo run -p koor-examples --example diff -- before.tar.zst after.tar.zst
//! ```
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use koor_core::Koor;
use koor_core::ladder::Options;
use koor_core::model::Inventory;
use koor_core::model::diff::{Direction, diff};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(before), Some(after), None) = (paths.next(), paths.next(), paths.next()) else {
        eprintln!("diff BEFORE AFTER: two recordings, folders or .tar.zst files");
        return ExitCode::from(2);
    };
    match (look(before).await, look(after).await) {
        (Ok(before), Ok(after)) => {
            compare(&before, &after);
            ExitCode::SUCCESS
        }
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("{error}");
            ExitCode::from(error.kind().exit_code())
        }
    }
}

/// Everything that was recorded. A recording is one more way to reach a cluster: nothing else here would change if
/// one of the two were live.
async fn look(recording: PathBuf) -> Result<Inventory, koor_core::Error> {
    let options = Options { recording: Some(recording), ..Options::default() };
    Ok(Koor::open(options).await?.inventory().await)
}

fn compare(before: &Inventory, after: &Inventory) {
    // A plain function of two values.
    let diff = diff(before, after);

    // As sentences, worse first, with what could not be compared below.
    print!("{diff}");

    // As data: each change says of what, from what, to what, and whether that is good news.
    let worse: Vec<_> = diff.of_direction(Direction::Worse).collect();
    println!("{} changes, {} for the worse", diff.changes.len(), worse.len());
    for change in worse {
        let (before, after) = (change.before.as_deref(), change.after.as_deref());
        println!("  {} {}: {before:?} → {after:?}", change.subject, change.what);
    }
}
