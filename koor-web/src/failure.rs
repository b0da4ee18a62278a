//! Why a server ends otherwise than by being told to.

use std::io;
use std::net::SocketAddr;

use koor_core::model::Kind;

/// Why it does not serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What sort of failure, for the exit code.
    pub kind: Kind,
    /// One sentence.
    pub message: String,
}

impl Failure {
    /// Of a kind, in a sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// An address that can't be listened on.
    #[must_use]
    pub fn unusable(listen: SocketAddr, error: &io::Error) -> Self {
        let message = format!("can't listen on {listen}: {error}; choose another port with --listen");
        Self::new(Kind::InvalidInput, message)
    }

    /// Signals that can't be heard.
    #[must_use]
    pub fn deaf(error: &io::Error) -> Self {
        Self::new(Kind::Internal, format!("signals can't be heard: {error}"))
    }

    /// Serving that ended by itself.
    #[must_use]
    pub fn ended(error: &io::Error) -> Self {
        Self::new(Kind::Internal, format!("serving ended: {error}"))
    }
}

impl From<koor_core::Error> for Failure {
    fn from(error: koor_core::Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}
