//! How is the cluster? Reached the way the `koor` command reaches it.
//!
//! ```text
//! cargo run -p koor-examples --example status [RECORDING]
//! ```
#![forbid(unsafe_code)]

use koor_core::Koor;
use koor_core::ladder::Options;
use koor_core::view::Report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), koor_core::Error> {
    // What is not said here is settled by KOOR_*, CEPH_CONF, Koor's config file, or the default conf, in this order.
    let options = Options { recording: std::env::args_os().nth(1).map(Into::into), ..Options::default() };

    // An error here is about files, keys or libraries of this host. Nobody has been asked yet.
    let koor = Koor::open(options).await?;

    // From here on nothing fails: what could not be seen is part of the answer, with the reason.
    let status = koor.status().await;
    print!("{status}");

    // A program that has to know whether the answer can be relied on asks the header.
    if let Some(why) = status.header().failure() {
        eprintln!("not the whole truth: {why}");
    }
    Ok(())
}
