//! What librados needs to reach a cluster of Rook's: the mons' addresses and a key, as Rook keeps them in Kubernetes.
//!
//! The key stays in memory: nothing is written, and no text holds it. Whether the mons can be reached from here is found
//! out before anybody relies on it: their addresses are mostly ClusterIPs, which lead nowhere outside of the cluster.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use secrecy::SecretString;

use super::request::{Resource, Until};
use super::{KubeApi, KubeError};
use crate::adapter::ceph_conf::key_in;
use crate::model::Kind;

/// Where Rook keeps the mons' addresses.
const ENDPOINTS: &str = "rook-ceph-mon-endpoints";
/// Where Rook keeps the client that it asks as itself, and its key.
const ADMIN: &str = "rook-ceph-mon";
/// Where it keeps the same as a keyring.
const ADMIN_KEYRING: &str = "rook-ceph-admin-keyring";
const CLIENT_ADMIN: &str = "client.admin";
/// How long a mon may take to accept a connection. Outside of the cluster this is what each `koor` waits for, so it is
/// less than the second after which TCP would ask again.
const LOOK: Duration = Duration::from_millis(800);

/// One mon as Rook names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonEndpoint {
    /// `a`.
    pub name: String,
    /// Its address, an IPv6 one without brackets.
    pub host: String,
    /// Its port: 6789 stands for both usual ones.
    pub port: u16,
}

impl MonEndpoint {
    fn address(&self, port: u16) -> String {
        if self.host.contains(':') {
            format!("[{}]:{port}", self.host)
        } else {
            format!("{}:{port}", self.host)
        }
    }

    /// Where it may listen, msgr2 first.
    fn ports(&self) -> Vec<u16> {
        if self.port == V1 { vec![V2, V1] } else { vec![self.port] }
    }

    /// `10.0.0.1:3300`: the name under which it is asked alone.
    #[must_use]
    pub fn first_address(&self) -> String {
        self.address(self.ports()[0])
    }

    /// The mon as `mon_host` has it.
    fn in_mon_host(&self) -> String {
        match self.port {
            V1 => format!("[v2:{},v1:{}]", self.address(V2), self.address(V1)),
            V2 => format!("[v2:{}]", self.address(V2)),
            // What is not msgr2's port is the older protocol's, as Rook itself has it. Without a word librados would try
            // both by turns, and a key that is refused would look like silence (seen on 16.2).
            other => format!("[v1:{}]", self.address(other)),
        }
    }
}

/// The usual port of msgr2, and of the protocol before it.
const V2: u16 = 3300;
const V1: u16 = 6789;

/// `mon_host` of these mons, as Ceph's conf has it.
#[must_use]
pub fn mon_host(mons: &[MonEndpoint]) -> String {
    mons.iter().map(MonEndpoint::in_mon_host).collect::<Vec<_>>().join(",")
}

/// As whom to ask, and with which key.
#[derive(Debug, Clone)]
pub struct CephUser {
    /// `client.admin`.
    pub name: String,
    /// The key, in base64.
    pub key: SecretString,
    /// For people: `the Secret rook-ceph-mon of namespace rook-ceph`.
    pub whence: String,
}

impl KubeApi {
    /// The mons' addresses, as Rook keeps them for its own daemons.
    ///
    /// # Errors
    /// `NotFound` where there is no such ConfigMap or it names no mon, `Denied` with the right that is missing, and what
    /// keeps the API server from answering.
    pub async fn mon_endpoints(
        &self,
        namespace: &str,
        deadline: Duration,
    ) -> Result<Vec<MonEndpoint>, KubeError> {
        let until = Until::within(deadline);
        let Some(bytes) = self.object(&Resource::CONFIG_MAPS, namespace, ENDPOINTS, until).await? else {
            return Err(KubeError::new(
                Kind::NotFound,
                format!(
                    "there is no ConfigMap {ENDPOINTS} in namespace {namespace}: no CephCluster has been set up there; is \
                     the namespace right?"
                ),
            ));
        };
        let map: ConfigMap =
            serde_json::from_slice(&bytes).map_err(|error| KubeError::unreadable(&error.to_string()))?;
        let data = map.data.unwrap_or_default();
        let mons = endpoints(data.get("data").map(String::as_str).unwrap_or_default());
        if mons.is_empty() {
            return Err(KubeError::new(
                Kind::NotFound,
                format!(
                    "the ConfigMap {ENDPOINTS} of namespace {namespace} names no mon: Rook has not made one yet"
                ),
            ));
        }
        Ok(mons)
    }

