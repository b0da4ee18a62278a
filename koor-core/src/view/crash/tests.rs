use std::collections::BTreeMap;

use super::{CrashFilter, CrashList, CrashShow};
use crate::model::{Crash, CrashDetail, Inventory, Part};
use crate::view::sample::{self, FOOTER, before, now, seen, timed_out};

fn crash(id: &str, entity: &str, archived: bool, signature: &str) -> Crash {
    Crash {
        id: id.into(),
        at: Some(before(7_200)),
        entity: entity.into(),
        version: Some("16.2.15".into()),
        hostname: Some("node1".into()),
        archived: archived.then(|| before(60)),
        stack_sig: Some(signature.into()),
    }
}

fn inventory() -> Inventory {
    let crashes = vec![
        crash("2026-11-22T11_a1", "osd.1", true, "x"),
        crash("2026-11-22T12_b2", "osd.2", false, "x"),
        crash("2026-11-22T12_c3", "mon.a", false, "y"),
    ];
    Inventory { crashes: seen(crashes), ..sample::inventory() }
}

#[test]
fn the_newest_stands_first_with_how_many_are_alike() {
    let text = CrashList::of(&inventory(), &CrashFilter::default(), now()).to_string();
    let expected = "\
ENTITY  STATE     AGO      WHEN (UTC)           VERSION  HOST   ALIKE  ID
mon.a   new       2 h ago  2026-11-22 13:04:05  16.2.15  node1      -  2026-11-22T12_c3
osd.2   new       2 h ago  2026-11-22 13:04:05  16.2.15  node1     ×2  2026-11-22T12_b2
osd.1   archived  2 h ago  2026-11-22 13:04:05  16.2.15  node1     ×2  2026-11-22T11_a1
3 crashes, 2 new; 2 different backtraces
";
    assert_eq!(text, format!("{expected}{FOOTER}"));
}

#[test]
fn an_empty_list_says_why() {
    let why = |inventory: &Inventory, new, entity: Option<&str>| {
        let filter = CrashFilter { new, entity: entity.map(str::to_owned) };
        CrashList::of(inventory, &filter, now()).to_string().lines().next().unwrap().to_owned()
    };
    assert_eq!(why(&inventory(), true, Some("osd.1")), "All crashes of osd.1 are archived.");
    assert_eq!(
        why(&inventory(), false, Some("mds")),
        "No crash of mds was reported; entities are mon.a, osd.1, osd.2."
    );
    let mut none = inventory();
    none.crashes = seen(Vec::new());
    assert!(why(&none, false, None).starts_with("No crash was reported. "));
    none.crashes = timed_out();
    assert!(why(&none, false, None).starts_with("The crashes could not be seen: the mgr did not answer"));
}

#[test]
fn an_id_may_be_a_unique_beginning() {
    let resolve = |asked| CrashShow::resolve(&inventory(), asked);
    assert_eq!(resolve("2026-11-22T11").unwrap().as_deref(), Some("2026-11-22T11_a1"));
    let error = resolve("2026-11-22T12").unwrap_err().to_string();
    assert!(error.starts_with("2 crashes begin with 2026-11-22T12: 2026-11-22T12_b2, "), "{error}");
    let error = resolve("nope").unwrap_err().to_string();
    assert_eq!(error, "there is no crash whose id begins with nope; `koor crash ls` lists them");
}

#[test]
fn a_report_is_shown_whole() {
    let inventory = inventory();
    let meta =
        [("assert_msg", "FAILED ceph_assert(r == 0)\n"), ("io_error", "true"), ("io_error_devname", "sdb")];
    let detail = CrashDetail {
        crash: crash("2026-11-22T12_b2", "osd.2", false, "x"),
        backtrace: vec!["abort()".into(), "clone()".into()],
        meta: meta
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<BTreeMap<_, _>>(),
    };
    let text = CrashShow::of(&inventory, "2026-11-22T12_b2", &seen(detail), now()).to_string();
    for words in [
        "who        osd.2 on node1\n",
        "assert     FAILED ceph_assert(r == 0)\n",
        "I/O error  the device sdb failed",
        "alike      1 other crash has this backtrace: osd.1 2026-11-22 13:04\n",
        "backtrace   0 abort()\n            1 clone()\n",
    ] {
        assert!(text.contains(words), "{words}{text}");
    }
    let unseen: Part<CrashDetail> = timed_out();
    let show = CrashShow::of(&inventory, "2026-11-22T12_b2", &unseen, now());
    assert!(show.to_string().starts_with("Crash 2026-11-22T12_b2 could not be seen: "), "{show}");
    assert!(show.header.failure().is_some());
}
