//! One question to the API server: pages, refusals, patience.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use futures_util::StreamExt;
use http::header::{ACCEPT, RETRY_AFTER};
use http::{Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::{KubeApi, KubeError};
use crate::model::{Kind, MAX_ANSWER};
use crate::wire::kube_api;

/// How many objects a page holds: what `kubectl` asks for, too.
const PAGE: u32 = 500;
/// How long a server is left alone that does not say for how long.
const BREATH: Duration = Duration::from_millis(500);
/// How often a list whose page has expired is begun anew.
const ANEW: u32 = 3;
const JSON: &str = "application/json";
const NAMES_ONLY: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/// A kind of thing in the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resource {
    /// The API group; empty of the core.
    pub(super) group: &'static str,
    pub(super) version: &'static str,
    /// `pods`.
    pub(super) plural: Cow<'static, str>,
}

impl Resource {
    pub(super) const NODES: Self = Self::core("nodes");
    pub(super) const PODS: Self = Self::core("pods");
    pub(super) const CONFIG_MAPS: Self = Self::core("configmaps");
    pub(super) const SECRETS: Self = Self::core("secrets");
    pub(super) const CLAIMS: Self = Self::core("persistentvolumeclaims");
    pub(super) const VOLUMES: Self = Self::core("persistentvolumes");
    pub(super) const EVENTS: Self = Self::core("events");
    pub(super) const DEPLOYMENTS: Self = Self::of("apps", "v1", "deployments");
    pub(super) const BUDGETS: Self = Self::of("policy", "v1", "poddisruptionbudgets");
    pub(super) const CLASSES: Self = Self::of("storage.k8s.io", "v1", "storageclasses");
    pub(super) const CEPH_CLUSTERS: Self = Self::of(ROOK_GROUP, ROOK_VERSION, "cephclusters");

    const fn core(plural: &'static str) -> Self {
        Self::of("", "v1", plural)
    }

    const fn of(group: &'static str, version: &'static str, plural: &'static str) -> Self {
        Self { group, version, plural: Cow::Borrowed(plural) }
    }

    /// A kind of Rook's, by what discovery calls it.
    pub(super) const fn rook(plural: String) -> Self {
        Self { group: ROOK_GROUP, version: ROOK_VERSION, plural: Cow::Owned(plural) }
    }

    fn path(&self, namespace: Option<&str>) -> String {
        let root = if self.group.is_empty() { "/api".to_owned() } else { format!("/apis/{}", self.group) };
        let namespace = namespace.map_or(String::new(), |name| format!("namespaces/{}/", quoted(name)));
        format!("{root}/{}/{namespace}{}", self.version, self.plural)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.group {
            "" => write!(f, "`{}`", self.plural),
            group => write!(f, "`{}` of `{group}`", self.plural),
        }
    }
}

pub(super) const ROOK_GROUP: &str = "ceph.rook.io";
pub(super) const ROOK_VERSION: &str = "v1";

/// Which objects are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) resource: Resource,
    /// `None` is the whole cluster.
    pub(super) namespace: Option<String>,
    /// A label selector.
    pub(super) labels: Option<&'static str>,
    /// A field selector.
    pub(super) fields: Option<&'static str>,
    /// Whether names and labels are enough: the objects themselves never leave the server.
    pub(super) names_only: bool,
}

impl Listing {
    pub(super) const fn of(resource: Resource) -> Self {
        Self { resource, namespace: None, labels: None, fields: None, names_only: false }
    }

    pub(super) fn within(mut self, namespace: &str) -> Self {
        self.namespace = Some(namespace.to_owned());
        self
    }

    pub(super) const fn labelled(mut self, labels: &'static str) -> Self {
        self.labels = Some(labels);
        self
    }

    pub(super) const fn whose(mut self, fields: &'static str) -> Self {
        self.fields = Some(fields);
        self
    }

    pub(super) const fn by_name(mut self) -> Self {
        self.names_only = true;
        self
    }

    /// A request for one page of it, or, with more `parameters`, for a watch.
    pub(super) fn request(&self, parameters: &[(&str, &str)]) -> Result<Request<Body>, KubeError> {
        let selectors = [("labelSelector", self.labels), ("fieldSelector", self.fields)];
        let selectors = selectors.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let query: Vec<String> = selectors
            .chain(parameters.iter().copied())
            .map(|(name, value)| format!("{name}={}", quoted(value)))
            .collect();
        let path = self.resource.path(self.namespace.as_deref());
        get(&format!("{path}?{}", query.join("&")), if self.names_only { NAMES_ONLY } else { JSON })
    }

    /// One sentence on a right that is missing.
    fn refused(&self, verb: &str) -> KubeError {
        let place = match &self.namespace {
            Some(namespace) => format!("in namespace `{namespace}`"),
            None => "in the whole cluster".to_owned(),
        };
        KubeError::new(Kind::Denied, format!("this needs the right to `{verb}` {} {place}", self.resource))
            .answered(403)
    }
}

/// A request for a path.
pub(super) fn get(path: &str, accept: &str) -> Result<Request<Body>, KubeError> {
    Request::get(path)
        .header(ACCEPT, accept)
        .body(Body::empty())
        .map_err(|error| KubeError::new(Kind::InvalidInput, error.to_string()))
}

