//! Turns of a watch that no real server makes on demand.

use std::sync::Arc;
use std::time::Duration;

use super::KubeWatch;
use crate::adapter::kube::KubeApi;
use crate::adapter::kube::tests::{Say, nodes, only, say, scripted, status};
use crate::model::kube::{KubeNode, KubeQuestion};
use crate::model::{Kind, Seen};
use crate::port::{Orchestrator, SystemClock};

const SOON: Duration = Duration::from_secs(5);

fn watching(api: KubeApi) -> KubeWatch {
    KubeWatch::new(api, Arc::new(SystemClock))
}

fn version() -> Say {
    say("/version", 200, r#"{"gitVersion":"v1.35.4"}"#)
}

fn event(kind: &str, name: &str, version: u32) -> String {
    format!(
        r#"{{"type":"{kind}","object":{{"metadata":{{"name":"{name}","resourceVersion":"{version}"}}}}}}"#
    ) + "\n"
}

/// Looks until the nodes are as wanted. The clock is tokio's, which runs ahead while all wait: a minute of it is soon over,
/// and whoever waits for longer waits for ever.
async fn until(watch: &KubeWatch, wanted: impl Fn(&Seen<Vec<KubeNode>>) -> bool) -> Seen<Vec<KubeNode>> {
    for _ in 0..600 {
        let parts = watch.look(&only(KubeQuestion::Nodes), SOON).await;
        if let Some(seen) = parts.nodes.seen().filter(|seen| wanted(seen)) {
            return seen.clone();
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("it never came: {:?}", watch.look(&only(KubeQuestion::Nodes), SOON).await.nodes);
}

fn names(seen: &Seen<Vec<KubeNode>>) -> Vec<&str> {
    seen.value.iter().map(|node| node.name.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn rows_follow_what_happens_and_a_watch_that_expired_is_listed_anew() {
    let happened = event("ADDED", "c", 8) + &event("DELETED", "a", 9) + &event("BOOKMARK", "", 12);
    let expired = format!(r#"{{"type":"ERROR","object":{}}}"#, status(410, "Expired")) + "\n";
    let (api, log) = scripted(vec![
        version(),
        say("resourceVersion=7&", 200, happened),
        say("resourceVersion=12&", 200, expired),
        say("/nodes?limit", 200, nodes("7", "", &["a", "b"])).once(),
        say("/nodes?limit", 200, nodes("20", "", &["d"])),
    ]);
    let watch = watching(api);
    until(&watch, |seen| names(seen) == ["b", "c"]).await;
    let seen = until(&watch, |seen| names(seen) == ["d"]).await;
    assert_eq!(seen.stale, None);
    let log = log.lock().unwrap();
    assert!(
        log.iter().any(|asked| asked.contains("resourceVersion=12&")),
        "a bookmark moves the watch on: {log:?}"
    );
    assert!(log.iter().any(|asked| asked.contains("resourceVersion=20&")), "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_and_tried_again() {
    let (api, _log) = scripted(vec![
        version(),
        say("/nodes?limit", 403, status(403, "Forbidden")).once(),
        say("/nodes?limit", 200, nodes("7", "", &["a"])),
    ]);
    let watch = watching(api);
    let first = watch.look(&only(KubeQuestion::Nodes), SOON).await;
    let why = first.nodes.why().unwrap();
    assert_eq!(why.kind, Kind::Denied, "{why}");
    assert!(why.message.contains("`list` `nodes` in the whole cluster"), "{why}");
    until(&watch, |seen| names(seen) == ["a"]).await;
}

#[tokio::test(start_paused = true)]
async fn a_right_to_list_alone_shows_what_was_listed_and_says_what_is_missing() {
    let (api, _log) = scripted(vec![
        version(),
        say("watch=true", 403, status(403, "Forbidden")),
        say("/nodes?limit", 200, nodes("7", "", &["a"])),
    ]);
    let seen = until(&watching(api), |seen| seen.stale.is_some()).await;
    assert_eq!(names(&seen), ["a"]);
    assert!(seen.stale.unwrap().contains("the right to `watch` `nodes`"));
    assert!(seen.as_of.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_version_that_the_server_never_reaches_is_given_up() {
    let (api, _log) = scripted(vec![
        version(),
        say("resourceVersion=99&", 504, status(504, "Timeout")),
        say("/nodes?limit", 200, nodes("99", "", &["a"])).once(),
        say("/nodes?limit", 200, nodes("5", "", &["a", "b"])),
    ]);
    let watch = watching(api);
    let seen = until(&watch, |seen| names(seen) == ["a", "b"]).await;
    assert_eq!(seen.stale, None);
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_noticed_while_its_connections_stand() {
    let (api, _log) = scripted(vec![version().once(), say("/nodes?limit", 200, nodes("7", "", &["a"]))]);
    let seen = until(&watching(api), |seen| seen.stale.is_some()).await;
    assert_eq!(names(&seen), ["a"]);
    assert!(seen.stale.unwrap().contains("did not answer within"));
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_cut_is_asked_for_again() {
    let cut = event("ADDED", "b", 8) + &event("ADDED", "c", 9)[..30];
    let (api, log) = scripted(vec![
        version(),
        say("resourceVersion=7&", 200, cut),
        say("resourceVersion=8&", 200, event("ADDED", "c", 9)),
        say("/nodes?limit", 200, nodes("7", "", &["a"])),
    ]);
    let watch = watching(api);
    until(&watch, |seen| names(seen) == ["a", "b", "c"]).await;
    let lists = log.lock().unwrap().iter().filter(|asked| asked.contains("limit")).count();
    assert_eq!(lists, 1, "nothing was listed twice");
}

#[tokio::test(start_paused = true)]
async fn dropping_it_ends_all_of_it() {
    let (api, log) = scripted(vec![version(), say("/nodes?limit", 200, nodes("7", "", &["a"]))]);
    let watch = watching(api);
    until(&watch, |seen| names(seen) == ["a"]).await;
    drop(watch);
    tokio::task::yield_now().await;
    let asked = log.lock().unwrap().len();
    tokio::time::sleep(Duration::from_mins(10)).await;
    assert_eq!(log.lock().unwrap().len(), asked);
}
