//! Secrets in JSON, by position: which bytes of a text to replace so that all others stay.

use std::borrow::Cow;
use std::ops::Range;

use super::{PLACEHOLDER, text};
use crate::model::secret;

/// How deep JSON may be nested; `serde_json`, which reads it afterwards, gives up at the same depth.
const MAX_NESTING: usize = 128;

/// The shortest secret that shows by its shape; what is shorter is looked at where a value stands.
const SHORTEST_SHAPE: usize = 20;

/// Members that name what another member of the same object holds: `{"name": "mgr/x/password", "value": …}`.
const NAMING: &[&str] = &["name", "key", "option", "prefix"];

/// Members that hold what is named beside them, or above them: in `config dump`, `config show`, `config diff`,
/// and in commands.
const HOLDING: &[&str] =
    &["value", "values", "val", "mon", "env", "file", "cmdline", "override", "overrides", "final", "current"];

/// Reads the JSON at `start` and returns where it ends (or breaks off), and the same without secrets where it had any.
pub(super) fn redacted(text: &str, start: usize, depth: usize) -> (usize, Option<String>) {
    let mut scanner = Scanner { text, at: start, depth, nesting: 0, edits: Vec::new() };
    let _broken = scanner.value(Mode::Plain);
    // At least one byte further, so that whoever goes on behind it comes to an end.
    let end = scanner.at.max(start + 1);
    (end, scanner.applied(start, end))
}

/// What is to become of a value.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// It stays, but for secrets inside of it.
    Plain,
    /// That depends on a name that may come later.
    Held,
    /// It is a secret.
    Secret,
}

/// A value whose fate is open.
struct Held {
    range: Range<usize>,
    is_text: bool,
}

/// The JSON is broken, or nested too deep.
struct Broken;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    nesting: usize,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Scanner<'a> {
    fn applied(mut self, start: usize, end: usize) -> Option<String> {
        if self.edits.is_empty() {
            return None;
        }
        // Held values are decided after what follows them.
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(end - start);
        let mut at = start;
        for (range, with) in self.edits {
            out.push_str(&self.text[at..range.start]);
            out.push_str(&with);
            at = range.end;
        }
        out.push_str(&self.text[at..end]);
        Some(out)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// One value; returns what is left to decide, only in [`Mode::Held`].
    fn value(&mut self, mode: Mode) -> Result<Vec<Held>, Broken> {
        match self.peek() {
            Some(b'{' | b'[') if self.nesting >= MAX_NESTING => Err(Broken),
            Some(b'{') => self.nested(|scanner| scanner.object(mode)),
            Some(b'[') => self.nested(|scanner| scanner.list(mode)),
            Some(b'"') => {
                let range = self.skip_text()?;
                Ok(self.scalar(range, true, mode))
            }
            Some(byte) if byte == b'-' || byte.is_ascii_alphanumeric() => {
                let start = self.at;
                while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
                    self.at += 1;
                }
                // true, false and null are no secrets.
                if byte.is_ascii_alphabetic() {
                    return Ok(Vec::new());
                }
                Ok(self.scalar(start..self.at, false, mode))
            }
            _ => Err(Broken),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Vec<Held>, Broken>,
    ) -> Result<Vec<Held>, Broken> {
        self.nesting += 1;
        let read = read(self);
        self.nesting -= 1;
        read
    }

    fn scalar(&mut self, range: Range<usize>, is_text: bool, mode: Mode) -> Vec<Held> {
        let held = Held { range, is_text };
        match mode {
            Mode::Held => return vec![held],
            Mode::Plain => self.keep(held),
            Mode::Secret => self.blank(held),
        }
        Vec::new()
    }

    fn list(&mut self, mode: Mode) -> Result<Vec<Held>, Broken> {
        self.at += 1;
        let mut held = Vec::new();
        let read = self.entries(b']', |scanner| {
            held.append(&mut scanner.value(mode)?);
            Ok(())
        });
        if read.is_err() {
            self.decide(std::mem::take(&mut held), mode == Mode::Secret);
        }
        read.map(|()| held)
    }

    fn object(&mut self, mode: Mode) -> Result<Vec<Held>, Broken> {
        self.at += 1;
        let mut named_secret = mode == Mode::Secret;
        let mut held = Vec::new();
        let read = self.entries(b'}', |scanner| {
            if scanner.peek() != Some(b'"') {
                return Err(Broken);
            }
            let range = scanner.skip_text()?;
            let name = scanner.content(&range).0;
            // A name is kept, but not one that a secret stands in (found by fuzzing, in JSON that breaks off behind it).
            if range.len() >= SHORTEST_SHAPE {
                scanner.keep(Held { range: range.clone(), is_text: true });
            }
            scanner.blanks();
            if scanner.peek() != Some(b':') {
                return Err(Broken);
            }
            scanner.at += 1;
            scanner.blanks();
            let start = scanner.at;
            let is_naming = NAMING.contains(&&*name);
            let mode = if secret::is_secret(&name) {
                Mode::Secret
            } else if HOLDING.contains(&&*name) {
                Mode::Held
            } else {
                Mode::Plain
            };
            held.append(&mut scanner.value(mode)?);
            if is_naming && scanner.text.as_bytes()[start] == b'"' {
                named_secret |= secret::is_secret(&scanner.content(&(start..scanner.at)).0);
            }
            Ok(())
        });
        // The holder of this object may still be named: `{"name": "x_secret", "overrides": [{"value": …}]}`.
        if mode == Mode::Held && !named_secret && read.is_ok() {
            return Ok(held);
        }
        self.decide(held, named_secret);
        read.map(|()| Vec::new())
    }

    /// What stands between brackets, parted by commas.
    fn entries(
        &mut self,
        end: u8,
        mut entry: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.blanks();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.blanks();
            entry(self)?;
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == end => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Broken),
            }
        }
    }

    /// Steps over a text, quotes included.
    fn skip_text(&mut self) -> Result<Range<usize>, Broken> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(start..self.at);
                }
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
                None => return Err(Broken),
            }
        }
    }

    /// The content of a text, and whether it was unescaped; where that fails, what stands between the quotes.
    fn content(&self, range: &Range<usize>) -> (Cow<'a, str>, bool) {
        let inner = &self.text[range.start + 1..range.end - 1];
        if !inner.contains('\\') {
            return (Cow::Borrowed(inner), true);
        }
        match serde_json::from_str::<String>(&self.text[range.clone()]) {
            Ok(text) => (Cow::Owned(text), true),
            Err(_) => (Cow::Borrowed(inner), false),
        }
    }

    fn decide(&mut self, held: Vec<Held>, secret: bool) {
        for held in held {
            if secret {
                self.blank(held);
            } else {
                self.keep(held);
            }
        }
    }

    /// Not a secret as a whole; there may be some inside.
    fn keep(&mut self, held: Held) {
        if !held.is_text {
            return;
        }
        let (content, unescaped) = self.content(&held.range);
        if let Some(without) = text::redacted(&content, self.depth + 1) {
            let written = if unescaped {
                serde_json::Value::String(without).to_string()
            } else {
                format!("\"{without}\"")
            };
            self.edits.push((held.range, written));
        }
    }

    fn blank(&mut self, held: Held) {
        let was = &self.text[held.range.clone()];
        let with = if held.is_text { format!("\"{PLACEHOLDER}\"") } else { "0".to_owned() };
        if was != "\"\"" && was != with {
            self.edits.push((held.range, with));
        }
    }
}
