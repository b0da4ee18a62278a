//! Which device classes and pools, and why none.

use std::fmt;

use serde::Serialize;

use super::{ClassFill, PoolFill};
use crate::view::words::there_are;

/// Which to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DfFilter {
    /// This device class, and the pools that may use it.
    pub class: Option<String>,
    /// This pool, by its name or number, and the classes it may use.
    pub pool: Option<String>,
}

impl fmt::Display for DfFilter {
    /// `class ssd, pool rbd`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.class.as_ref().map(|class| format!("class {class}"));
        let pool = self.pool.as_ref().map(|pool| format!("pool {pool}"));
        f.write_str(&[class, pool].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl DfFilter {
    fn is_pool(&self, pool: &PoolFill) -> bool {
        self.pool.as_ref().is_none_or(|named| *named == pool.name || *named == pool.id.to_string())
    }

    /// A pool whose classes are not known matches no class.
    pub(super) fn keeps_pool(&self, pool: &PoolFill) -> bool {
        self.is_pool(pool) && self.class.as_ref().is_none_or(|class| pool.classes.contains(class))
    }

    pub(super) fn keeps_class(&self, class: &ClassFill, pools: &[PoolFill]) -> bool {
        self.class.as_ref().is_none_or(|name| *name == class.device_class)
            && (self.pool.is_none()
                || pools.iter().any(|pool| self.is_pool(pool) && pool.classes.contains(&class.device_class)))
    }

    /// Why no class is left.
    pub(super) fn no_class(&self, all: &[ClassFill]) -> String {
        let names: Vec<&str> = all.iter().map(|class| class.device_class.as_str()).collect();
        match &self.class {
            _ if all.is_empty() => "No OSD has a device class.".into(),
            Some(class) if !names.contains(&class.as_str()) => {
                format!("No OSD has class {class}; {}.", there_are("class", "classes", &names))
            }
            _ => format!("No device class matches: {self}."),
        }
    }

    /// Why no pool is left.
    pub(super) fn no_pool(&self, all: &[PoolFill]) -> String {
        let names: Vec<&str> = all.iter().map(|pool| pool.name.as_str()).collect();
        match (&self.pool, &self.class) {
            _ if all.is_empty() => "This cluster has no pool.".into(),
            (Some(pool), _) if !all.iter().any(|known| self.is_pool(known)) => {
                format!("No pool is {pool}; {}.", there_are("pool", "pools", &names))
            }
            (None, Some(class)) => format!("No pool may use class {class}."),
            _ => format!("No pool matches all of this at once: {self}."),
        }
    }
}
