//! Why Kubernetes could not be asked: one sentence and what it means.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use kube::client::AuthError;
use kube::config::{KubeconfigError, LoadDataError};

use crate::model::{Kind, clipped, redact};
use crate::port::TransportError;

/// Why there is no answer of an API server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct KubeError {
    /// What it means.
    pub kind: Kind,
    /// One sentence for people: what failed, why, what to do next.
    pub message: String,
    /// The status of HTTP, where the API server gave one.
    pub status: Option<u16>,
    /// How long the API server asks to be left alone for.
    pub(super) retry_after: Option<Duration>,
}

impl KubeError {
    /// An error without an answer.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None, retry_after: None }
    }

    /// The same of an answer of HTTP.
    #[must_use]
    pub(super) const fn answered(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same, saying what it is that can't be seen.
    #[must_use]
    pub(super) fn about(mut self, purpose: &str) -> Self {
        if self.status == Some(403) {
            self.message = format!("{purpose} can't be seen: {}", self.message);
        }
        self
    }

    /// Whether the API server says that there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status == Some(404)
    }

    /// Whether the API server says that what was asked for has expired: a watch's version, a page's token.
    #[must_use]
    pub(super) fn is_gone(&self) -> bool {
        self.status == Some(410)
    }

    /// Whether asking again soon may succeed: it is throttled, or not up yet.
    #[must_use]
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.status, Some(429 | 500 | 502..=504))
    }

    /// What a client of `server` failed by before there was an answer. Never quotes what a plugin or a file said.
    #[must_use]
    pub fn of(error: &kube::Error, server: &str) -> Self {
        match error {
            kube::Error::Api(status) => Self::of_status(status.code, &status.message, server),
            kube::Error::InferKubeconfig(error) => Self::of_kubeconfig(error),
            kube::Error::Auth(error) => Self::of_auth(error),
            kube::Error::RustlsTls(error) => Self::new(
                Kind::InvalidInput,
                format!(
                    "the certificates of the kubeconfig can't be used: {}: repair its `client-certificate`, \
                     `client-key` or `certificate-authority`",
                    clipped(&error.to_string())
                ),
            ),
            kube::Error::SerdeError(error) => Self::unreadable(&error.to_string()),
            other => Self::of_chain(other, server),
        }
    }

    /// An answer that does not read as what it should be.
    pub(super) fn unreadable(reason: &str) -> Self {
        let reason = redact::text(reason).into_owned();
        Self::new(
            Kind::Corrupt,
            format!("the API server's answer does not read as what it should be: {}", clipped(&reason)),
        )
    }

    /// Time ran out.
    pub(super) fn timeout(server: &str, deadline: Duration) -> Self {
        Self::new(
            Kind::Timeout,
            format!(
                "the API server {server} did not answer within {} s: it may be overloaded or cut off; give \
                 --timeout to wait longer",
                deadline.as_secs_f64()
            ),
        )
    }

    /// An answer of HTTP that is no success, apart from a missing right, which the question tells better.
    pub(super) fn of_status(code: u16, said: &str, server: &str) -> Self {
        let said = clipped(&redact::text(said));
        let (kind, message) = match code {
            401 => (
                Kind::Denied,
                format!(
                    "the API server {server} does not know who asks (401): the kubeconfig's token or \
                     certificate has expired or is for another cluster"
                ),
            ),
            403 => (Kind::Denied, format!("the API server declines (403): {said}")),
            404 => (Kind::NotFound, format!("the API server knows nothing of it (404): {said}")),
            410 => (Kind::Conflict, format!("what was asked for has expired (410): {said}")),
            429 => (
                Kind::Unreachable,
                format!("the API server {server} is throttling its clients (429): ask again later"),
            ),
            500..=599 => {
                (Kind::Unreachable, format!("the API server {server} is in trouble ({code}): {said}"))
            }
            _ => (Kind::Unsupported, format!("the API server {server} declines ({code}): {said}")),
        };
        Self::new(kind, message).answered(code)
    }

    fn of_kubeconfig(error: &KubeconfigError) -> Self {
        let input = |message: String| Self::new(Kind::InvalidInput, message);
        let load = |what: &str, error: &LoadDataError| match error {
            LoadDataError::ReadFile(reason, path) => input(format!(
                "the {what} that the kubeconfig names, {}, can't be read: {reason}",
                path.display()
            )),
            LoadDataError::DecodeBase64(_) => {
                input(format!("the {what} in the kubeconfig is damaged: it is no base64"))
            }
            LoadDataError::NoBase64DataOrFile => input(format!(
                "the kubeconfig has a certificate or a key without the other: its {what} is missing"
            )),
        };
        match error {
            KubeconfigError::LoadCertificateAuthority(error) => load("certificate authority", error),
            KubeconfigError::LoadClientCertificate(error) => load("client certificate", error),
            KubeconfigError::LoadClientKey(error) => load("client key", error),
            KubeconfigError::MissingClusterUrl => {
                input("the kubeconfig's cluster has no `server`: add the API server's address".into())
            }
            KubeconfigError::ParseClusterUrl(_) => {
                input("the kubeconfig's `server` is no address such as https://10.0.0.1:6443".into())
            }
            KubeconfigError::LoadClusterOfContext(name) => {
                input(format!("the kubeconfig's context names a cluster `{name}` that it does not hold"))
            }
            KubeconfigError::ParseCertificates(_) => {
                input("the certificate authority of the kubeconfig is damaged: it is no PEM".into())
            }
            // Words of the file may stand in these.
            _ => input("the kubeconfig can't be used: `kubectl config view` shows what it holds".into()),
        }
    }

    fn of_auth(error: &AuthError) -> Self {
        let denied = |message: String| Self::new(Kind::Denied, message);
        match error {
            AuthError::AuthExecStart(reason) => Self::new(
                Kind::InvalidInput,
                format!(
                    "the credential plugin that the kubeconfig names (`exec`) can't be started: {reason}: install \
                     it, or put it on the PATH"
                ),
            ),
            // What it wrote may be the credential itself.
            AuthError::AuthExecRun { out, .. } => denied(format!(
                "the credential plugin that the kubeconfig names (`exec`) failed ({}): log in with it anew",
                out.status
            )),
            AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => denied(
                "the credential plugin that the kubeconfig names (`exec`) gave no credential: log in with it anew"
                    .into(),
            ),
            AuthError::ReadTokenFile(reason, path) => Self::new(
                Kind::InvalidInput,
                format!("the token file {} can't be read: {reason}", path.display()),
            ),
            _ => denied("the kubeconfig's credential can't be used: log in anew".into()),
        }
    }

    /// What lies under an error of the HTTP client.
    fn of_chain(error: &(dyn StdError + 'static), server: &str) -> Self {
        let mut last = error.to_string();
        let mut queue = vec![error];
        while let Some(error) = queue.pop() {
            if let Some(auth) = error.downcast_ref::<AuthError>() {
                return Self::of_auth(auth);
            }
            if let Some(tls) = error.downcast_ref::<rustls::Error>() {
                return Self::of_tls(tls, server);
            }
            if let Some(io) = error.downcast_ref::<io::Error>()
                && let Some(found) = Self::of_io(io, server)
            {
                return found;
            }
            last = error.to_string();
            queue.extend(error.source());
            // What an error of I/O wraps is none of its sources.
            let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            queue.extend(wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static)));
        }
        let last = clipped(&redact::text(&last));
        Self::new(Kind::Unreachable, format!("the API server {server} can't be reached: {last}"))
    }

    fn of_io(error: &io::Error, server: &str) -> Option<Self> {
        let why = match error.kind() {
            io::ErrorKind::ConnectionRefused => "the connection is refused, nothing listens there",
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "there is no route to it",
            io::ErrorKind::TimedOut => "nobody answers there",
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
                "it broke off the connection"
            }
            _ => return None,
        };
        Some(Self::new(
            Kind::Unreachable,
            format!("the API server {server} can't be reached: {why}; is it up, and is the context right?"),
        ))
    }

    fn of_tls(error: &rustls::Error, server: &str) -> Self {
        match error {
            rustls::Error::InvalidCertificate(reason) => Self::new(
                Kind::Denied,
                format!(
                    "the certificate of the API server {server} is not trusted ({}): the kubeconfig's \
                     `certificate-authority` is of another cluster, or somebody stands between",
                    clipped(&format!("{reason:?}"))
                ),
            ),
            rustls::Error::AlertReceived(alert) => Self::new(
                Kind::Denied,
                format!(
                    "the API server {server} refuses the client certificate of the kubeconfig ({}): it has \
                     expired or is of another cluster",
                    clipped(&format!("{alert:?}"))
                ),
            ),
            other => Self::new(
                Kind::Unreachable,
                format!(
                    "the API server {server} does not speak TLS as it should: {}",
                    clipped(&other.to_string())
                ),
            ),
        }
    }
}

impl From<KubeError> for TransportError {
    fn from(error: KubeError) -> Self {
        Self::new(error.kind, error.message)
    }
}
