//! A text as it comes: pieces of JSON, and what stands between them.

use std::borrow::Cow;

use super::{json, patterns};

/// How many times a string may hold JSON that holds a string. Ceph's audit log needs two.
const MAX_DEPTH: usize = 8;

/// The text without secrets; `None` where there were none.
pub(super) fn redacted(text: &str, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return patterns::redacted(text);
    }
    let mut out = Vec::new();
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let start = json_from(text, at).unwrap_or(text.len());
        changed |= push(&mut out, &text[at..start], patterns::redacted(&text[at..start]));
        if start == text.len() {
            break;
        }
        // Where the JSON is broken, this ends there, and the rest is read as text again: nothing is read twice.
        let (end, without) = json::redacted(text, start, depth);
        changed |= push(&mut out, &text[start..end], without);
        at = end;
    }
    changed.then(|| out.concat())
}

fn push<'a>(out: &mut Vec<Cow<'a, str>>, piece: &'a str, without: Option<String>) -> bool {
    let changed = without.is_some();
    out.push(without.map_or(Cow::Borrowed(piece), Cow::Owned));
    changed
}

/// Where JSON begins that may hold a secret: an object with a member, a list whose first entry is a text or an object.
/// The `[1,2]` and `{default=~}` of Ceph's messages are none.
fn json_from(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let begins: &[u8] = match bytes[at] {
            b'{' => b"\"",
            b'[' => b"\"{",
            _ => {
                at += 1;
                continue;
            }
        };
        let start = at;
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at).is_some_and(|byte| begins.contains(byte)) {
            return Some(start);
        }
    }
    None
}
