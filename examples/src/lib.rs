//! Examples of embedding `koor-core`; each one is a file beside this folder.
//!
//! ```text
//! cargo run -p koor-examples --example status
//! cargo run -p koor-examples --example own_transport
//! cargo run -p koor-examples --example diff -- before.tar.zst after.tar.zst
//! ```
#![forbid(unsafe_code)]
