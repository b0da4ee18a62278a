//! A fault, recorded and replayed: what a cluster said in trouble becomes a test that never changes.
//!
//! ```text
//! cargo run -p koor-examples --example record_and_replay
//! ```
//!
//! Here the trouble is pretended. On a real cluster it is one command, and its secrets are replaced on the way:
//! `koor record incident.tar.zst`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::future::pending;
use std::time::Duration;

use koor_core::model::diff::diff;
use koor_core::{Koor, RecordOptions};

/// What is asked of a cluster here, live or recorded: which OSDs are down, and on which hosts?
async fn down(koor: &Koor) -> Vec<String> {
    let osds = koor.inventory().await.osds();
    let down = osds.iter().filter(|osd| !osd.state.up);
    down.map(|osd| format!("{} on {}", osd.name, osd.host.as_deref().unwrap_or("no host"))).collect()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::temp_dir().join(format!("koor-example-{}.tar.zst", std::process::id()));

    // Record. `duration` looks again and again, for a fault that comes and goes; `pending` never ends it early.
    let live = Koor::demo("host-down".parse()?, 7);
    let options = RecordOptions {
        path: path.clone(),
        duration: None,
        every: Duration::from_secs(5),
        overwrite: true,
        redact: true,
    };
    let report = live.record(&options, pending()).await?;
    println!("kept {} answers, {}, secrets replaced", report.entries, report.bytes);

    // Replay. The bytes may as well be built into a test with `include_bytes!`: then the test needs no file, no cluster
    // and no clock.
    let bytes = std::fs::read(&path)?;
    std::fs::remove_file(&path)?;
    let replayed = down(&Koor::replay(&bytes)?).await;
    println!("down then: {}", replayed.join(", "));
    assert_eq!(replayed, down(&live).await, "a recording answers what the cluster answered");

    // Compare. An inventory is a value: two recordings, or one and the live cluster.
    let healthy = Koor::demo("healthy-small".parse()?, 7).inventory().await;
    let before = Koor::replay(&bytes)?.inventory().await;
    println!("{} differences from another cluster", diff(&before, &healthy).changes.len());
    Ok(())
}
