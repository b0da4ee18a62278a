//! Which pools, and why none.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::PoolRow;
use crate::view::order;
use crate::view::words::there_are;

/// Which pools to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolFilter {
    /// Those whose rule may put data on this device class.
    pub class: Option<String>,
    /// Those that this application is enabled on: `rbd`, `cephfs`, `rgw`, …
    pub application: Option<String>,
    /// Those in this condition.
    pub state: Option<PoolCondition>,
}

/// What can be asked of a pool's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PoolCondition {
    /// An OSD that it uses is nearly full.
    Nearfull,
    /// An OSD that it uses takes no more backfill.
    Backfillfull,
    /// It takes no more writes: an OSD that it uses is full, or its quota is reached.
    Full,
    /// It takes no more writes because its quota is reached.
    Quota,
    /// None of these.
    Ok,
}

impl PoolCondition {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Nearfull, Self::Backfillfull, Self::Full, Self::Quota, Self::Ok];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nearfull => "nearfull",
            Self::Backfillfull => "backfillfull",
            Self::Full => "full",
            Self::Quota => "quota",
            Self::Ok => "ok",
        }
    }

    fn holds(self, pool: &PoolRow) -> bool {
        let flag = |word: &str| pool.flags.iter().any(|flag| flag == word);
        match self {
            Self::Nearfull => flag("nearfull"),
            Self::Backfillfull => flag("backfillfull"),
            Self::Full => pool.is_full(),
            Self::Quota => flag("full_quota"),
            Self::Ok => !pool.is_full() && !flag("nearfull") && !flag("backfillfull"),
        }
    }

    /// As in `No pool …`.
    const fn sentence(self) -> &'static str {
        match self {
            Self::Nearfull => "is nearfull",
            Self::Backfillfull => "is backfillfull",
            Self::Full => "is full",
            Self::Quota => "has reached its quota",
            Self::Ok => "has room without a warning",
        }
    }
}

impl fmt::Display for PoolCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for PoolCondition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|condition| condition.as_str() == text).ok_or_else(|| {
            format!("`{text}` is no state of a pool: write nearfull, backfillfull, full, quota or ok")
        })
    }
}

impl fmt::Display for PoolFilter {
    /// `class ssd, application rbd, nearfull`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.class.as_ref().map(|class| format!("class {class}"));
        let application = self.application.as_ref().map(|application| format!("application {application}"));
        let state = self.state.map(|state| state.to_string());
        let all: Vec<String> = [class, application, state].into_iter().flatten().collect();
        f.write_str(&all.join(", "))
    }
}

impl PoolFilter {
    pub(super) fn keeps(&self, pool: &PoolRow) -> bool {
        let classes = pool.device_classes.as_deref().unwrap_or_default();
        self.class.as_ref().is_none_or(|class| classes.contains(class))
            && self.application.as_ref().is_none_or(|application| pool.applications.contains(application))
            && self.state.is_none_or(|state| state.holds(pool))
    }

    /// Why none of `all` is kept: the first thing asked for that no pool has, and what there is instead.
    pub(super) fn why_none(&self, all: &[PoolRow]) -> String {
        if all.is_empty() {
            return "This cluster has no pool.".into();
        }
        self.no_class(all)
            .or_else(|| {
                let application = self.application.as_deref()?;
                let there =
                    order::distinct(all.iter().flat_map(|pool| &pool.applications).map(String::as_str));
                (!there.contains(&application)).then(|| {
                    let instead = there_are("application", "applications", &there);
                    format!("No pool has application {application}; {instead}.")
                })
            })
            .or_else(|| {
                let state = self.state.filter(|state| !all.iter().any(|pool| state.holds(pool)))?;
                Some(format!("No pool of {} {}.", all.len(), state.sentence()))
            })
            .unwrap_or_else(|| format!("No pool matches all of this at once: {self}."))
    }

    fn no_class(&self, all: &[PoolRow]) -> Option<String> {
        let class = self.class.as_deref()?;
        if all.iter().all(|pool| pool.device_classes.is_none()) {
            return Some("No pool can be chosen by class: the CRUSH map was not seen.".into());
        }
        let there = order::distinct(
            all.iter().flat_map(|pool| pool.device_classes.iter().flatten()).map(String::as_str),
        );
        (!there.contains(&class))
            .then(|| format!("No pool may use class {class}; {}.", there_are("class", "classes", &there)))
    }
}
