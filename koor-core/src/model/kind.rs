//! What an error means to the world outside: one short list that decides exit code, HTTP status and retry.

use serde::{Deserialize, Serialize};

/// The meaning of a failure, independent of where it happened.
///
/// Everything outside the core (exit code of the command, status of the HTTP API, class of a Python exception,
/// whether a retry makes sense) is decided by this and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// What the caller gave can't be used: a wrong path, an unreadable file, a bad flag.
    InvalidInput,
    /// The thing asked about does not exist in this cluster.
    NotFound,
    /// Nobody answered: no route, refused, no quorum.
    Unreachable,
    /// Somebody is there but did not answer within the deadline.
    Timeout,
    /// The cluster knows us and says no, or does not accept our key.
    Denied,
    /// This transport, library or release can't do that.
    Unsupported,
    /// Input that was understood once is damaged, or an answer does not read as what it should be.
    Corrupt,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// Koor or the cluster declined for a reason it states.
    Refused,
    /// The caller ended it.
    Interrupted,
    /// A bug in Koor.
    Internal,
    /// Nobody asked: the part was not part of the question. Never an error, only a reason for an unseen part.
    NotAsked,
}

impl Kind {
    /// The exit code of the `koor` command for a failure of this kind.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::InvalidInput | Self::NotFound | Self::Unsupported => 2,
            Self::Unreachable | Self::Timeout => 3,
            Self::Denied => 4,
            Self::Corrupt => 5,
            Self::Refused | Self::Conflict => 6,
            Self::Internal | Self::NotAsked => 70,
            Self::Interrupted => 130,
        }
    }

    /// The HTTP status of the web console and API for a failure of this kind.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::InvalidInput => 400,
            Self::Denied => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::Refused => 409,
            Self::Corrupt => 422,
            Self::Interrupted => 499,
            Self::Internal | Self::NotAsked => 500,
            Self::Unsupported => 501,
            Self::Unreachable => 503,
            Self::Timeout => 504,
        }
    }

    /// Whether asking again, unchanged, can succeed.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Unreachable | Self::Timeout | Self::Conflict)
    }

    /// The kind as its JSON word, such as `timeout`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Denied => "denied",
            Self::Unsupported => "unsupported",
            Self::Corrupt => "corrupt",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
            Self::Internal => "internal",
            Self::NotAsked => "not_asked",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    /// The one table everything outside relies on; the README documents the same numbers.
    #[test]
    fn the_table_of_kinds() {
        let table = [
            (Kind::InvalidInput, "invalid_input", 2, 400, false),
            (Kind::NotFound, "not_found", 2, 404, false),
            (Kind::Unreachable, "unreachable", 3, 503, true),
            (Kind::Timeout, "timeout", 3, 504, true),
            (Kind::Denied, "denied", 4, 403, false),
            (Kind::Unsupported, "unsupported", 2, 501, false),
            (Kind::Corrupt, "corrupt", 5, 422, false),
            (Kind::Conflict, "conflict", 6, 409, true),
            (Kind::Refused, "refused", 6, 409, false),
            (Kind::Interrupted, "interrupted", 130, 499, false),
            (Kind::Internal, "internal", 70, 500, false),
            (Kind::NotAsked, "not_asked", 70, 500, false),
        ];
        for (kind, word, exit, http, transient) in table {
            assert_eq!(kind.to_string(), word);
            assert_eq!(serde_json::to_value(kind).unwrap(), word);
            assert_eq!(
                (kind.exit_code(), kind.http_status(), kind.is_transient()),
                (exit, http, transient),
                "{kind}"
            );
        }
    }
}
