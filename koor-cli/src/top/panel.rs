//! The panels, in the order of their keys.

/// One panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Panel {
    #[default]
    Overview,
    Osds,
    Pools,
    Health,
    Events,
}

impl Panel {
    pub(super) const ALL: [Self; 5] = [Self::Overview, Self::Osds, Self::Pools, Self::Health, Self::Events];

    /// Its title, and a short one.
    pub(super) const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview => ("Overview", "All"),
            Self::Osds => ("OSDs", "OSD"),
            Self::Pools => ("Pools", "Pool"),
            Self::Health => ("Health", "Chk"),
            Self::Events => ("Events", "Log"),
        }
    }

    pub(super) fn number(self) -> usize {
        Self::ALL.iter().position(|panel| *panel == self).unwrap_or(0)
    }

    /// So many further, around.
    pub(super) fn step(self, by: usize) -> Self {
        Self::ALL[(self.number() + by) % Self::ALL.len()]
    }
}
