//! Where a daemon listens: one address a protocol.

use serde::Deserialize;

/// A daemon's addresses as every map prints them.
#[derive(Deserialize)]
pub(super) struct Addresses {
    addrvec: Vec<Address>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(rename = "type")]
    protocol: String,
    addr: String,
}

impl Addresses {
    /// As people write them, `v2:10.0.0.1:3300`. Empty for a daemon that has none, such as a destroyed OSD.
    pub(super) fn texts(self) -> Vec<String> {
        self.addrvec
            .into_iter()
            .filter(|address| address.protocol != "none")
            .map(|Address { protocol, addr }| format!("{protocol}:{addr}"))
            .collect()
    }
}
