//! `koor`: what a Rook-Ceph cluster is doing, in plain words.
//!
//! Thin on purpose: parse, call one method of the core, render its view. An `if` about storage belongs in the core.
#![forbid(unsafe_code)]

mod args;
mod daemons;
mod exit;
mod output;
mod progress;
mod record;
mod records;
mod render;
mod run;
mod show;
mod top;
mod watch;

use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = match args::parse() {
        Ok(args) => args,
        Err(code) => return code,
    };
    Box::pin(run::run(args)).await
}
