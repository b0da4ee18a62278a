//! One PG as a row.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Bytes, OsdId, Pg, PgId, PgState, PoolId};
use crate::view::figure;
use crate::view::report::{Cell, Column};
use crate::view::sort::{Key, Row, Sortable, by};

/// One placement group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgRow {
    /// Its id.
    pub id: PgId,
    /// The number of its pool.
    pub pool_id: PoolId,
    /// The name of its pool; null where the OSD map was not seen.
    pub pool: Option<String>,
    /// Its state.
    pub state: PgState,
    /// Where CRUSH wants it; null where CRUSH found nobody.
    pub up: Vec<Option<OsdId>>,
    /// Where it is served from now.
    pub acting: Vec<Option<OsdId>>,
    /// The OSD that leads it; null where nobody does.
    pub acting_primary: Option<OsdId>,
    /// Objects in it.
    pub objects: u64,
    /// Bytes in it.
    pub stored_bytes: Bytes,
    /// Object copies that are missing.
    pub degraded: u64,
    /// Object copies in the wrong place.
    pub misplaced: u64,
    /// Objects nobody has.
    pub unfound: u64,
    /// When it was last scrubbed.
    pub last_scrub: Option<Timestamp>,
    /// When it was last deep-scrubbed.
    pub last_deep_scrub: Option<Timestamp>,
}

impl PgRow {
    pub(super) fn of(pg: &Pg, pool: Option<&str>) -> Self {
        Self {
            id: pg.id,
            pool_id: pg.id.pool,
            pool: pool.map(str::to_owned),
            state: pg.state.clone(),
            up: pg.up.clone(),
            acting: pg.acting.clone(),
            acting_primary: pg.acting_primary,
            objects: pg.objects,
            stored_bytes: pg.bytes,
            degraded: pg.degraded,
            misplaced: pg.misplaced,
            unfound: pg.unfound,
            last_scrub: pg.last_scrub,
            last_deep_scrub: pg.last_deep_scrub,
        }
    }

    /// Under [`Row::COLUMNS`].
    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        let up = if self.up == self.acting { figure::nothing() } else { set(&self.up).into() };
        vec![
            self.id.to_string().into(),
            Cell::new(self.state.to_string(), super::state::tone(&self.state)),
            self.acting_text().into(),
            up,
            self.objects.to_string().into(),
            self.stored_bytes.to_string().into(),
            super::state::amiss(self.degraded, self.misplaced, self.unfound),
            figure::age(now, self.last_scrub),
            figure::age(now, self.last_deep_scrub),
            Cell::or_unknown(self.pool.as_ref()),
        ]
    }

    /// `[1,2,0]p1`, as Ceph prints it; without the `p` where nobody leads.
    pub(super) fn acting_text(&self) -> String {
        let primary = self.acting_primary.map_or_else(String::new, |osd| format!("p{}", osd.0));
        format!("{}{primary}", set(&self.acting))
    }

    /// `[1,2,0]`.
    pub(super) fn up_text(&self) -> String {
        set(&self.up)
    }
}

/// UP is left empty where it is as ACTING, which is where the eye then stops at the PGs that move.
impl Row for PgRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("PG"), |pg| ((pg.id.pool.0 << 32) | u64::from(pg.id.seed)).into()),
        by(Column::words("STATE"), |pg| pg.state.to_string().into()),
        by(Column::words("ACTING"), |pg| set(&pg.acting).into()),
        by(Column::words("UP"), |pg| set(&pg.up).into()),
        by(Column::figures("OBJECTS"), |pg| pg.objects.into()),
        by(Column::figures("STORED"), |pg| pg.stored_bytes.into()),
        by(Column::words("AMISS"), |pg| {
            pg.degraded.saturating_add(pg.misplaced).saturating_add(pg.unfound).into()
        }),
        by(Column::figures("SCRUB"), |pg| Key::age(pg.last_scrub)),
        by(Column::figures("DEEP"), |pg| Key::age(pg.last_deep_scrub)),
        by(Column::words("POOL").wide(), |pg| pg.pool.as_ref().into()),
    ];
}

fn set(osds: &[Option<OsdId>]) -> String {
    let name = |osd: &Option<OsdId>| osd.map_or_else(|| "none".to_owned(), |osd| osd.0.to_string());
    format!("[{}]", osds.iter().map(name).collect::<Vec<_>>().join(","))
}
