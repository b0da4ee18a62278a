//! `koor`: what a Rook-Ceph cluster is doing, in plain words.
//!
//! Thin on purpose: parse, call one method of the core, render its view. An `if` about storage belongs in the core.
#![forbid(unsafe_code)]

mod args;
mod catalogue;
mod chart;
mod daemons;
mod exit;
mod forms;
mod kubernetes;
mod output;
mod password;
mod plugin;
mod progress;
mod record;
mod records;
mod render;
mod run;
mod service;
mod show;
mod top;
mod versions;
mod watch;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let code = match args::parse() {
        Ok(args) => Box::pin(run::run(args)).await,
        Err(code) => code,
    };
    code.at_once()
}
