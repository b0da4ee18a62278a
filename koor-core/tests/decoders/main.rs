//! Every decoder on real answers of Ceph 16.2.15, 18.2.7 and 20.2.4 (`tests/answers/`), and on damaged ones.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_cmp,
    clippy::indexing_slicing,
    reason = "a test says what must hold by unwrapping it, and figures are compared as they were read"
)]

mod answers;
mod daemon_views;
mod damage;
mod every_view;
mod figures_cluster;
mod figures_mgr;
mod figures_osd;
mod hostile;
mod odd;
mod records;
mod required;
mod whole;
