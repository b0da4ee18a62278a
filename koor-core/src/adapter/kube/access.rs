//! Who asks which API server: what somebody said, and what is there.

use std::path::{Path, PathBuf};

use super::KubeError;
use crate::model::Kind;

/// Where a pod finds who it is.
const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

/// How to reach a Kubernetes cluster, in `kubectl`'s order: a kubeconfig that is named, `$KUBECONFIG`,
/// `~/.kube/config`, the service account of this pod.
///
/// Variables of the environment are the caller's to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The kubeconfig that is named (`--kubeconfig`): this one and no other.
    pub kubeconfig: Option<PathBuf>,
    /// `$KUBECONFIG` as it stands: a list of files, of which those that do not exist are passed over.
    pub kubeconfig_list: Option<String>,
    /// The home folder, for `.kube/config` in it.
    pub home: Option<PathBuf>,
    /// Where a pod finds the API server: `$KUBERNETES_SERVICE_HOST` and `$KUBERNETES_SERVICE_PORT`.
    pub service: Option<(String, String)>,
    /// Where a pod finds its service account; `None` is the usual folder.
    pub service_account: Option<PathBuf>,
    /// The kubeconfig's context; its current one where nothing is said.
    pub context: Option<String>,
    /// The namespace of the CephCluster.
    pub namespace: Option<String>,
    /// The namespace of the Rook operator.
    pub operator_namespace: Option<String>,
    /// Whom to act as (`--as`).
    pub user: Option<String>,
    /// In which groups (`--as-group`).
    pub groups: Vec<String>,
}

/// By what the API server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// These files, of which each exists.
    Kubeconfig(Vec<PathBuf>),
    /// The service account of this pod.
    Pod(PodIdentity),
}

/// What a pod knows of its API server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PodIdentity {
    /// `https://10.96.0.1:443`.
    pub(super) server: String,
    /// The folder with `token`, `ca.crt` and `namespace`.
    pub(super) folder: PathBuf,
}

