//! The API server, as somebody: from an [`Access`] to a client.

use std::path::{Path, PathBuf};
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::access::{Identity, PodIdentity};
use super::{Access, KubeError};
use crate::adapter::bounded;
use crate::model::Kind;

/// How long a connection may take to come about; each question has its own deadline beside.
const CONNECT: Duration = Duration::from_secs(10);
const WRITE: Duration = Duration::from_secs(30);
/// How long a kubeconfig may be: it holds certificates of many clusters.
const MAX_KUBECONFIG: u64 = 16 << 20;
const AGENT: &str = concat!("koor/", env!("CARGO_PKG_VERSION"));
/// What a kubeconfig's cluster is given as its proxy, so that the library does not look for one in this process's
/// environment; taken out again before anything is connected.
const NO_PROXY: &str = "http://no-proxy.invalid";

/// An API server, and as whom it is asked. Cheap to clone.
#[derive(Clone)]
pub struct KubeApi {
    client: Client,
    server: String,
    context: Option<String>,
    said_namespace: Option<String>,
    own_namespace: Option<String>,
    operator_namespace: Option<String>,
    impersonates: Option<String>,
}

impl std::fmt::Debug for KubeApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.describe())
    }
}

impl KubeApi {
    /// Reads the kubeconfig, or who this pod is, and runs the credential plugin where one is named. Asks no server:
    /// the first question connects.
    ///
    /// # Errors
    /// `InvalidInput` where what is named can't be used, `NotFound` where nothing is there, `Denied` and `Timeout` of a
    /// credential plugin, `Unsupported` where the kubeconfig wants a proxy.
    pub async fn open(access: &Access, deadline: Duration) -> Result<Self, KubeError> {
        // The library takes whatever the process has chosen, and panics where nobody has and two are built in.
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        let access = access.clone();
        // Files, and a program of somebody else's that may not end.
        let opening = tokio::task::spawn_blocking(move || Self::open_blocking(&access));
        match tokio::time::timeout(deadline, opening).await {
            Ok(Ok(opened)) => opened,
            Ok(Err(error)) => Err(KubeError::new(Kind::Internal, error.to_string())),
            Err(_) => Err(KubeError::new(
                Kind::Timeout,
                format!(
                    "the credential plugin of the kubeconfig (`exec`), or its file system, did not answer within \
                     {} s: run `kubectl get ns` to see what it waits for",
                    deadline.as_secs_f64()
                ),
            )),
        }
    }

    fn open_blocking(access: &Access) -> Result<Self, KubeError> {
        let (mut config, context, own_namespace) = match access.identity()? {
            Identity::Kubeconfig(files) => of_kubeconfig(&files, access.context.as_deref())?,
            Identity::Pod(pod) => of_pod(&pod)?,
        };
        config.connect_timeout = Some(CONNECT);
        config.write_timeout = Some(WRITE);
        // A question knows its own deadline, and what the server asks for (`Retry-After`).
        config.default_retry = false;
        config.headers.push((USER_AGENT, HeaderValue::from_static(AGENT)));
        if let Some(user) = &access.user {
            config.auth_info.impersonate = Some(user.clone());
            config.auth_info.impersonate_groups = (!access.groups.is_empty()).then(|| access.groups.clone());
        }
        let server = address(&config.cluster_url);
        let impersonates = config.auth_info.impersonate.clone();
        let client = client(config, &server)?;
        Ok(Self {
            client,
            server,
            context,
            said_namespace: access.namespace.clone(),
            own_namespace,
            operator_namespace: access.operator_namespace.clone(),
            impersonates,
        })
    }

    /// The same over a client of one's own: tests.
    #[cfg(test)]
    pub(super) fn over(client: Client, namespace: &str) -> Self {
        Self {
            client,
            server: "https://test".into(),
            context: None,
            said_namespace: Some(namespace.into()),
            own_namespace: None,
            operator_namespace: Some(namespace.into()),
            impersonates: None,
        }
    }

