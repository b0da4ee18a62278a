//! Where PGs lie: a draw of straws for each place, honouring weights and the failure domain, as CRUSH does.

use super::pool::Kind;
use super::{NONE, Pool, World};
use crate::sim::dice;

/// Draws before a place stays empty.
const TRIES: u64 = 50;

/// The longest straw: chance, by weight.
fn draw(seed: u64, words: [u64; 3], candidates: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    let begun = dice::hash(seed, &words);
    // The best one's chance, weight and straw.
    let mut best: Option<(f64, f64, f64, usize)> = None;
    for (candidate, weight) in candidates {
        if weight <= 0.0 {
            continue;
        }
        let chance = dice::share_of(dice::more(begun, candidate as u64));
        // Less chance with no more weight is never a longer straw, and spares the logarithm.
        if best.is_some_and(|(most, heaviest, ..)| chance <= most && weight <= heaviest) {
            continue;
        }
        let straw = chance.ln() / weight;
        if best.is_none_or(|(_, _, longest, _)| straw > longest) {
            best = Some((chance, weight, straw, candidate));
        }
    }
    best.map(|(.., candidate)| candidate)
}

/// The weights of hosts and zones by device class, once a map.
pub(super) struct Straws {
    class: &'static str,
    hosts: Vec<f64>,
    zones: Vec<f64>,
    /// The hosts of each zone.
    of_zone: Vec<Vec<usize>>,
}

impl World {
    pub(super) fn straws(&self, class: &'static str) -> Straws {
        let host = |host: &super::Host| -> f64 {
            let osds = host.osds.iter().map(|osd| &self.osds[*osd]);
            osds.filter(|osd| osd.class == class).map(|osd| osd.crush_weight).sum()
        };
        let hosts: Vec<f64> = self.hosts.iter().map(host).collect();
        let zone = |zone: usize| {
            let inside = self.hosts.iter().zip(&hosts).filter(|(host, _)| host.zone == Some(zone));
            inside.map(|(_, weight)| weight).sum()
        };
        let of_zone = |zone: usize| -> Vec<usize> {
            (0..self.hosts.len()).filter(|host| self.hosts[*host].zone == Some(zone)).collect()
        };
        let zones = 0..self.zones.len();
        Straws {
            class,
            zones: zones.clone().map(zone).collect(),
            of_zone: zones.map(of_zone).collect(),
            hosts,
        }
    }

    /// The OSDs of a PG by the map, whether they are up or not; places that nobody can fill are [`NONE`].
    pub(super) fn place(&self, pool: &Pool, number: u32, straws: &Straws) -> Vec<usize> {
        let size = pool.size();
        let erasure = matches!(pool.kind, Kind::Erasure { .. });
        let mut chosen: Vec<usize> = vec![NONE; size];
        let mut domains: Vec<usize> = Vec::with_capacity(size);
        for (place, slot) in chosen.iter_mut().enumerate() {
            for attempt in 0..TRIES {
                // A replicated rule goes on with the next straw, an erasure-coded one jumps over all places, so that
                // the others keep theirs.
                let round =
                    if erasure { place as u64 + attempt * size as u64 } else { place as u64 + attempt };
                let Some((domain, osd)) = self.descend(pool, number, round, straws) else { continue };
                if domains.contains(&domain) || self.rejected(pool.id, number, osd) {
                    continue;
                }
                domains.push(domain);
                *slot = osd;
                break;
            }
        }
        if !erasure {
            chosen.retain(|osd| *osd != NONE);
        }
        chosen
    }

    fn descend(&self, pool: &Pool, number: u32, round: u64, straws: &Straws) -> Option<(usize, usize)> {
        let key = (pool.id << 32) | u64::from(number);
        let zone = if pool.failure_domain == "zone" {
            Some(draw(self.seed, [21, key, round], straws.zones.iter().copied().enumerate())?)
        } else {
            None
        };
        let weight = |host: usize| (host, straws.hosts[host]);
        let host = match zone {
            Some(zone) => {
                let hosts = straws.of_zone[zone].iter().copied().map(weight);
                draw(self.seed, [22, key, round], hosts)?
            }
            None => draw(self.seed, [22, key, round], (0..self.hosts.len()).map(weight))?,
        };
        let osds = self.hosts[host].osds.iter().map(|osd| {
            let state = &self.osds[*osd];
            (*osd, if state.class == straws.class { state.crush_weight } else { 0.0 })
        });
        let osd = draw(self.seed, [23, key, round], osds)?;
        Some((zone.unwrap_or(host), osd))
    }

    /// An OSD with a weight below one passes on some PGs, one that is out all.
    fn rejected(&self, pool: u64, number: u32, osd: usize) -> bool {
        let weight = self.osds[osd].weight();
        weight < 1.0 && dice::share(self.seed, &[24, pool, u64::from(number), osd as u64]) > weight
    }
}