impl Access {
    /// Whether there is something here to reach a cluster by: a kubeconfig, or a pod's service account. Asks nobody.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.kubeconfig.is_some() || !self.files().is_empty() || self.pod().is_some()
    }

    /// By what the API server is reached.
    ///
    /// # Errors
    /// `InvalidInput` where the kubeconfig that is named does not exist, `NotFound` where there is nothing at all.
    pub(super) fn identity(&self) -> Result<Identity, KubeError> {
        if self.user.is_none() && !self.groups.is_empty() {
            return Err(KubeError::new(Kind::InvalidInput, "--as-group needs --as: say whom to act as, too"));
        }
        if let Some(path) = &self.kubeconfig {
            return match path.try_exists() {
                Ok(false) => Err(KubeError::new(
                    Kind::InvalidInput,
                    format!("the kubeconfig {} does not exist: give another --kubeconfig", path.display()),
                )),
                // What can't be looked at is told better by who reads it.
                Ok(true) | Err(_) => Ok(Identity::Kubeconfig(vec![path.clone()])),
            };
        }
        let files = self.files();
        if !files.is_empty() {
            return Ok(Identity::Kubeconfig(files));
        }
        self.pod().map(Identity::Pod).ok_or_else(|| self.nothing())
    }

    /// Files of `$KUBECONFIG`, or the default one, that exist.
    fn files(&self) -> Vec<PathBuf> {
        let exists = |path: &PathBuf| !matches!(path.try_exists(), Ok(false));
        self.candidates().into_iter().filter(exists).collect()
    }

    fn candidates(&self) -> Vec<PathBuf> {
        match self.kubeconfig_list.as_deref().filter(|list| !list.is_empty()) {
            Some(list) => std::env::split_paths(list).filter(|path| !path.as_os_str().is_empty()).collect(),
            None => self.home.iter().map(|home| home.join(".kube/config")).collect(),
        }
    }

    fn pod(&self) -> Option<PodIdentity> {
        let (host, port) = self.service.as_ref()?;
        let folder = self.service_account.as_deref().unwrap_or(Path::new(SERVICE_ACCOUNT));
        // An address of IPv6 stands in brackets.
        let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        folder
            .join("token")
            .is_file()
            .then(|| PodIdentity { server: format!("https://{host}:{port}"), folder: folder.to_owned() })
    }

    fn nothing(&self) -> KubeError {
        let places: Vec<String> = self.candidates().iter().map(|path| path.display().to_string()).collect();
        let places = if places.is_empty() { "no file is named".to_owned() } else { places.join(", ") };
        KubeError::new(
            Kind::NotFound,
            format!(
                "there is no kubeconfig ({places}), and this is no pod with a service account: give --kubeconfig"
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use super::{Access, Identity};
    use crate::adapter::kube::{KubeApi, KubeError};
    use crate::model::Kind;

    const SOON: Duration = Duration::from_secs(20);

    /// A kubeconfig with one context of this name, and more of its user.
    fn kubeconfig(context: &str, user: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: {context}\n\
             clusters: [{{name: c, cluster: {{server: \"http://user@127.0.0.1:1\"}}}}]\n\
             contexts: [{{name: {context}, context: {{cluster: c, user: u, namespace: storage}}}}]\n\
             users: [{{name: u, user: {user}}}]\n"
        )
    }

    fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    async fn opened(kubeconfig: &Path) -> Result<KubeApi, KubeError> {
        KubeApi::open(&Access { kubeconfig: Some(kubeconfig.into()), ..Access::default() }, SOON).await
    }

    #[tokio::test]
    async fn a_kubeconfig_says_where_and_as_whom() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), "config", &kubeconfig("prod", "{token: hunter2}"));
        let access = Access { kubeconfig: Some(path), user: Some("jane".into()), ..Access::default() };
        let api = KubeApi::open(&access, SOON).await.unwrap();
        assert_eq!(
            (api.server(), api.context(), api.own_namespace()),
            ("http://127.0.0.1:1", Some("prod"), Some("storage"))
        );
        assert_eq!(api.describe(), "context prod, http://127.0.0.1:1, as jane");
        assert!(!format!("{api:?}").contains("hunter2"));
    }

    #[tokio::test]
    async fn what_is_named_and_can_not_be_used_is_told_with_its_place_and_without_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let missing = opened(&folder.path().join("none")).await.unwrap_err();
        assert_eq!(missing.kind, Kind::InvalidInput);
        assert!(missing.message.contains("/none does not exist: give another --kubeconfig"), "{missing}");
        let broken =
            written(folder.path(), "broken", "users:\n- name: u\n  user: {token: hunter2\ncontexts: [\n");
        let broken = opened(&broken).await.unwrap_err();
        assert_eq!(broken.kind, Kind::InvalidInput);
        assert!(broken.message.contains("/broken is no YAML of a kubeconfig (line"), "{broken}");
        assert!(!broken.message.contains("hunter2"), "{broken}");
        let is_folder = opened(folder.path()).await.unwrap_err();
        assert!(is_folder.message.ends_with("can't be read: it is a folder"), "{is_folder}");
        let proxied = kubeconfig("prod", "{}").replace("1\"}", "1\", proxy-url: \"http://hunter2@proxy\"}");
        let proxied = opened(&written(folder.path(), "proxied", &proxied)).await.unwrap_err();
        assert_eq!(proxied.kind, Kind::Unsupported, "{proxied}");
        assert!(!proxied.message.contains("hunter2"), "{proxied}");
    }

    #[tokio::test]
    async fn a_context_that_is_not_there_is_told_with_those_that_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), "config", &kubeconfig("prod", "{}"));
        let access =
            Access { kubeconfig: Some(path.clone()), context: Some("test".into()), ..Access::default() };
        let error = KubeApi::open(&access, SOON).await.unwrap_err();
        assert_eq!(
            error.message,
            format!("there is no context `test` in the kubeconfig {}: it has prod", path.display())
        );
        let none = kubeconfig("prod", "{}").replace("current-context: prod\n", "");
        let none = opened(&written(folder.path(), "none", &none)).await.unwrap_err();
        assert!(none.message.ends_with("has no current context: give --context; it has prod"), "{none}");
    }

    #[tokio::test]
    async fn a_credential_plugin_that_is_missing_or_fails_is_told_without_what_it_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let exec = |command: &str| {
            let api = "client.authentication.k8s.io/v1";
            kubeconfig("prod", &format!("{{exec: {{apiVersion: {api}, interactiveMode: Never, {command}}}}}"))
        };
        let missing = written(folder.path(), "missing", &exec("command: no-such-plugin"));
        let missing = opened(&missing).await.unwrap_err();
        assert_eq!(missing.kind, Kind::InvalidInput, "{missing}");
        assert!(missing.message.contains("can't be started"), "{missing}");
        let fails = exec("command: sh, args: [\"-c\", \"echo hunter2; echo hunter2 >&2; exit 3\"]");
        let fails = opened(&written(folder.path(), "fails", &fails)).await.unwrap_err();
        assert_eq!(fails.kind, Kind::Denied, "{fails}");
        assert!(fails.message.contains("exit status: 3") && !fails.message.contains("hunter2"), "{fails}");
    }

    #[tokio::test]
    async fn of_a_list_the_first_word_counts_and_what_is_missing_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let one = written(folder.path(), "one", &kubeconfig("one", "{}"));
        let two = written(folder.path(), "two", &kubeconfig("two", "{}"));
        let none = folder.path().join("none");
        let list = std::env::join_paths([&none, &one, &two]).unwrap().into_string().unwrap();
        let access = Access { kubeconfig_list: Some(list), ..Access::default() };
        assert_eq!(access.identity().unwrap(), Identity::Kubeconfig(vec![one, two]));
        let api = KubeApi::open(&access, SOON).await.unwrap();
        assert_eq!(api.context(), Some("one"));
        let two = Access { context: Some("two".into()), ..access };
        assert_eq!(KubeApi::open(&two, SOON).await.unwrap().context(), Some("two"));
    }

    #[tokio::test]
    async fn a_pod_is_who_its_service_account_is_where_there_is_no_kubeconfig() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = Access { home: Some(folder.path().into()), ..Access::default() };
        assert!(!nothing.is_there());
        let error = KubeApi::open(&nothing, SOON).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound);
        assert!(error.message.contains(".kube/config"), "{error}");
        written(folder.path(), "token", "hunter2");
        let pod = Access {
            service: Some(("fd00::1".into(), "443".into())),
            service_account: Some(folder.path().into()),
            ..nothing
        };
        assert!(pod.is_there());
        let Identity::Pod(identity) = pod.identity().unwrap() else { panic!("no pod") };
        assert_eq!(identity.server, "https://[fd00::1]:443");
        written(folder.path(), "ca.crt", "no certificate");
        let error = KubeApi::open(&pod, SOON).await.unwrap_err();
        assert!(error.message.ends_with("ca.crt holds no certificate"), "{error}");
    }

    #[test]
    fn groups_without_a_user_are_refused() {
        let access = Access { groups: vec!["admins".into()], ..Access::default() };
        assert_eq!(access.identity().unwrap_err().kind, Kind::InvalidInput);
    }
}
