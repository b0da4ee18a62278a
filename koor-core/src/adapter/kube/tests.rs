//! Cases that no real server makes on demand: what is scripted here is answers, never a cluster.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use kube::Client;
use kube::client::Body;

use super::{KubeApi, KubeLists};
use crate::model::Kind;
use crate::model::kube::{KubeParts, KubeQuestion};
use crate::port::{KubeSelection, Orchestrator, SystemClock};

/// One answer: to a request whose path and query hold this.
pub(super) struct Say {
    to: &'static str,
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
    /// How often it is given; then the next one of the same words.
    times: usize,
}

pub(super) fn say(to: &'static str, status: u16, body: impl Into<String>) -> Say {
    Say { to, status, headers: Vec::new(), body: body.into(), times: usize::MAX }
}

impl Say {
    pub(super) fn once(mut self) -> Self {
        self.times = 1;
        self
    }

    fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// What was asked, in order.
pub(super) type Log = Arc<Mutex<Vec<String>>>;

/// An API that gives the first answer of the script that fits; what nothing fits waits for ever.
pub(super) fn scripted(script: Vec<Say>) -> (KubeApi, Log) {
    let log = Log::default();
    let asked = log.clone();
    let script = Arc::new(Mutex::new(VecDeque::from(script)));
    let service = tower::service_fn(move |request: Request<Body>| {
        let words = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        asked.lock().unwrap().push(words.clone());
        let answer = answer(&mut script.lock().unwrap(), &words);
        async move {
            match answer {
                Some(answer) => Ok::<_, std::io::Error>(answer),
                None => std::future::pending().await,
            }
        }
    });
    (KubeApi::over(Client::new(service, "rook-ceph"), "rook-ceph"), log)
}

fn answer(script: &mut VecDeque<Say>, words: &str) -> Option<Response<Body>> {
    let at = script.iter().position(|say| say.times > 0 && words.contains(say.to))?;
    let say = &mut script[at];
    say.times -= 1;
    let mut response = Response::builder().status(say.status);
    for (name, value) in &say.headers {
        response = response.header(*name, *value);
    }
    Some(response.body(Body::from(say.body.clone().into_bytes())).unwrap())
}

pub(super) fn nodes(version: &str, next: &str, names: &[&str]) -> String {
    let items: Vec<String> =
        names.iter().map(|name| format!(r#"{{"metadata":{{"name":"{name}"}}}}"#)).collect();
    format!(
        r#"{{"metadata":{{"resourceVersion":"{version}","continue":"{next}"}},"items":[{}]}}"#,
        items.join(",")
    )
}

pub(super) fn status(code: u16, reason: &str) -> String {
    format!(r#"{{"kind":"Status","code":{code},"reason":"{reason}","message":"{reason}, it says"}}"#)
}

async fn look(api: KubeApi, question: KubeQuestion, deadline: Duration) -> KubeParts {
    let lists = KubeLists::new(api, Arc::new(SystemClock));
    lists.look(&only(question), deadline).await
}

pub(super) fn only(question: KubeQuestion) -> KubeSelection {
    KubeSelection::of(&[question])
}

fn names(parts: &KubeParts) -> Vec<&str> {
    parts.nodes.value().unwrap().iter().map(|node| node.name.as_str()).collect()
}

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_list_whose_page_has_expired_begins_anew() {
    let (api, log) = scripted(vec![
        say("continue=old", 410, status(410, "Expired")),
        say("/nodes", 200, nodes("7", "old", &["a", "b"])).once(),
        say("continue=new", 200, nodes("8", "", &["c"])),
        say("/nodes", 200, nodes("8", "new", &["a"])),
    ]);
    let parts = look(api, KubeQuestion::Nodes, SOON).await;
    assert_eq!(names(&parts), ["a", "c"], "no node of the page that expired, and none twice");
    assert_eq!(log.lock().unwrap().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_throttles_is_left_alone_as_long_as_it_asks() {
    let began = tokio::time::Instant::now();
    let (api, log) = scripted(vec![
        say("/nodes", 429, status(429, "TooManyRequests")).header("retry-after", "2").once(),
        say("/nodes", 200, nodes("7", "", &["a"])),
    ]);
    let parts = look(api, KubeQuestion::Nodes, SOON).await;
    assert_eq!(names(&parts), ["a"]);
    assert_eq!(log.lock().unwrap().len(), 2);
    assert_eq!(began.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_asks_for_more_patience_than_there_is_is_told_at_once() {
    let began = tokio::time::Instant::now();
    let (api, _log) =
        scripted(vec![say("/nodes", 503, "<html>upstream token=hunter2</html>").header("retry-after", "30")]);
    let parts = look(api, KubeQuestion::Nodes, SOON).await;
    let why = parts.nodes.why().unwrap();
    assert_eq!(why.kind, Kind::Unreachable, "{why}");
    assert!(why.message.contains("503") && !why.message.contains("hunter2"), "{why}");
    assert_eq!(began.elapsed().as_secs(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_costs_the_deadline_and_no_more() {
    let began = tokio::time::Instant::now();
    let (api, _log) = scripted(vec![say("/pods", 200, r#"{"metadata":{},"items":[]}"#)]);
    let lists = KubeLists::new(api, Arc::new(SystemClock));
    let selection = KubeSelection::of(KubeQuestion::ALL);
    let parts = lists.look(&selection, SOON).await;
    assert_eq!(parts.nodes.why().unwrap().kind, Kind::Timeout);
    assert_eq!(parts.pods.value().unwrap().len(), 0, "what came is told");
    assert_eq!(began.elapsed().as_secs(), SOON.as_secs());
}

#[tokio::test]
async fn a_body_that_is_cut_is_told_as_that_and_quotes_no_secret() {
    let whole = nodes("7", "", &["a", "hunter2"]);
    let (api, _log) = scripted(vec![say("/nodes", 200, &whole[..whole.len() - 9])]);
    let parts = look(api, KubeQuestion::Nodes, SOON).await;
    let why = parts.nodes.why().unwrap();
    assert_eq!(why.kind, Kind::Corrupt);
    assert!(why.message.starts_with("the API server's answer does not read"), "{why}");
}

#[tokio::test]
async fn one_refusal_hides_one_part_and_names_the_right() {
    let (api, _log) = scripted(vec![
        say("/nodes", 403, status(403, "Forbidden")),
        say("/storageclasses", 200, r#"{"metadata":{},"items":[]}"#),
    ]);
    let lists = KubeLists::new(api, Arc::new(SystemClock));
    let questions = [KubeQuestion::Nodes, KubeQuestion::StorageClasses];
    let parts = lists.look(&KubeSelection::of(&questions), SOON).await;
    let why = parts.nodes.why().unwrap();
    assert_eq!(
        (why.kind, why.message.as_str()),
        (
            Kind::Denied,
            "the nodes can't be seen: this needs the right to `list` `nodes` in the whole cluster"
        )
    );
    assert_eq!(parts.storage_classes.value().unwrap().len(), 0);
    assert!(!parts.pods.was_asked());
}

#[tokio::test]
async fn a_kind_that_the_server_does_not_know_has_no_objects() {
    let (api, _log) = scripted(vec![
        say("/apis/ceph.rook.io/v1/", 404, status(404, "NotFound")),
        say("/apis/ceph.rook.io/v1", 404, status(404, "NotFound")),
    ]);
    let lists = KubeLists::new(api, Arc::new(SystemClock));
    let questions = [KubeQuestion::RookClusters, KubeQuestion::RookResources];
    let parts = lists.look(&KubeSelection::of(&questions), SOON).await;
    assert_eq!(parts.rook_clusters.value().unwrap().len(), 0);
    assert_eq!(parts.rook_resources.value().unwrap().len(), 0);
}

#[tokio::test]
async fn kinds_of_a_rook_to_come_are_asked_for() {
    let kinds = r#"{"resources":[
        {"name":"cephclusters","kind":"CephCluster","namespaced":true,"verbs":["list"]},
        {"name":"cephtomorrows","kind":"CephTomorrow","namespaced":true,"verbs":["list"]},
        {"name":"cephtomorrows/status","kind":"CephTomorrow","namespaced":true,"verbs":["get"]}]}"#;
    let found = r#"{"metadata":{},"items":[{"metadata":{"name":"x","namespace":"rook-ceph"},"status":{"phase":"Ready"}}]}"#;
    let (api, log) =
        scripted(vec![say("/cephtomorrows?", 200, found), say("/apis/ceph.rook.io/v1", 200, kinds)]);
    let parts = look(api, KubeQuestion::RookResources, SOON).await;
    let found = &parts.rook_resources.value().unwrap()[0];
    assert_eq!((found.kind.as_str(), found.phase.as_deref()), ("CephTomorrow", Some("Ready")));
    assert_eq!(log.lock().unwrap().len(), 2, "neither the CephCluster nor what stands below a kind");
}