    /// A client of Ceph's and its key: Rook's own admin, else the one that is named.
    ///
    /// # Errors
    /// `NotFound` where the Secret or the key in it is missing, `Denied` with the right that is missing, and what keeps
    /// the API server from answering.
    pub async fn ceph_user(
        &self,
        namespace: &str,
        name: Option<&str>,
        deadline: Duration,
    ) -> Result<CephUser, KubeError> {
        let until = Until::within(deadline);
        if let Some(id) = name.and_then(|name| name.strip_prefix("client.")).filter(|id| *id != "admin") {
            let secret = format!("rook-ceph-client-{id}");
            let found = self.secret(namespace, &secret, until).await?;
            // Named by the client, and for CSI as `userKey`.
            let key = text(&found, id).or_else(|| text(&found, "userKey"));
            return user(&format!("client.{id}"), key, &secret, namespace);
        }
        if let Some(other) = name.filter(|name| *name != CLIENT_ADMIN) {
            return Err(KubeError::new(
                Kind::InvalidInput,
                format!("Rook keeps keys of clients, and `{other}` is none: give --name client.NAME"),
            ));
        }
        let own = self.own_admin(namespace, until).await;
        match own {
            Ok(admin) if name.is_none_or(|name| name == admin.name) => Ok(admin),
            other => match (self.admin_keyring(namespace, until).await, other) {
                (Ok(admin), _) => Ok(admin),
                // What is wrong with the Secret that Rook itself uses says more.
                (Err(_), Err(error)) | (Err(error), Ok(_)) => Err(error),
            },
        }
    }

    async fn own_admin(&self, namespace: &str, until: Until) -> Result<CephUser, KubeError> {
        let found = self.secret(namespace, ADMIN, until).await?;
        let name = text(&found, "ceph-username").unwrap_or_else(|| CLIENT_ADMIN.to_owned());
        // Before Rook 1.4 the admin's key stood under a name of its own.
        let key = text(&found, "ceph-secret")
            .or_else(|| text(&found, "admin-secret").filter(|key| key != "admin-secret"));
        user(&name, key, ADMIN, namespace)
    }

    async fn admin_keyring(&self, namespace: &str, until: Until) -> Result<CephUser, KubeError> {
        let found = self.secret(namespace, ADMIN_KEYRING, until).await?;
        let key = text(&found, "keyring").and_then(|keyring| key_in(&keyring, CLIENT_ADMIN));
        user(CLIENT_ADMIN, key.filter(|key| !key.is_empty()), ADMIN_KEYRING, namespace)
    }

    async fn secret(&self, namespace: &str, name: &str, until: Until) -> Result<Secret, KubeError> {
        let bytes = self.object(&Resource::SECRETS, namespace, name, until).await?.ok_or_else(|| {
            KubeError::new(Kind::NotFound, format!("there is no Secret {name} in namespace {namespace}"))
        })?;
        // What the parser says may quote the key.
        serde_json::from_slice(&bytes).map_err(|_| {
            KubeError::new(
                Kind::Corrupt,
                format!("the Secret {name} of namespace {namespace} does not read as a Secret"),
            )
        })
    }
}

