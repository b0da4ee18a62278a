//! The core's errors as the exceptions that `koor/exceptions.py` defines, one class a kind.

use koor_core::model::Kind;
use pyo3::PyErr;

/// The classes, importable from Python where they are defined, and told apart from one another.
mod class {
    use pyo3::import_exception;

    import_exception!(koor.exceptions, InvalidInputError);
    import_exception!(koor.exceptions, NotFoundError);
    import_exception!(koor.exceptions, UnreachableError);
    import_exception!(koor.exceptions, TimeoutError);
    import_exception!(koor.exceptions, DeniedError);
    import_exception!(koor.exceptions, UnsupportedError);
    import_exception!(koor.exceptions, CorruptError);
    import_exception!(koor.exceptions, ConflictError);
    import_exception!(koor.exceptions, RefusedError);
    import_exception!(koor.exceptions, InterruptedError);
    import_exception!(koor.exceptions, InternalError);
}

/// The exception of one kind.
pub(crate) fn of_kind(kind: Kind, message: impl Into<String>) -> PyErr {
    let message = message.into();
    match kind {
        Kind::InvalidInput => class::InvalidInputError::new_err(message),
        Kind::NotFound => class::NotFoundError::new_err(message),
        Kind::Unreachable => class::UnreachableError::new_err(message),
        Kind::Timeout => class::TimeoutError::new_err(message),
        Kind::Denied => class::DeniedError::new_err(message),
        Kind::Unsupported => class::UnsupportedError::new_err(message),
        Kind::Corrupt => class::CorruptError::new_err(message),
        Kind::Conflict => class::ConflictError::new_err(message),
        Kind::Refused => class::RefusedError::new_err(message),
        Kind::Interrupted => class::InterruptedError::new_err(message),
        // `NotAsked` is never an error, and a kind that is not known here is our mistake.
        _ => class::InternalError::new_err(message),
    }
}

/// An error of the core with all its causes; their messages never repeat each other.
pub(crate) fn of(error: &koor_core::Error) -> PyErr {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message = format!("{message}: {inner}");
        cause = inner.source();
    }
    of_kind(error.kind(), message)
}
