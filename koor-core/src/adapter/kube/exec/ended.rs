//! How a remote process ended, as the Status on exec's last channel tells it.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself, with that exit code; a signal is 128 and its number, or -1.
    Exit(i32),
    /// It was never started: the container has no such program.
    NoProgram,
    /// Something else, in the words of whoever says so.
    Other(String),
}

/// Reads the Status.
///
/// A kubelet ends a stream with `Success`, or with reason `NonZeroExitCode` and a cause `ExitCode`. kwok, and whatever
/// else plays a kubelet, may tell an exit code in the words of an internal error.
pub(super) fn of(status: &Status) -> Ended {
    if status.status.as_deref() == Some("Success") {
        return Ended::Exit(0);
    }
    let message = status.message.as_deref().unwrap_or_default();
    if status.reason.as_deref() == Some("NonZeroExitCode") {
        let causes = status.details.iter().flat_map(|details| details.causes.iter().flatten());
        let code = causes
            .filter(|cause| cause.reason.as_deref() == Some("ExitCode"))
            .find_map(|cause| cause.message.as_deref()?.trim().parse().ok());
        return code.map_or_else(|| Ended::Other(message.to_owned()), Ended::Exit);
    }
    if let Some((_, code)) = message.rsplit_once("exit status ")
        && let Ok(code) = code.trim().parse()
    {
        return Ended::Exit(code);
    }
    let missing = ["executable file not found", "no such file or directory"];
    if missing.iter().any(|words| message.contains(words)) {
        return Ended::NoProgram;
    }
    Ended::Other(message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Ended, of};

    fn ended(status: &str) -> Ended {
        of(&serde_json::from_str(status).unwrap())
    }

    #[test]
    fn a_kubelet_tells_the_exit_code_in_a_cause() {
        assert_eq!(ended(r#"{"metadata":{},"status":"Success"}"#), Ended::Exit(0));
        let failed = r#"{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: error executing command [sh -c exit 7], exit code 7","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}"#;
        assert_eq!(ended(failed), Ended::Exit(7));
    }

    #[test]
    fn kwok_tells_it_in_words() {
        let failed = r#"{"metadata":{},"status":"Failure","message":"Internal error occurred: error executing command in container: cmd wait: ceph bogus: exit status 22","reason":"InternalError","code":500}"#;
        assert_eq!(ended(failed), Ended::Exit(22));
    }

    #[test]
    fn what_was_never_started_is_told_from_what_failed() {
        let missing = r#"{"metadata":{},"status":"Failure","message":"Internal error occurred: error executing command in container: failed to exec in container: failed to start exec \"844d\": OCI runtime exec failed: exec failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH: unknown","reason":"InternalError","code":500}"#;
        assert_eq!(ended(missing), Ended::NoProgram);
        let other = r#"{"metadata":{},"status":"Failure","message":"container not running","reason":"InternalError"}"#;
        assert_eq!(ended(other), Ended::Other("container not running".into()));
        let odd = r#"{"metadata":{},"status":"Failure","message":"m","reason":"NonZeroExitCode"}"#;
        assert_eq!(ended(odd), Ended::Other("m".into()), "a code is never invented");
    }
}
