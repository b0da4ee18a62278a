//! Koor's service of 2023, for the operators that ask it.
//!
//! As then: each product's release to run, errors as Connect has them. Other than then: a product newer than all that is known is
//! told back instead of failing the rest, no product is left out of an answer (existing operators do not bear that), and
//! an upgrade that is not legal, or into a release that nobody must run, is not offered.

use std::sync::Arc;

use axum::http::HeaderName;
use connectrpc::{
    ConnectError, ConnectRpcService, Encodable, Limits, RequestContext, Response, Router, ServiceRequest,
    ServiceResult,
};
use koor_core::assess::advice::{Offered, offer};
use koor_core::model::catalogue::{Catalogue, Product};

use super::proto::api::v1::{
    DetailedProductVersions, DetailedVersion, OperatorRequest, OperatorResponse, VersionService,
};
use super::{MAX_REQUEST, Shared};

/// Where it is.
pub(super) const PATH: &str = "/api.v1.VersionService/Operator";
/// What every answer says since 2023.
const VERSION: (HeaderName, &str) = (HeaderName::from_static("version-service-version"), "v1");

struct Operators(Arc<Shared>);

/// The service behind [`PATH`].
pub(super) fn service(shared: &Arc<Shared>) -> ConnectRpcService {
    let limits = Limits::default().with_max_request_body_size(MAX_REQUEST).with_max_message_size(MAX_REQUEST);
    Router::new().add_service(Arc::new(Operators(Arc::clone(shared)))).into_axum_service().with_limits(limits)
}

impl VersionService for Operators {
    async fn operator<'a>(
        &'a self,
        _: RequestContext,
        request: ServiceRequest<'_, OperatorRequest>,
    ) -> ServiceResult<impl Encodable<OperatorResponse> + Send + use<'a>> {
        let Some(runs) = request.versions.as_option() else {
            return Err(refused("versions: say what runs, such as {\"versions\": {\"ceph\": \"17.2.6\"}}"));
        };
        let kept = self.0.held.get();
        let catalogue = &kept.held.catalogue;
        let versions = DetailedProductVersions {
            koor_operator: detailed(catalogue, Product::KoorOperator, "koorOperator", runs.koor_operator)?
                .into(),
            ksd: detailed(catalogue, Product::Ksd, "ksd", runs.ksd)?.into(),
            ceph: detailed(catalogue, Product::Ceph, "ceph", runs.ceph)?.into(),
            ..DetailedProductVersions::default()
        };
        let answer = OperatorResponse { versions: versions.into(), ..OperatorResponse::default() };
        let (name, value) = VERSION;
        Ok(Response::new(answer).with_header(name, value))
    }
}

fn refused(sentence: impl Into<String>) -> ConnectError {
    let mut error = ConnectError::invalid_argument(sentence);
    let (name, value) = VERSION;
    error.response_headers_mut().insert(name, axum::http::HeaderValue::from_static(value));
    error
}

/// What to run of one product.
fn detailed(
    catalogue: &Catalogue,
    product: Product,
    field: &str,
    runs: &str,
) -> Result<DetailedVersion, ConnectError> {
    let Offered { version, offer } =
        offer(catalogue, product, runs).map_err(|no| refused(format!("versions.{field}: {no}")))?;
    let text = |of: Option<&String>| of.cloned().unwrap_or_default();
    Ok(DetailedVersion {
        version,
        image_uri: text(offer.map(|one| &one.image)),
        image_hash: text(offer.and_then(|one| one.hash.as_ref())),
        helm_repository: text(offer.and_then(|one| one.helm_repository.as_ref())),
        helm_chart: text(offer.and_then(|one| one.helm_chart.as_ref())),
        ..DetailedVersion::default()
    })
}