/// One value of a Secret as text; none where it is empty or no text.
fn text(secret: &Secret, field: &str) -> Option<String> {
    let bytes = &secret.data.as_ref()?.get(field)?.0;
    let text = std::str::from_utf8(bytes).ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn user(name: &str, key: Option<String>, secret: &str, namespace: &str) -> Result<CephUser, KubeError> {
    let whence = format!("the Secret {secret} of namespace {namespace}");
    let Some(key) = key else {
        return Err(KubeError::new(Kind::NotFound, format!("{whence} holds no key for {name}")));
    };
    if !(key.starts_with("AQ") || key.starts_with("Ag")) {
        return Err(KubeError::new(
            Kind::InvalidInput,
            format!(
                "{whence} holds something for {name} that is no cephx key: it should be base64 and begin with `AQ`"
            ),
        ));
    }
    Ok(CephUser { name: name.to_owned(), key: SecretString::from(key), whence })
}

/// `a=10.0.0.1:6789,b=[fd00::1]:3300`
fn endpoints(text: &str) -> Vec<MonEndpoint> {
    text.split(',')
        .filter_map(|one| {
            let (name, address) = one.trim().split_once('=')?;
            let (host, port) = address.trim().rsplit_once(':')?;
            let host = host.trim_start_matches('[').trim_end_matches(']');
            (!name.is_empty() && !host.is_empty()).then(|| {
                Some(MonEndpoint { name: name.into(), host: host.into(), port: port.parse().ok()? })
            })?
        })
        .collect()
}

/// Whether any of these mons accepts a connection from here.
///
/// # Errors
/// A sentence, where none does within a moment.
pub async fn reached(mons: &[MonEndpoint]) -> Result<(), KubeError> {
    let addresses = mons.iter().flat_map(|mon| mon.ports().into_iter().map(|port| mon.address(port)));
    let mut tries: FuturesUnordered<_> = addresses
        .map(|address| async move { tokio::net::TcpStream::connect(address).await.is_ok() })
        .collect();
    let any = async {
        while let Some(accepted) = tries.next().await {
            if accepted {
                return true;
            }
        }
        false
    };
    if tokio::time::timeout(LOOK, any).await.unwrap_or(false) {
        return Ok(());
    }
    let places: Vec<String> = mons.iter().map(MonEndpoint::first_address).collect();
    Err(KubeError::new(
        Kind::Unreachable,
        format!(
            "the mons ({}) can't be reached from here: addresses of Services lead nowhere outside of the cluster",
            places.join(", ")
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::{MonEndpoint, Secret, endpoints, mon_host, reached, text, user};
    use crate::model::Kind;

    #[test]
    fn each_port_says_which_protocols_a_mon_speaks() {
        let mons = endpoints(
            "a=10.97.0.121:6789,b=10.97.0.143:3300, c=[fd00::1]:6789,d=10.0.0.9:6790,odd,e=:1,f=h:x",
        );
        let names: Vec<&str> = mons.iter().map(|mon| mon.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
        assert_eq!(
            mon_host(&mons),
            "[v2:10.97.0.121:3300,v1:10.97.0.121:6789],[v2:10.97.0.143:3300],\
             [v2:[fd00::1]:3300,v1:[fd00::1]:6789],[v1:10.0.0.9:6790]"
        );
        assert_eq!(mons[2].first_address(), "[fd00::1]:3300");
        assert!(endpoints("").is_empty());
    }

    #[test]
    fn a_secret_is_read_and_never_shown() {
        let secret: Secret = serde_json::from_str(
            r#"{"metadata":{"name":"s"},"data":{"ceph-secret":"QVFwbGFudGVkPT0K","empty":"","odd":"/w=="}}"#,
        )
        .unwrap();
        let key = text(&secret, "ceph-secret");
        assert_eq!(key.as_deref(), Some("AQplanted=="));
        for none in ["empty", "odd", "absent"] {
            assert_eq!(text(&secret, none), None, "{none}");
        }
        let user =
            |key: Option<&str>| user("client.admin", key.map(str::to_owned), "rook-ceph-mon", "rook-ceph");
        let shown = format!("{:?}", user(key.as_deref()).unwrap());
        assert!(!shown.contains("planted"), "{shown}");
        let missing = user(None).unwrap_err();
        assert_eq!(missing.kind, Kind::NotFound);
        assert_eq!(
            missing.message,
            "the Secret rook-ceph-mon of namespace rook-ceph holds no key for client.admin"
        );
        let wrong = user(Some("planted-word")).unwrap_err();
        assert!(wrong.kind == Kind::InvalidInput && !wrong.message.contains("planted"), "{wrong}");
    }

    #[tokio::test]
    async fn one_mon_that_accepts_is_enough() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mon = |port| MonEndpoint { name: "a".into(), host: "127.0.0.1".into(), port };
        let open = listener.local_addr().unwrap().port();
        // Bound and closed again: nothing listens there.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        reached(&[mon(closed), mon(open)]).await.unwrap();
        let error = reached(&[mon(closed)]).await.unwrap_err();
        assert_eq!(error.kind, Kind::Unreachable);
        assert!(error.message.contains(&format!("127.0.0.1:{closed}")), "{error}");
    }
}
