//! Rook, Kubernetes and Ceph beside each other, in a program of your own: may this node be drained, and is the upgrade
//! really done?
//!
//! ```text
//! cargo run -p koor-examples --example rook [SCENARIO]     upgrade, upgrade-stuck, operator-gone, host-down, …
//! ```
#![forbid(unsafe_code)]

use koor_core::Koor;
use koor_core::assess::rook::UpgradeState;
use koor_core::view::NodeFilter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = std::env::args().nth(1).unwrap_or_else(|| "upgrade-stuck".into());
    // A real one is opened with `Koor::open`, which finds the Kubernetes beside it where a kubeconfig or a service account
    // is at hand; a transport of your own is told with `Koor::over(…).beside(…)`.
    let koor = Koor::demo(scenario.parse()?, 1);

    // The picture is data first. What runs is told by Ceph, whatever a label or a phase says.
    let picture = koor.rook().await?;
    if let Some(rook) = &picture.rook {
        println!("Rook says {}", rook.phase.as_deref().unwrap_or("nothing"));
    }
    if let Some(upgrade) = &picture.upgrade {
        let done = upgrade.state == UpgradeState::Settled;
        println!("all daemons run what is wanted: {}", if done { "yes" } else { "no" });
        for wait in &upgrade.waits_for {
            println!("it waits for {}: {}", wait.what, wait.release);
        }
    }
    for finding in &picture.rook_findings {
        println!("{finding}");
    }

    // Each node, and what its drain would meet.
    let nodes = koor.node_list(&NodeFilter { storage: true, unhealthy: false }).await?;
    for node in nodes.nodes.unwrap_or_default() {
        let show = koor.node(&node.name).await?;
        println!("{show}");
    }
    Ok(())
}
