//! PGs counted.

use std::collections::BTreeMap;

use super::World;

/// What the PGs are together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Census {
    pub by_state: BTreeMap<String, u64>,
    pub objects: u64,
    pub copies: u64,
    pub bytes: u64,
    pub degraded: u64,
    pub misplaced: u64,
    /// PGs whose acting OSDs are not those that they should be on.
    pub remapped: u64,
    pub up: u64,
    pub acting: u64,
}

impl World {
    /// All PGs, or those of one pool.
    pub(crate) fn census(&self, pool: Option<usize>) -> Census {
        let mut census = Census::default();
        let range = match pool {
            None => 0..self.pgs.len(),
            Some(pool) => {
                let first = self.pools[pool].first_pg;
                first..first + self.pools[pool].pg_num as usize
            }
        };
        for index in range {
            let pg = &self.pgs[index];
            let (objects, bytes) = self.pg_data(pg);
            let (degraded, misplaced) = pg.degraded(objects);
            *census.by_state.entry(self.pg_state(index)).or_default() += 1;
            census.objects += objects;
            census.copies += objects * pg.size as u64;
            census.bytes += bytes;
            census.degraded += degraded;
            census.misplaced += misplaced;
            census.remapped += u64::from(pg.remapped());
            census.up += pg.up_osds().count() as u64;
            census.acting += pg.acting_osds().count() as u64;
        }
        census
    }
}
