//! What may be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use koor_core::ladder::{Options, Rung, seconds};

/// The console of one cluster, on this host's loopback
#[derive(Debug, Parser)]
#[command(name = "koor-web", version)]
pub(crate) struct Args {
    /// Where to listen: a loopback address and a port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7480", value_parser = loopback)]
    pub listen: SocketAddr,
    /// The Ceph conf file
    #[arg(short, long, value_name = "FILE")]
    conf: Option<PathBuf>,
    /// The keyring, where the conf does not name it
    #[arg(short, long, value_name = "FILE")]
    keyring: Option<PathBuf>,
    /// The client, such as client.admin
    #[arg(short, long, value_name = "CLIENT")]
    name: Option<String>,
    /// A cluster by its name in Koor's config file
    #[arg(long, value_name = "NAME")]
    cluster: Option<String>,
    /// A recording: a folder or a .tar.zst
    #[arg(long, value_name = "PATH")]
    recording: Option<PathBuf>,
    /// A pretend cluster in this scenario, such as host-down
    #[arg(long, value_name = "SCENARIO", num_args = 0..=1, require_equals = true, default_missing_value = "healthy-small")]
    demo: Option<String>,
    /// The kubeconfig of the Kubernetes cluster that Rook runs in
    #[arg(long, value_name = "FILE", help_heading = "Kubernetes")]
    kubeconfig: Option<PathBuf>,
    /// The kubeconfig's context
    #[arg(long, value_name = "NAME", help_heading = "Kubernetes")]
    context: Option<String>,
    /// The namespace of the CephCluster
    #[arg(long, value_name = "NAME", help_heading = "Kubernetes")]
    namespace: Option<String>,
    /// The namespace of the Rook operator, where it is another one
    #[arg(long, value_name = "NAME", help_heading = "Kubernetes")]
    operator_namespace: Option<String>,
    /// As whom Kubernetes is asked
    #[arg(long = "as", id = "as", value_name = "USER", help_heading = "Kubernetes")]
    act_as: Option<String>,
    /// In which group, with --as; may be given several times
    #[arg(long = "as-group", value_name = "GROUP", help_heading = "Kubernetes")]
    act_as_groups: Vec<String>,
    /// The rung to use and no other: librados, ceph or exec
    #[arg(long, value_name = "RUNG")]
    rung: Option<Rung>,
    /// The path of librados.so.2
    #[arg(long, value_name = "FILE")]
    librados: Option<PathBuf>,
    /// How long one question may take, in seconds [default: 5]
    #[arg(long, value_name = "S", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Koor's config file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Args {
    /// What was said about how to reach the cluster.
    pub(crate) fn options(self) -> Options {
        Options {
            cluster: self.cluster,
            conf: self.conf,
            keyring: self.keyring,
            name: self.name,
            librados: self.librados,
            recording: self.recording,
            demo: self.demo,
            kubeconfig: self.kubeconfig,
            context: self.context,
            namespace: self.namespace,
            operator_namespace: self.operator_namespace,
            act_as: self.act_as,
            act_as_groups: self.act_as_groups,
            rung: self.rung,
            deadline: self.timeout,
            config: self.config,
            ..Options::default()
        }
    }
}

/// The console does not know who asks, so that it only serves its own host.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:7480".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("the console has no log-in yet and listens on loopback only; put a proxy that knows its users in front"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Args;

    /// A build without Kubernetes would say that it has none, and not which file is missing.
    #[tokio::test]
    async fn it_reaches_ceph_through_kubernetes() {
        let words =
            ["koor-web", "--kubeconfig", "/nowhere/config", "--context", "prod", "--namespace", "rook-ceph"];
        let options = Args::try_parse_from(words).unwrap().options();
        assert_eq!(
            (options.context.as_deref(), options.namespace.as_deref()),
            (Some("prod"), Some("rook-ceph"))
        );
        let error = koor_core::Koor::open(options).await.unwrap_err();
        assert!(error.to_string().contains("/nowhere/config"), "{error}");
    }

    #[test]
    fn it_listens_on_loopback_only() {
        Args::command().debug_assert();
        let listen =
            |text: &str| Args::try_parse_from(["koor-web", "--listen", text]).map(|args| args.listen);
        assert_eq!(listen("[::1]:0").unwrap().port(), 0);
        assert!(listen("0.0.0.0:7480").unwrap_err().to_string().contains("loopback only"));
        assert!(listen("7480").is_err());
    }
}
