//! `koor version-service` as a process: asked by a real client of its protocol, over TLS, reloaded, ended; and
//! what it refuses to start with.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what must hold"
)]

mod client;
mod closed;
mod facts;
mod http;
mod reload;
mod served;
mod start;
