//! One fault as a value: how it is made, what must be told of it, how it is undone.

use crate::look::Look;
use crate::source::Raw;
use crate::stage::Stage;

/// Whom a fault struck: names that what is told must hold.
pub(crate) type Victims = Vec<String>;

/// A fault of the matrix. Its fixed texts stand in the table of `docs/faults.md`.
pub(crate) struct Fault {
    /// Decides the row's place in the table and names the fault on the command line: `osd-killed`.
    pub key: &'static str,
    /// What happens, as an operator would say it: `An OSD is killed`.
    pub title: &'static str,
    /// How the run makes it: `SIGKILL to osd.1`.
    pub how: &'static str,
    /// What Ceph itself says: a code that the run awaits, or words, in brackets, about why there is none.
    pub ceph: &'static [&'static str],
    /// What Koor says first: a code that `told` looks for; where another one follows, behind `, then `.
    pub koor: &'static str,
    /// Exit code of `koor status` meanwhile.
    pub exit: i32,
    /// Whether nothing may be taken back, once it was told.
    pub stays: bool,
    /// The raw questions whose answers are watched.
    pub watch: &'static [&'static str],
    /// Whether a raw answer differs from what it was before.
    pub differs: fn(&Raw) -> bool,
    /// Makes it.
    pub make: fn(&Stage) -> Victims,
    /// Whether `koor health` names the cause: who, where, why.
    pub told: fn(&Look, &[String]) -> bool,
    /// Whether `koor status` is right: figures and findings. The exit code is looked at anyway.
    pub status: fn(&Look, &[String]) -> bool,
    /// What else must hold while it lasts.
    pub also: fn(&Stage, &[String]),
    /// Ends it.
    pub undo: fn(&Stage, &[String]),
}

impl Fault {
    /// The codes among what Ceph says.
    pub(crate) fn ceph_codes(&self) -> impl Iterator<Item = &'static str> {
        self.ceph.iter().copied().filter(|word| !word.starts_with('('))
    }

    /// Whether one of the table's codes in `koor` is what a look says, and every victim is named there.
    ///
    /// A code may be Ceph's (then the explanation counts: `affected`, `cause`, and its own lines) or Koor's.
    pub(crate) fn named(look: &Look, codes: &[&str], victims: &[String]) -> bool {
        codes.iter().any(|code| {
            let said = [look.finding(code), look.advice(code), look.explained(code)];
            let said: String =
                said.into_iter().filter(|one| !one.is_null()).map(ToString::to_string).collect();
            !said.is_empty() && victims.iter().all(|name| said.contains(name.as_str()))
        })
    }
}

/// Nothing more is asserted.
pub(crate) fn nothing_else(_: &Stage, _: &[String]) {}
