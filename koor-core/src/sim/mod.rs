//! A pretend Ceph cluster behind [`CephTransport`](crate::port::CephTransport): it answers the JSON of `ceph --format json`, and lives.
//!
//! - `scenario`: the scenes by name, the worlds they begin with, and what happens in them;
//! - `world`: the state of a cluster and the laws that move it (placement, recovery, scrubs, usage, health);
//! - `answer`: what a daemon says of that state, one subject a file, in the shapes of Ceph 18.2;
//! - `kube`: the Kubernetes that it runs in, with Rook, told from the same state in rows of the model;
//! - `fault`: what may go wrong with an answer, in front of any transport.
//!
//! Invariants:
//! - the same scenario, seed and times of asking give the same bytes. There is no other randomness than the seed's
//!   and no other time than the clock's;
//! - an answer is told from the state, never set by hand: health checks, sums and counts follow from OSDs, PGs, mons;
//! - nothing here knows `wire`: a decoder's mistake must not be mirrored by what is decoded.
//!
//! Deliberately absent: commands that change the cluster, keys and passwords (configuration that would hold one holds a
//! placeholder), anything real.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "figures of a pretend cluster, all far from the edges of their types"
)]

mod answer;
mod dice;
mod fault;
mod kube;
mod scenario;
mod simulator;
mod stamp;
#[cfg(test)]
mod tests;
mod world;

pub use self::fault::{Fault, FaultRule, Faulty, FaultyKubernetes};
pub use self::scenario::Scenario;
pub use self::simulator::Simulator;
