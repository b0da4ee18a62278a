//! What one side did not see is never "removed".

use super::{diff, example, sentences, value};
use crate::model::{Kind, Part};

#[test]
fn an_unseen_part_is_not_compared() {
    let before = example::cluster();
    let mut after = before.clone();
    after.osd_map = Part::unseen(Kind::Timeout, "the mons did not answer within 5 s");
    after.config = Part::unseen(Kind::Denied, "client.x may not");
    let mut denied = before.clone();
    denied.config = after.config.clone();
    let one = diff(&before, &after);
    assert!(one.is_empty());
    let notes: Vec<_> = one.not_compared.iter().map(|note| format!("{}: {}", note.part, note.why)).collect();
    assert_eq!(
        notes,
        [
            "osd_map: not seen after: the mons did not answer within 5 s",
            "config: not seen after: client.x may not"
        ]
    );
    assert_eq!(diff(&denied, &denied).not_compared[0].why, "not seen on either side: client.x may not");
}

#[test]
fn what_nobody_asked_for_is_not_mentioned() {
    let before = example::cluster();
    let mut after = before.clone();
    after.pgs = Part::not_asked();
    assert_eq!(diff(&before, &after).not_compared[0].why, "not seen after: not asked");
    assert!(diff(&after, &after).not_compared.is_empty());
}

#[test]
fn a_lost_quorum_is_said_although_its_part_is_unseen() {
    let before = example::cluster();
    let mut after = before.clone();
    value(&mut after.cluster).quorum.clear();
    after.quorum = Part::unseen(Kind::Timeout, "no answer");
    let there = diff(&before, &after);
    assert_eq!(sentences(&there), ["- the mons lost their quorum (a, b, c were in it)"]);
    assert_eq!(there.not_compared[0].part, "quorum");
    assert_eq!(sentences(&diff(&after, &before)), ["+ the mons have a quorum again: a, b, c"]);
}

#[test]
fn old_figures_are_marked() {
    let before = example::cluster();
    let mut after = before.clone();
    value(&mut after.capacity).raw.used.0 += 9 << 30;
    let Part::Seen(capacity) = &mut after.capacity else { panic!() };
    capacity.stale = Some("the mgr is silent".into());
    let diff = diff(&before, &after);
    assert!(diff.changes[0].stale);
    assert_eq!(diff.stale[0].why, "after: the mgr is silent");
    assert!(diff.to_string().contains("2.9 TiB (as last known)"), "{diff}");
}

#[test]
fn two_clusters_are_told_apart() {
    let before = example::cluster();
    let mut after = before.clone();
    value(&mut after.cluster).fsid = example::fsid("another");
    let other = diff(&before, &after);
    assert_eq!(other.same_cluster, Some(false));
    assert!(other.to_string().contains("two different clusters"));
    after.cluster = Part::not_asked();
    after.mons = Part::not_asked();
    assert_eq!(diff(&before, &after).same_cluster, None);
}
