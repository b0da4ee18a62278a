//! `koor version-service`.

use koor_web::{Failure, version_service};

use crate::args::VersionService;
use crate::exit::{self, ExitCode};

/// Serves until it is told to end; it hears of that itself.
pub(crate) fn serve(service: &VersionService) -> ExitCode {
    let say = |sentence: &str| anstream::eprintln!("koor version-service: {sentence}");
    match version_service::run(service.options(), say) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { kind, message }) => exit::said(&message, kind),
    }
}
