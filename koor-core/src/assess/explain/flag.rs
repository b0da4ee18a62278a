//! Flags that hold something back.

use super::detail::Named;
use super::scene::Scene;
use super::{Affected, Reading};
use crate::assess::flag;

/// Each flag that is set, what it holds back, and since when where the log tells.
pub(super) fn set(scene: &Scene<'_>, named: &Named) -> Reading {
    let affected = Affected { flags: flag::cluster_wide(scene.inventory), ..Affected::named(scene, named) };
    Reading { affected, cause: flag::told(scene.inventory) }
}
