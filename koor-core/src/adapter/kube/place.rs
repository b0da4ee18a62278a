//! Where in a Kubernetes cluster the CephCluster is, and its operator.

use std::time::Duration;

use super::reader::Names;
use super::request::{Listing, Until};
use super::{KubeApi, KubeError};
use crate::model::Kind;
use crate::wire::kube::DeploymentObject;
use crate::wire::rook::CephClusterObject;

/// The namespace that Rook's own documents use.
const USUAL: &str = "rook-ceph";
/// On the Deployment, by Rook's own manifest and its chart; `app` stands on its pods alone.
const OPERATOR: &str = "operator=rook";

/// Where Rook is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The namespace of the CephCluster.
    pub namespace: String,
    /// The namespace of the operator; `None` where it was not found, or may not be looked for.
    pub operator_namespace: Option<String>,
}

impl KubeApi {
    /// Where Rook is: what somebody said; else the namespace of the context, where it holds a CephCluster; else
    /// `rook-ceph`, where it does; else the only namespace that holds one.
    ///
    /// # Errors
    /// `NotFound` where there is no CephCluster, `InvalidInput` where several namespaces have one and nobody said
    /// which, `Denied` where that may not be seen, and what keeps the API server from answering.
    pub async fn place(&self, deadline: Duration) -> Result<Place, KubeError> {
        let until = Until::within(deadline);
        let (namespace, in_usual) =
            tokio::join!(self.cluster_namespace(until), self.operator_within(Some(USUAL), until));
        let namespace = namespace?;
        let operator_namespace = match self.said_operator_namespace() {
            Some(said) => Some(said.to_owned()),
            None => self.find_operator(&namespace, in_usual, until).await,
        };
        Ok(Place { namespace, operator_namespace })
    }

    async fn find_operator(&self, namespace: &str, in_usual: Option<String>, until: Until) -> Option<String> {
        if namespace != USUAL
            && let Some(beside) = self.operator_within(Some(namespace), until).await
        {
            return Some(beside);
        }
        match in_usual {
            Some(usual) => Some(usual),
            None => self.operator_within(None, until).await,
        }
    }

    /// The namespace of the operator's Deployment; `None` also where that may not be seen.
    async fn operator_within(&self, namespace: Option<&str>, until: Until) -> Option<String> {
        if self.said_operator_namespace().is_some() {
            return None;
        }
        let listing = Listing::kind::<DeploymentObject>().labelled(OPERATOR).by_name();
        let listing = match namespace {
            Some(namespace) => listing.within(namespace),
            None => listing,
        };
        let found = self.list(&listing, &Names, until).await.ok()?;
        found.keyed.into_iter().map(|(_, deployment)| deployment.namespace).next()
    }

    async fn cluster_namespace(&self, until: Until) -> Result<String, KubeError> {
        if let Some(said) = self.said_namespace() {
            return Ok(said.to_owned());
        }
        // At once, since whoever may look in one namespace only is refused the whole.
        let (everywhere, own, usual) = tokio::join!(
            self.clusters_within(None, until),
            async {
                match self.own_namespace() {
                    Some(own) if own != USUAL => self.clusters_within(Some(own), until).await,
                    _ => Ok(Vec::new()),
                }
            },
            self.clusters_within(Some(USUAL), until),
        );
        match everywhere {
            Ok(found) => self.choose(found),
            Err(error) => {
                let seen: Vec<String> = [own, usual].into_iter().flatten().flatten().collect();
                if seen.is_empty() { Err(self.unseen(error)) } else { self.choose(seen) }
            }
        }
    }

    /// The namespaces that hold a CephCluster.
    async fn clusters_within(&self, namespace: Option<&str>, until: Until) -> Result<Vec<String>, KubeError> {
        let listing = Listing::kind::<CephClusterObject>().by_name();
        let listing = match namespace {
            Some(namespace) => listing.within(namespace),
            None => listing,
        };
        let found = self.list(&listing, &Names, until).await?;
        Ok(found.keyed.into_iter().map(|(_, cluster)| cluster.namespace).collect())
    }

    fn choose(&self, mut found: Vec<String>) -> Result<String, KubeError> {
        found.sort();
        found.dedup();
        let preferred = self.own_namespace().into_iter().chain([USUAL]);
        if let Some(namespace) = preferred.into_iter().find(|namespace| found.iter().any(|f| f == namespace))
        {
            return Ok(namespace.to_owned());
        }
        match found.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(KubeError::new(
                Kind::NotFound,
                format!(
                    "there is no CephCluster in this Kubernetes cluster ({}): Rook is not installed there, or has no \
                     cluster yet",
                    self.describe()
                ),
            )),
            several => Err(KubeError::new(
                Kind::InvalidInput,
                format!(
                    "there are CephClusters in several namespaces ({}): say which with --namespace",
                    several.join(", ")
                ),
            )),
        }
    }

    fn unseen(&self, error: KubeError) -> KubeError {
        if error.status != Some(403) {
            return error;
        }
        KubeError {
            message: format!(
                "where Rook is can't be seen: {}; or say where with --namespace ({})",
                error.message,
                self.describe()
            ),
            ..error
        }
    }
}
