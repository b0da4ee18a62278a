//! Flags that hold something back.

use super::detail::Named;
use super::scene::Scene;
use super::{Affected, Reading};
use crate::assess::flag;

/// Each flag that is set, what it holds back, and since when where the log tells.
pub(super) fn set(code: &str, scene: &Scene<'_>, named: &Named) -> Reading {
    // Flags of hosts, classes and OSDs are unset otherwise.
    let next = if code == "OSDMAP_FLAGS" { flag::steps(scene.inventory) } else { Vec::new() };
    let affected = Affected { flags: flag::cluster_wide(scene.inventory), ..Affected::named(scene, named) };
    Reading { affected, cause: flag::told(scene.inventory), next }
}