    /// The client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The API server's address, without credentials: `https://10.0.0.1:6443`.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The context of the kubeconfig; `None` in a pod.
    #[must_use]
    pub fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    /// The namespace of the CephCluster, where somebody said it.
    #[must_use]
    pub fn said_namespace(&self) -> Option<&str> {
        self.said_namespace.as_deref()
    }

    /// The namespace of the context, or of this pod.
    #[must_use]
    pub fn own_namespace(&self) -> Option<&str> {
        self.own_namespace.as_deref()
    }

    /// The namespace of the operator, where somebody said it.
    #[must_use]
    pub fn said_operator_namespace(&self) -> Option<&str> {
        self.operator_namespace.as_deref()
    }

    /// As whom it is asked, where somebody is impersonated.
    #[must_use]
    pub fn impersonates(&self) -> Option<&str> {
        self.impersonates.as_deref()
    }

    /// Which server and as whom, for people: `context prod, https://10.0.0.1:6443, as jane`.
    #[must_use]
    pub fn describe(&self) -> String {
        let whence =
            self.context.as_ref().map_or("this pod's service account".into(), |c| format!("context {c}"));
        let whom = self.impersonates.as_ref().map_or(String::new(), |user| format!(", as {user}"));
        format!("{whence}, {}{whom}", self.server)
    }
}

/// The address without who somebody is.
fn address(url: &http::Uri) -> String {
    let scheme = url.scheme_str().unwrap_or("https");
    let host = url.host().unwrap_or_default();
    let port = url.port_u16().map_or(String::new(), |port| format!(":{port}"));
    format!("{scheme}://{host}{port}{}", url.path().trim_end_matches('/'))
}

fn client(config: Config, server: &str) -> Result<Client, KubeError> {
    let bad_header =
        config.auth_info.impersonate.iter().chain(config.auth_info.impersonate_groups.iter().flatten());
    for name in bad_header {
        if HeaderValue::from_str(name).is_err() {
            return Err(KubeError::new(
                Kind::InvalidInput,
                format!("nobody can be called `{}`", name.escape_debug()),
            ));
        }
    }
    Client::try_from(config).map_err(|error| KubeError::of(&error, server))
}

type Whence = (Config, Option<String>, Option<String>);

fn of_kubeconfig(files: &[PathBuf], context: Option<&str>) -> Result<Whence, KubeError> {
    let mut merged = Kubeconfig::default();
    for file in files {
        merged = merged
            .merge(read(file)?)
            .map_err(|_| broken(file, "it is of another kind than the one before it"))?;
    }
    let place = files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let name = chosen(&merged, context, &place)?;
    let named =
        merged.contexts.iter().find(|known| known.name == name).and_then(|known| known.context.as_ref());
    let namespace = named.and_then(|named| named.namespace.clone());
    let cluster = named.map(|named| named.cluster.clone()).unwrap_or_default();
    for known in &mut merged.clusters {
        let Some(settings) = &mut known.cluster else { continue };
        if known.name == cluster && settings.proxy_url.as_ref().is_some_and(|proxy| !proxy.is_empty()) {
            return Err(KubeError::new(
                Kind::Unsupported,
                format!(
                    "the kubeconfig reaches cluster `{cluster}` through a proxy (`proxy-url`), which Koor can't: \
                         run it where the API server is reached without one"
                ),
            ));
        }
        settings.proxy_url = Some(NO_PROXY.into());
    }
    let options = KubeConfigOptions { context: Some(name.clone()), ..KubeConfigOptions::default() };
    let loading = Config::from_custom_kubeconfig(merged, &options);
    // It is an async function that awaits nothing.
    let loaded = futures_util::FutureExt::now_or_never(loading);
    let mut config = loaded
        .ok_or_else(|| KubeError::new(Kind::Internal, "reading the kubeconfig waits for something"))?
        .map_err(|error| KubeError::of(&kube::Error::InferKubeconfig(error), ""))?;
    config.proxy_url = None;
    if let Some(told) = config.auth_info.exec.as_mut().and_then(|exec| exec.cluster.as_mut()) {
        told.proxy_url = None;
    }
    Ok((config, Some(name), namespace))
}

