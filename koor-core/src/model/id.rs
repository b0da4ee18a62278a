//! Names and numbers that Ceph gives to its things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a cluster, a UUID as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Fsid(pub String);

impl fmt::Display for Fsid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The number of an OSD: a number in JSON, `osd.3` for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct OsdId(pub u32);

impl OsdId {
    /// From the signed number of a CRUSH or PG answer: `None` for `CRUSH_ITEM_NONE` (2147483647), which marks a
    /// place in an `up` or `acting` set that no OSD fills, and for buckets (negative).
    pub fn from_crush(item: i64) -> Option<Self> {
        const CRUSH_ITEM_NONE: i64 = 0x7fff_ffff;
        if item == CRUSH_ITEM_NONE { None } else { u32::try_from(item).ok().map(Self) }
    }
}

impl fmt::Display for OsdId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("osd.{}", self.0))
    }
}

impl FromStr for OsdId {
    type Err = String;

    /// Reads `3` as well as `osd.3`.
    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_prefix("osd.").unwrap_or(text).parse().map(Self).map_err(|_| {
            format!("`{text}` is not an OSD: write its number or its name, such as `3` or `osd.3`")
        })
    }
}

/// The number of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PoolId(pub u64);

impl fmt::Display for PoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The id of a placement group, `1.2f`: the pool's number and the seed in hexadecimal. Text in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PgId {
    /// The pool it belongs to.
    pub pool: PoolId,
    /// Its number within the pool.
    pub seed: u32,
}

impl fmt::Display for PgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:x}", self.pool.0, self.seed))
    }
}

impl FromStr for PgId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('.')
            .and_then(|(pool, seed)| {
                Some(Self { pool: PoolId(pool.parse().ok()?), seed: u32::from_str_radix(seed, 16).ok()? })
            })
            .ok_or_else(|| {
                format!(
                    "`{text}` is not a placement group: write the pool's number and the seed, such as `1.2f`"
                )
            })
    }
}

impl Serialize for PgId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PgId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PgId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PgId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[0-9]+\\.[0-9a-f]+$",
            "description": "The id of a placement group: the pool's number and the seed in hexadecimal."
        })
    }
}

/// The type of a daemon, as Ceph names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct DaemonType(pub String);

impl DaemonType {
    /// The rank in which Ceph lists and upgrades its daemons: mon, mgr, osd, mds, rgw, then the others.
    #[must_use]
    pub fn order(&self) -> usize {
        ["mon", "mgr", "osd", "mds", "rgw"].iter().position(|known| *known == self.0).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for DaemonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The name of one daemon: type and id, `osd.3`, `mon.a`. Text in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DaemonName {
    /// Its type.
    pub daemon_type: DaemonType,
    /// Its id within the type.
    pub id: String,
}

impl DaemonName {
    /// From its two halves.
    #[must_use]
    pub fn new(daemon_type: &str, id: impl Into<String>) -> Self {
        Self { daemon_type: DaemonType(daemon_type.to_owned()), id: id.into() }
    }
}

impl fmt::Display for DaemonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.daemon_type.0, self.id))
    }
}

impl FromStr for DaemonName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('.') {
            Some((kind, id)) if !kind.is_empty() && !id.is_empty() => Ok(Self::new(kind, id)),
            _ => Err(format!(
                "`{text}` is not a daemon: write its type and its id, such as `osd.3` or `mon.a`"
            )),
        }
    }
}

impl Serialize for DaemonName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DaemonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DaemonName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DaemonName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The name of one daemon: type and id, such as osd.3 or mon.a."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{OsdId, PgId, PoolId};

    #[test]
    fn a_pg_id_is_pool_and_hexadecimal_seed() {
        let pg: PgId = "12.2f".parse().unwrap();
        assert_eq!(pg, PgId { pool: PoolId(12), seed: 0x2f });
        assert_eq!(pg.to_string(), "12.2f");
        for wrong in ["", "1", "1.", ".1", "1.g", "-1.0", "1.2.3"] {
            assert!(wrong.parse::<PgId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_osd_is_its_number_or_its_name() {
        assert_eq!("3".parse(), Ok(OsdId(3)));
        assert_eq!("osd.3".parse(), Ok(OsdId(3)));
        assert!("mon.3".parse::<OsdId>().is_err());
        assert_eq!(OsdId::from_crush(2_147_483_647), None, "CRUSH_ITEM_NONE is nobody");
        assert_eq!(OsdId::from_crush(-3), None, "a bucket is no OSD");
    }
}
