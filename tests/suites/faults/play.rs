//! One fault from end to end: made, watched, told, repaired, and its row.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Instant;

use crate::fault::Fault;
use crate::look::Look;
use crate::stage::{LogsOnPanic, Stage, View};
use crate::table::{Row, Table};

/// Exit codes of a panic (Rust's own, and where a signal ended the process), and of an abort or a crash.
const PANICS: [i32; 4] = [-1, 101, 134, 139];

impl Stage {
    /// Plays one fault of the matrix and adds its row.
    pub(crate) fn play(&self, fault: &Fault, table: &Table) {
        let began = Instant::now();
        let logs = LogsOnPanic(&self.cluster);
        let source = crate::source::Source::watch(self, fault.watch, fault.differs);
        let victims = (fault.make)(self);
        // From the first look on that knows, there is no way back, where the fault is of that kind.
        let known = RefCell::new(BTreeSet::new());
        let tells = |look: &Look| {
            let told = (fault.told)(look, &victims);
            let denied = fault.stays && !told && known.borrow().contains(&look.line);
            assert!(!denied, "it was known, and is denied now: {look}");
            if told {
                known.borrow_mut().insert(look.line.clone());
            }
            told
        };
        self.see_new(View::Health, fault.title, tells);
        let when = Instant::now();
        let seconds = when.saturating_duration_since(source.differed()).as_secs_f64();
        drop(source);
        // The session from before the fault must know, too; and both, how the cluster is.
        self.see(View::Health, fault.title, tells);
        let right = |look: &Look| {
            let denied = known.borrow().contains(&look.line);
            let right = look.code == fault.exit && (fault.status)(look, &victims);
            assert!(right || !fault.stays || !denied, "it was known, and is denied now: {look}");
            right && (!fault.stays || known.borrow_mut().insert(look.line.clone()) || denied)
        };
        self.see(View::Status, &format!("{}: a status that is right", fault.key), right);
        let text = self.koor(&["health"]);
        assert!(fault.koor.split(", then ").any(|code| text.stdout.contains(code)), "{text}");
        for code in fault.ceph_codes() {
            self.see_new(View::Health, code, |look| !look.check(code).is_null());
        }
        (fault.also)(self, &victims);
        (fault.undo)(self, &victims);
        self.cluster.wait_complete().unwrap();
        self.see(View::Status, "that all is repaired", Look::is_well);
        self.see(View::Health, "that all is repaired", Look::is_well);
        drop(logs);
        println!(
            "{}: {}: told after {seconds:.1} s; {:.1} s in all",
            self.name(),
            fault.key,
            began.elapsed().as_secs_f64()
        );
        table.add(Row {
            key: fault.key,
            title: fault.title.into(),
            how: fault.how.into(),
            on: self.on(),
            ceph: fault.ceph.join(", "),
            koor: fault.koor.into(),
            seconds: Some(seconds),
            exit: fault.exit,
        });
    }

    /// Plays what undoes itself, makes its own row if any, and leaves nothing behind.
    pub(crate) fn scene(&self, name: &str, scene: fn(&Self, &Table), table: &Table) {
        let began = Instant::now();
        let logs = LogsOnPanic(&self.cluster);
        scene(self, table);
        self.cluster.wait_complete().unwrap();
        self.see(View::Status, "that all is repaired", Look::is_well);
        drop(logs);
        println!("{}: {name}: {:.1} s", self.name(), began.elapsed().as_secs_f64());
    }
}

/// No `koor` may panic or crash, whatever the cluster does.
pub(crate) fn assert_no_panic(look: &Look) {
    assert!(!PANICS.contains(&look.code) && !look.stderr.contains("panicked"), "{look}");
}
