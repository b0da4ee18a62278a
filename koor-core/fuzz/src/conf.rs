//! Texts that say how a cluster is reached: Ceph's conf, a keyring, `mon_host`, Koor's config file.

use koor_core::ladder::Config;

use crate::Budget;

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let text = crate::text(data);
    koor_core::adapter::fuzzing::conf(&text);
    if let Err(reason) = Config::parse(&text) {
        assert!(reason.chars().count() < 1_000 && !reason.contains('\n'), "{reason}");
    }
    let _seconds = koor_core::ladder::seconds(&text);
    // A key of a hundred dots is a hundred tables of TOML before its reader refuses it.
    Budget { base: 128 << 10, each: 512 }
}
