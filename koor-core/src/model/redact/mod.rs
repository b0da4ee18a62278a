//! Secrets out of answers, everything else kept to the byte.
//!
//! What is replaced, wherever it stands (in JSON, in JSON within a string of JSON, in plain text such as a log line):
//! - by its shape: cephx keys, PEM blocks of private keys, JSON web tokens, bearer tokens, the password in a URL;
//! - by its name: values of options and fields whose name says password, secret, token, private key and so on.
//!
//! Invariants:
//! - a text becomes the text [`PLACEHOLDER`], a number becomes `0`; keys (but those that a secret stands in), types and the number of
//!   entries stay, and an empty text stays empty, since "not set" is worth knowing and no secret;
//! - doing it twice changes nothing (in a text made to defeat it, a second look may find more to replace);
//! - bytes that hold no secret are not touched, not even to write the same JSON differently;
//! - the work grows with the length of the text and no faster.
//!
//! Deliberately absent: hiding host names, addresses or the fsid. They are what a support case is about.

mod json;
mod patterns;
mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// What stands where a secret was.
pub const PLACEHOLDER: &str = super::REDACTED;

/// The same text without secrets; borrowed where there were none.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    text::redacted(text, 0).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The same bytes without secrets; borrowed where there were none. What is not UTF-8 is kept as it is, and what
/// stands around it is still looked at.
#[must_use]
pub fn bytes(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Ok(valid) = std::str::from_utf8(bytes) {
        return text::redacted(valid, 0).map_or(Cow::Borrowed(bytes), |text| Cow::Owned(text.into_bytes()));
    }
    let mut out = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(text(chunk.valid()).as_bytes());
        out.extend_from_slice(chunk.invalid());
    }
    Cow::Owned(out)
}
