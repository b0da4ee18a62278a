//! Rook beside Kubernetes beside Ceph, on what a real cluster said: six moments of an upgrade from 18.2.7 to 20.2.4 with
//! Rook 1.18.11, of which one got stuck while it said Ready. `tests/kube` holds the objects as the API server gave them,
//! cut down to what is read, beside Ceph's own answers of the same moment. Needs no service.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests say what must hold")]

mod below;
mod external;
mod faults;
mod moment;
mod moments;
mod reading;
mod releases;
mod views;
