//! The messages of Koor's service of 2023, made from `proto/api/v1/version.proto` at build time, and with the feature `client` a
//! client of it.
#![allow(
    missing_docs,
    elided_lifetimes_in_paths,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    reason = "generated: buffa's and connectrpc's own style"
)]

connectrpc::include_generated!("version.rs");
