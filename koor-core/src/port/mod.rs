//! The traits behind which the outside world stands. Bytes in, bytes out; rows out of
//! Kubernetes alone.
//!
//! Invariants:
//! - every trait is object-safe and every method has a deadline;
//! - an answer is what the cluster said, to the byte; reading it is `wire`'s work.
//!
//! Deliberately absent: reading or writing JSON, any implementation.

mod clock;
mod orchestrator;
mod transport;

pub use clock::{Clock, SystemClock};
pub use orchestrator::{KubeSelection, Orchestrator};
pub use transport::{Answer, CephTransport, TransportError};