/// The context that is asked for, or the current one.
fn chosen(merged: &Kubeconfig, said: Option<&str>, place: &str) -> Result<String, KubeError> {
    let mut known: Vec<&str> = merged.contexts.iter().map(|context| context.name.as_str()).collect();
    known.sort_unstable();
    let known =
        if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    let current = merged.current_context.as_deref().filter(|name| !name.is_empty());
    let Some(name) = said.or(current) else {
        return Err(KubeError::new(
            Kind::InvalidInput,
            format!("the kubeconfig {place} has no current context: give --context; {known}"),
        ));
    };
    if !merged.contexts.iter().any(|context| context.name == name && context.context.is_some()) {
        return Err(KubeError::new(
            Kind::InvalidInput,
            format!("there is no context `{name}` in the kubeconfig {place}: {known}"),
        ));
    }
    Ok(name.to_owned())
}

fn read(path: &Path) -> Result<Kubeconfig, KubeError> {
    let unreadable = |reason: &dyn std::fmt::Display| {
        KubeError::new(
            Kind::InvalidInput,
            format!("the kubeconfig {} can't be read: {reason}", path.display()),
        )
    };
    let about = path.metadata().map_err(|error| unreadable(&error))?;
    if about.is_dir() {
        return Err(unreadable(&"it is a folder"));
    }
    let read = if about.is_file() && about.len() <= MAX_KUBECONFIG {
        // Paths in it are taken from where it stands.
        Kubeconfig::read_from(path)
    } else {
        // Something that can be read but once, `<(…)` of a shell.
        let bytes = bounded::bytes(path, MAX_KUBECONFIG).map_err(|error| unreadable(&error))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable(&"it is not text (no UTF-8)"))?;
        Kubeconfig::from_yaml(&text)
    };
    read.map_err(|error| match error {
        KubeconfigError::ReadConfig(reason, _) => unreadable(&reason),
        // The parser quotes the lines around, which may hold a token.
        KubeconfigError::Parse(error) => match error.location() {
            Some(place) => broken(path, &format!("line {}, column {}", place.line(), place.column())),
            None => broken(path, "it does not say where"),
        },
        _ => broken(path, "its documents contradict each other"),
    })
}

fn broken(path: &Path, reason: &str) -> KubeError {
    KubeError::new(
        Kind::InvalidInput,
        format!("the kubeconfig {} is no YAML of a kubeconfig ({reason}): repair it", path.display()),
    )
}

fn of_pod(pod: &PodIdentity) -> Result<Whence, KubeError> {
    let file = |name: &str| {
        let path = pod.folder.join(name);
        bounded::text(&path).map_err(|error| {
            KubeError::new(
                Kind::InvalidInput,
                format!(
                    "this pod's service account can't be used: {} can't be read: {error}",
                    path.display()
                ),
            )
        })
    };
    let url = pod.server.parse().map_err(|_| {
        KubeError::new(
            Kind::InvalidInput,
            format!(
                "{} is no address: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT name it",
                pod.server
            ),
        )
    })?;
    let certificates =
        CertificateDer::pem_slice_iter(file("ca.crt")?.as_bytes()).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.ok().filter(|all| !all.is_empty()).ok_or_else(|| {
        KubeError::new(
            Kind::InvalidInput,
            format!(
                "this pod's service account can't be used: {}/ca.crt holds no certificate",
                pod.folder.display()
            ),
        )
    })?;
    let mut config = Config::new(url);
    // Without these the system's own would be looked for, which an image may not have.
    config.root_cert = Some(certificates.iter().map(|certificate| certificate.to_vec()).collect());
    let namespace = file("namespace").ok().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    config.root_cert_file = Some(pod.folder.join("ca.crt"));
    config.auth_info.token_file = Some(pod.folder.join("token").display().to_string());
    Ok((config, None, namespace))
}
