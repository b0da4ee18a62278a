//! Where a CRUSH rule may put data.

use crate::model::{CrushRule, Inventory, Osd};

/// A rule of the CRUSH map; `None` where the map was not seen or has no such rule.
pub(super) fn rule(inventory: &Inventory, id: u64) -> Option<&CrushRule> {
    inventory.crush.value()?.rules.iter().find(|rule| rule.id == id)
}

/// Those of `all` OSDs that a rule may take: those below its bucket, of its device class where it names one.
pub(super) fn osds<'a>(all: &'a [Osd], rule: &CrushRule) -> Vec<&'a Osd> {
    let Some(takes) = rule.takes() else {
        return Vec::new();
    };
    // `default~ssd` is what is of class ssd below `default`.
    let (root, class) = takes.split_once('~').map_or((takes, None), |(root, class)| (root, Some(class)));
    let below = |osd: &Osd| {
        osd.location.iter().any(|place| place.split_once('=').is_some_and(|(_, name)| name == root))
    };
    let of_class = |osd: &Osd| class.is_none_or(|class| osd.device_class.as_deref() == Some(class));
    all.iter().filter(|osd| below(osd) && of_class(osd)).collect()
}
