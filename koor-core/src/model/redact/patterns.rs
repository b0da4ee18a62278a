//! Secrets in plain text: those that show by their shape, and those that stand behind their name.

use std::ops::Range;

use super::PLACEHOLDER;
use crate::model::secret;

/// The longest key or token whose end is looked for; longer runs of such letters are something else.
const LONGEST_KEY: usize = 256;

/// The text without secrets; `None` where there were none.
pub(super) fn redacted(text: &str) -> Option<String> {
    let mut without: Option<String> = None;
    for find in [private_keys, keys, urls, named] {
        let ranges = find(without.as_deref().unwrap_or(text));
        if !ranges.is_empty() {
            without = Some(replaced(without.as_deref().unwrap_or(text), &ranges));
        }
    }
    without
}

fn replaced(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(&text[at..range.start]);
        out.push_str(PLACEHOLDER);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// PEM blocks of private keys, whole; one that has no end, to the end of the text. Certificates are public.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(BEGIN).map(|offset| at + offset) {
        let label = start + BEGIN.len();
        let Some(body) = text[label..].find("-----").map(|offset| label + offset + 5) else {
            break;
        };
        if !text[label..body].contains("PRIVATE KEY") {
            at = label;
            continue;
        }
        let end = text[body..]
            .find("-----END ")
            .map(|offset| body + offset + 9)
            .and_then(|label| text[label..].find("-----").map(|offset| label + offset + 5))
            .unwrap_or(text.len());
        found.push(start..end);
        at = end;
    }
    found
}

/// cephx keys and JSON web tokens.
fn keys(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 2 < bytes.len() {
        let length = match &bytes[at..at + 2] {
            b"AQ" | b"Ag" => cephx_key(bytes, at),
            b"ey" => web_token(bytes, at),
            _ => None,
        };
        match length {
            Some(length) => {
                found.push(at..at + length);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The length of the cephx key at `at`. Its type stands in the first byte, so that all begin with `AQ` (aes, 28 bytes)
/// or `Ag` (aes256k, 44 bytes) in base64; other lengths are taken where nothing base64 stands before.
fn cephx_key(bytes: &[u8], at: usize) -> Option<usize> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let letters = bytes[at..].iter().take(LONGEST_KEY).take_while(|byte| is_base64(byte)).count();
    let pads = bytes[at + letters..].iter().take(2).take_while(|byte| **byte == b'=').count();
    let length = letters + pads;
    let exact = match bytes[at + 1] {
        b'Q' => length == 40 && pads == 2,
        _ => length == 60 && pads == 1,
    };
    let alone = at == 0 || !is_base64(&bytes[at - 1]);
    (exact || alone && pads > 0 && length >= 36 && length.is_multiple_of(4)).then_some(length)
}

/// The length of the JSON web token at `at`: base64 that begins with `{"`, in three parts or (a bootstrap token) one.
fn web_token(bytes: &[u8], at: usize) -> Option<usize> {
    let alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    if !alone || bytes.get(at + 2) != Some(&b'J') {
        return None;
    }
    let run = bytes[at..].iter().take_while(|byte| is_of_token(**byte)).count();
    let trailing = bytes[at..at + run].iter().rev().take_while(|byte| **byte == b'.').count();
    let length = run - trailing;
    (length >= 20).then_some(length)
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_+/=.~".contains(&byte)
}

/// The passwords of `scheme://user:password@host`.
fn urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, separator) in text.match_indices("://") {
        let start = at + separator.len();
        let end = text[start..]
            .find(|letter: char| letter.is_whitespace() || "/?#\"'<>`,;|\\".contains(letter))
            .map_or(text.len(), |offset| start + offset);
        let Some(user_end) = text[start..end].rfind('@').map(|offset| start + offset) else {
            continue;
        };
        if let Some(colon) = text[start..user_end].find(':').map(|offset| start + offset)
            && !matches!(&text[colon + 1..user_end], "" | PLACEHOLDER)
        {
            found.push(colon + 1..user_end);
        }
    }
    found
}

/// The values behind names of secrets: `password=x`, `secret_key: "x"`, `--token x`, `Bearer x`.
fn named(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_of_name(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_of_name(bytes[at]) {
            at += 1;
        }
        if let Some(value) = value_behind(text, start..at)
            && !value.is_empty()
        {
            at = value.end;
            let word = &text[value.clone()];
            // A path to a key and a place in the mon's store are where a secret stands, not the secret.
            let is_place = word.starts_with("config://")
                || word.starts_with('/') && [".key", ".pem"].iter().any(|end| word.ends_with(end));
            if word != PLACEHOLDER && !is_place {
                found.push(value);
            }
        }
    }
    found
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./".contains(&byte)
}

/// The value behind the name at `name`, where that is one of a secret.
fn value_behind(text: &str, name: Range<usize>) -> Option<Range<usize>> {
    let word = &text[name.clone()];
    let rest = &text[name.end..];
    if word.eq_ignore_ascii_case("bearer") {
        let token = rest.strip_prefix(' ')?;
        let length = token.bytes().take_while(|byte| is_of_token(*byte)).count();
        return (length >= 16).then(|| name.end + 1..name.end + 1 + length);
    }
    if !secret::is_secret(word) {
        return None;
    }
    let blank = |letter: char| letter == ' ' || letter == '\t';
    let unquoted = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches(blank);
    let value = match unquoted.strip_prefix(['=', ':']) {
        Some(value) if !value.starts_with("//") => value.strip_prefix('>').unwrap_or(value),
        None if word.starts_with("--") && rest.starts_with(blank) && !unquoted.starts_with('-') => unquoted,
        _ => return None,
    };
    let value = value.trim_start_matches(blank);
    let scheme =
        ["Bearer ", "Basic ", "bearer ", "basic "].into_iter().find_map(|scheme| value.strip_prefix(scheme));
    let value = scheme.unwrap_or(value);
    let quote = value.chars().next().filter(|letter| "\"'".contains(*letter));
    let (value, end) = match quote {
        Some(quote) => (&value[1..], value[1..].find(quote)),
        None => (value, value.find(|letter: char| letter.is_whitespace() || "\"',;&)]}".contains(letter))),
    };
    let start = text.len() - value.len();
    Some(start..start + end.unwrap_or(value.len()))
}
