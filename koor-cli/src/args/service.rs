//! The version service.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use koor_web::version_service::{Options, Rate, Tls};

use super::CatalogueFrom;

/// `koor version-service`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "It asks no cluster and no network, writes no file, and keeps nothing of what it is asked. SIGHUP reads the catalogue and the
certificate again; whatever is wrong with them, the old ones stay.

Examples:
  koor version-service
  koor version-service --listen 0.0.0.0:8443 --tls-cert tls.crt --tls-key tls.key
  koor version-service --listen 0.0.0.0:8082 --plain --behind-proxy      an ingress in front has TLS
  curl -H 'content-type: application/json' -d '{\"facts\": {\"ceph\": [\"18.2.4\"]}}' http://127.0.0.1:8082/v2/advice"
)]
pub(crate) struct VersionService {
    /// Where to listen
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8082",
        env = "KOOR_VERSION_SERVICE_LISTEN"
    )]
    listen: SocketAddr,
    /// The certificate in PEM, with those between it and its root
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its private key in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Without TLS for other hosts, too: what is in front of it has TLS
    #[arg(long, conflicts_with = "tls_cert")]
    plain: bool,
    /// Requests a second that one client may ask in the long run; 0 for as many as it likes
    #[arg(long, value_name = "N", default_value_t = 50)]
    rate: u32,
    /// Tell clients apart by the last address of X-Forwarded-For, which the proxy in front writes
    #[arg(long)]
    behind_proxy: bool,
    #[command(flatten)]
    from: CatalogueFrom,
}

impl VersionService {
    /// How to serve.
    pub(crate) fn options(&self) -> Options {
        let tls = self.tls_cert.clone().zip(self.tls_key.clone());
        Options {
            listen: self.listen,
            tls: tls.map(|(certificate, key)| Tls { certificate, key }),
            plain: self.plain,
            catalogue: self.from.catalogue.clone(),
            rate: NonZeroU32::new(self.rate)
                .map(|per_second| Rate { per_second, forwarded: self.behind_proxy }),
        }
    }
}
