//! One question to the API server: pages, refusals, patience.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use futures_util::StreamExt;
use http::header::{ACCEPT, RETRY_AFTER};
use http::{Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::part::Rows;
use super::reader::Reader;
use super::{KubeApi, KubeError};
use crate::model::{Kind, MAX_ANSWER, redact};
use crate::wire::kube::{self as wire, ConfigMapObject, HelmSecretObject, KubeObject};
use crate::wire::kube_api;
use crate::wire::rook;

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
    pub(super) const CONFIG_MAPS: Self = Self::of_kind::<ConfigMapObject>();
    pub(super) const SECRETS: Self = Self::of_kind::<HelmSecretObject>();

    /// A kind that is known.
    pub(super) const fn of_kind<O: KubeObject>() -> Self {
        Self { group: O::GROUP, version: O::VERSION, plural: Cow::Borrowed(O::PLURAL) }
    }

    /// A kind of Rook's, by what discovery calls it.
    pub(super) const fn of_rook(plural: String) -> Self {
        Self { group: rook::GROUP, version: rook::VERSION, plural: Cow::Owned(plural) }
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
    /// The one object of this name; the right to see it may be given for it alone.
    pub(super) name: Option<&'static str>,
    /// Whether names and labels are enough: the objects themselves never leave the server.
    pub(super) names_only: bool,
}

impl Listing {
    pub(super) const fn of(resource: Resource) -> Self {
        Self { resource, namespace: None, labels: None, fields: None, name: None, names_only: false }
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

    pub(super) const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Names and labels are enough.
    pub(super) const fn by_name(mut self) -> Self {
        self.names_only = true;
        self
    }

    /// A request for one page of it, or, with more `parameters`, for a watch.
    pub(super) fn request(&self, parameters: &[(&str, &str)]) -> Result<Request<Body>, KubeError> {
        let named = self.name.map(|name| format!("metadata.name={name}"));
        let selectors = [("labelSelector", self.labels), ("fieldSelector", self.fields.or(named.as_deref()))];
        let query: Vec<String> = selectors
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .chain(parameters.iter().copied())
            .map(|(name, value)| format!("{name}={}", quoted(value)))
            .collect();
        let path = self.resource.path(self.namespace.as_deref());
        get(&format!("{path}?{}", query.join("&")), if self.names_only { NAMES_ONLY } else { JSON })
    }

    /// The right that is missing.
    pub(super) fn refused(&self, verb: &str) -> KubeError {
        let named = self.name.map_or(String::new(), |name| format!(" named `{name}`"));
        let place = match &self.namespace {
            Some(namespace) => format!("in namespace `{namespace}`"),
            None => "in the whole cluster".to_owned(),
        };
        let message = format!("this needs the right to `{verb}` {}{named} {place}", self.resource);
        KubeError::new(Kind::Denied, message).answered(403)
    }

    /// What is asked, for the source of a part: `pods in rook-ceph`.
    pub(super) fn describe(&self) -> String {
        let place = self.namespace.as_ref().map_or(String::new(), |namespace| format!(" in {namespace}"));
        format!("{}{place}", self.resource.plural)
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
        let within = deadline.min(Duration::from_hours(24));
        Self { at: Instant::now() + within, within: deadline }
    }

    pub(super) const fn at(self) -> Instant {
        self.at
    }
}

impl KubeApi {
    /// The rows of what `listing` names, page by page. A kind that the server does not know has none.
    ///
    /// # Errors
    /// `Denied` with the right that is missing, `Unreachable`, `Timeout`, `Corrupt`.
    pub(super) async fn list<R: Reader>(
        &self,
        listing: &Listing,
        reader: &R,
        until: Until,
    ) -> Result<Rows<R::Row>, KubeError> {
        let mut anew = 0;
        loop {
            match self.pages(listing, reader, until).await {
                // The version that the pages were of is gone: as a whole once more.
                Err(error) if error.is_gone() && anew < ANEW => anew += 1,
                Err(error) if error.is_not_found() => return Ok(Rows::default()),
                Err(error) if error.status == Some(403) => return Err(listing.refused("list")),
                other => return other,
            }
        }
    }

    async fn pages<R: Reader>(
        &self,
        listing: &Listing,
        reader: &R,
        until: Until,
    ) -> Result<Rows<R::Row>, KubeError> {
        let limit = PAGE.to_string();
        let mut rows = Rows::default();
        let mut token: Option<String> = None;
        loop {
            let mut parameters = vec![("limit", limit.as_str())];
            parameters.extend(token.as_deref().map(|token| ("continue", token)));
            let bytes = self.bytes(|| listing.request(&parameters), until).await?;
            let page = wire::list::<R::Object>(&bytes);
            let page = page.map_err(|error| KubeError::unreadable(&error.to_string()))?;
            rows.keyed.extend(
                page.items.into_iter().map(|object| (R::key(R::metadata(&object)), reader.row(object))),
            );
            let damaged = page.unreadable.into_iter();
            rows.unreadable.extend(damaged.map(|object| {
                // A parser quotes the value that it could not read.
                let why = object.why.to_string();
                let why = redact::text(&why);
                format!("`{}` of {} does not read as it should: {why}", object.name, listing.describe())
            }));
            rows.version = page.resource_version;
            token = page.next;
            if token.is_none() {
                return Ok(rows);
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
