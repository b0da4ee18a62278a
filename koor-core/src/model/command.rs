//! What is asked of whom: a target and a command, as Ceph's daemons know them.

use std::fmt;
use std::str::FromStr;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::OsdId;

/// The largest answer that is read, in bytes: nine times the `pg dump` of 100,000 PGs (226 MB). Beyond it something is
/// wrong, and reading on would take the memory of the host.
pub const MAX_ANSWER: u64 = 2 << 30;

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Any mon; it passes on what the mgr has to answer.
    Mon,
    /// One mon by its name, which need not be in quorum. Only `ping` is answered then.
    MonNamed(String),
    /// The active mgr, through the mons.
    Mgr,
    /// One OSD.
    Osd(OsdId),
    /// Any other daemon, `mds.a`.
    Daemon(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mon => f.write_str("mon"),
            Self::MonNamed(name) => write!(f, "mon.{name}"),
            Self::Mgr => f.write_str("mgr"),
            Self::Osd(id) => id.fmt(f),
            Self::Daemon(name) => f.write_str(name),
        }
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('.') {
            None if text == "mon" => Ok(Self::Mon),
            None if text == "mgr" => Ok(Self::Mgr),
            Some(("mon", name)) if !name.is_empty() => Ok(Self::MonNamed(name.to_owned())),
            Some(("osd", _)) => text.parse().map(Self::Osd),
            Some((kind, id)) if !kind.is_empty() && !id.is_empty() => Ok(Self::Daemon(text.to_owned())),
            _ => Err(format!(
                "`{text}` is not a daemon: write `mon`, `mgr`, or a name such as `osd.3` or `mds.a`"
            )),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One argument of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A list of texts.
    List(Vec<String>),
}

/// A command as Ceph's daemons know it: a prefix and named arguments, in the order of the command's signature
/// (the order matters to the `ceph` program, which takes them without their names).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// `osd dump`
    pub prefix: &'static str,
    /// The arguments, by name.
    pub arguments: Vec<(&'static str, Word)>,
}

impl Command {
    /// A command without arguments.
    #[must_use]
    pub const fn new(prefix: &'static str) -> Self {
        Self { prefix, arguments: Vec::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, word: Word) -> Self {
        self.arguments.push((name, word));
        self
    }

    /// The same with one more text argument.
    #[must_use]
    pub fn text(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(name, Word::Text(value.into()))
    }
}

impl Serialize for Command {
    /// As the JSON object that daemons take, without `format`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1 + self.arguments.len()))?;
        object.serialize_entry("prefix", self.prefix)?;
        for (name, word) in &self.arguments {
            match word {
                Word::Text(text) => object.serialize_entry(name, text)?,
                Word::Number(number) => object.serialize_entry(name, number)?,
                Word::List(list) => object.serialize_entry(name, list)?,
            }
        }
        object.end()
    }
}

impl fmt::Display for Command {
    /// As one would type it behind `ceph`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix)?;
        for (_, word) in &self.arguments {
            match word {
                Word::Text(text) => write!(f, " {text}")?,
                Word::Number(number) => write!(f, " {number}")?,
                Word::List(list) => write!(f, " {}", list.join(" "))?,
            }
        }
        Ok(())
    }
}