/// For a path or a query: everything but what never means something there.
fn quoted(text: &str) -> String {
    use fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text never fails.
            let _written = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// By when an answer must be here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    at: Instant,
    within: Duration,
}

impl Until {
    pub(super) fn within(deadline: Duration) -> Self {
        // Far enough away for whoever waits for ever.
        let within = deadline.min(Duration::from_secs(86_400));
        Self { at: Instant::now() + within, within: deadline }
    }
}

/// What a list came to.
#[derive(Debug)]
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    /// What a watch that follows begins at.
    pub(super) version: Option<String>,
}

impl KubeApi {
    /// The objects that `listing` names, page by page. A kind that the server does not know has none.
    ///
    /// # Errors
    /// `Denied` with the right that is missing, `Unreachable`, `Timeout`, `Corrupt`.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        listing: &Listing,
        until: Until,
    ) -> Result<Listed<T>, KubeError> {
        let mut anew = 0;
        loop {
            match self.pages(listing, until).await {
                // The version that the pages were of is gone: as a whole once more.
                Err(error) if error.is_gone() && anew < ANEW => anew += 1,
                Err(error) if error.is_not_found() => return Ok(Listed { items: Vec::new(), version: None }),
                Err(error) if error.status == Some(403) => return Err(listing.refused("list")),
                other => return other,
            }
        }
    }

    async fn pages<T: DeserializeOwned>(
        &self,
        listing: &Listing,
        until: Until,
    ) -> Result<Listed<T>, KubeError> {
        let limit = PAGE.to_string();
        let mut items = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let mut parameters = vec![("limit", limit.as_str())];
            parameters.extend(token.as_deref().map(|token| ("continue", token)));
            let bytes = self.bytes(|| listing.request(&parameters), until).await?;
            let page = kube_api::page(&bytes).map_err(|error| KubeError::unreadable(&error.to_string()))?;
            items.extend(page.items);
            token = page.next;
            if token.is_none() {
                return Ok(Listed { items, version: page.version });
            }
        }
    }

    /// One object's bytes, or `None` where there is none of that name.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub(super) async fn object(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
        until: Until,
    ) -> Result<Option<Vec<u8>>, KubeError> {
        let path = format!("{}/{}", resource.path(Some(namespace)), quoted(name));
        match self.bytes(|| get(&path, JSON), until).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) if error.status == Some(403) => Err(KubeError::new(
                Kind::Denied,
                format!("this needs the right to `get` {resource} named `{name}` in namespace `{namespace}`"),
            )
            .answered(403)),
            Err(error) => Err(error),
        }
    }

    /// What a path answers.
    ///
    /// # Errors
    /// As [`list`](Self::list), and `NotFound`.
    pub(super) async fn path(&self, path: &str, until: Until) -> Result<Vec<u8>, KubeError> {
        self.bytes(|| get(path, JSON), until).await
    }

    /// The bytes of an answer; a server that is busy is asked again while there is time.
    async fn bytes(
        &self,
        request: impl Fn() -> Result<Request<Body>, KubeError>,
        until: Until,
    ) -> Result<Vec<u8>, KubeError> {
        loop {
            let answer = timeout_at(until.at, async {
                let answer = self.send(request()?).await?;
                self.collect(answer).await
            });
            let error = match answer.await {
                Ok(Ok(bytes)) => return Ok(bytes),
                Ok(Err(error)) => error,
                Err(_) => return Err(KubeError::timeout(self.server(), until.within)),
            };
            let again = Instant::now() + error.retry_after.unwrap_or(BREATH);
            if !error.is_busy() || again >= until.at {
                return Err(error);
            }
            sleep_until(again).await;
        }
    }

    /// Sends a request; an answer that is no success is an error.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub(super) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, KubeError> {
        let answer =
            self.client().send(request).await.map_err(|error| KubeError::of(&error, self.server()))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status().as_u16();
        let header = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let header = header.and_then(|seconds| seconds.trim().parse().ok());
        // What it says beside is worth having, not worth failing for.
        let said = self.collect(answer).await.ok().and_then(|bytes| kube_api::refusal(&bytes));
        let details = said.as_ref().and_then(|said| said.details.as_ref()?.retry_after_seconds);
        let words = said.as_ref().map_or("it does not say why", |said| said.message.as_str());
        let mut error = KubeError::of_status(status, words, self.server());
        error.retry_after = header.or(details).map(Duration::from_secs);
        Err(error)
    }

    async fn collect(&self, answer: Response<Body>) -> Result<Vec<u8>, KubeError> {
        let mut bytes = Vec::new();
        let mut frames = answer.into_body().into_data_stream();
        while let Some(frame) = frames.next().await {
            let frame = frame.map_err(|error| KubeError::of(&error, self.server()))?;
            bytes.extend_from_slice(&frame);
            if bytes.len() as u64 > MAX_ANSWER {
                return Err(KubeError::unreadable("it has no end"));
            }
        }
        Ok(bytes)
    }
}
