//! One placement group: who should hold it, who does, and what is missing where.

/// A place that no OSD fills.
pub(crate) const NONE: usize = 0x7fff_ffff;

/// Up to this share of a PG's objects a copy that fell behind is repaired by the log; beyond it, all is compared.
const LOG: f64 = 0.05;

/// What an OSD has of a PG.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub osd: usize,
    /// The share of objects that it lacks.
    pub missing: f64,
}

/// One placement group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pg {
    pub pool: usize,
    pub number: u32,
    pub size: usize,
    pub min_size: usize,
    /// So many copies (or shards) must be there to read it.
    pub need: usize,
    pub erasure: bool,
    /// Which share of its pool it holds: from where to where, between 0 and 1.
    pub share: (f64, f64),
    /// By CRUSH, whether up or not.
    pub raw: Vec<usize>,
    pub up: Vec<usize>,
    pub acting: Vec<usize>,
    pub copies: Vec<Copy>,
    /// Not enough is left to serve or to recover from.
    pub down: bool,
    /// It peers until then.
    pub peer_until: i64,
    /// Data moves now.
    pub working: bool,
    /// Who should get data has no room for it.
    pub toofull: bool,
    pub mapping_epoch: u64,
    pub last_change: i64,
    pub unclean_since: Option<i64>,
    pub inactive_since: Option<i64>,
    pub undersized_since: Option<i64>,
    pub degraded_since: Option<i64>,
}

fn members(places: &[usize]) -> impl Iterator<Item = usize> + '_ {
    places.iter().copied().filter(|osd| *osd != NONE)
}

impl Pg {
    /// The share of objects that an OSD lacks; `None` where it holds nothing of it.
    pub(crate) fn missing(&self, osd: usize) -> Option<f64> {
        self.copies.iter().find(|copy| copy.osd == osd).map(|copy| copy.missing)
    }

    fn usable(&self, osd: usize) -> bool {
        self.missing(osd).is_some_and(|missing| missing < LOG)
    }

    /// OSDs that serve it.
    pub(crate) fn serving(&self) -> usize {
        members(&self.acting).count()
    }

    pub(crate) fn acting_osds(&self) -> impl Iterator<Item = usize> + '_ {
        members(&self.acting)
    }

    pub(crate) fn up_osds(&self) -> impl Iterator<Item = usize> + '_ {
        members(&self.up)
    }

    pub(crate) fn primary(of: &[usize]) -> Option<usize> {
        members(of).next()
    }

    pub(crate) fn undersized(&self) -> bool {
        self.serving() < self.size
    }

    pub(crate) fn remapped(&self) -> bool {
        self.acting != self.up
    }

    pub(crate) fn peering(&self, now: i64) -> bool {
        now < self.peer_until
    }

    /// Whether clients are served.
    pub(crate) fn serves(&self, now: i64) -> bool {
        !self.down && !self.peering(now) && self.serving() >= self.min_size
    }

    /// Whether every copy is there. It may lie elsewhere than CRUSH wants where CRUSH finds nobody for a place.
    pub(crate) fn clean(&self) -> bool {
        !self.down
            && !self.undersized()
            && !self.backfills()
            && self.acting_osds().all(|osd| self.missing(osd) == Some(0.0))
    }

    /// Members that should get data and do not serve yet.
    pub(crate) fn backfills(&self) -> bool {
        self.up_osds().any(|osd| !self.acting.contains(&osd))
    }

    /// Members that serve and lack something.
    pub(crate) fn recovers(&self) -> bool {
        self.acting_osds().any(|osd| self.missing(osd).is_some_and(|missing| missing > 0.0))
    }

    /// Degraded and misplaced copies, in units of the PG's objects.
    pub(crate) fn shares(&self) -> (f64, f64) {
        let mut lacking = self.size - self.serving().min(self.size);
        let mut degraded: f64 = self.acting_osds().filter_map(|osd| self.missing(osd)).sum();
        let mut misplaced = 0.0;
        for target in self.up_osds().filter(|osd| !self.acting.contains(osd)) {
            let missing = self.missing(target).unwrap_or(1.0);
            if lacking > 0 {
                lacking -= 1;
                degraded += missing;
            } else {
                misplaced += missing;
            }
        }
        // Nobody is wanted in their place, and they keep it.
        let strangers = self.acting_osds().filter(|osd| !self.up.contains(osd)).count();
        let targets = self.up_osds().filter(|osd| !self.acting.contains(osd)).count();
        misplaced += strangers.saturating_sub(targets) as f64;
        (degraded + lacking as f64, misplaced)
    }

    /// The same in objects.
    pub(crate) fn degraded(&self, objects: u64) -> (u64, u64) {
        let (degraded, misplaced) = self.shares();
        let count = |share: f64| (share * objects as f64).ceil() as u64;
        (count(degraded), count(misplaced))
    }

    /// OSDs that are down and without which it can't serve.
    pub(crate) fn blocked_by(&self, is_up: impl Fn(usize) -> bool) -> Vec<usize> {
        if !self.down {
            return Vec::new();
        }
        let mut dead: Vec<usize> =
            self.copies.iter().map(|copy| copy.osd).filter(|osd| !is_up(*osd)).collect();
        dead.sort_unstable();
        dead
    }

    /// Takes a new map in: `raw` by CRUSH, `up` of it.
    pub(crate) fn settle(&mut self, raw: Vec<usize>, up: Vec<usize>, is_up: impl Fn(usize) -> bool) {
        for osd in members(&up) {
            if self.missing(osd).is_none() {
                self.copies.push(Copy { osd, missing: 1.0 });
            }
        }
        let before = std::mem::take(&mut self.acting);
        let lives = |pg: &Self, osd: usize| osd != NONE && is_up(osd) && pg.usable(osd);
        let acting = if self.erasure {
            let mut acting = vec![NONE; self.size];
            for place in 0..self.size {
                let wanted = [up.get(place), before.get(place)];
                let found = wanted.into_iter().flatten().copied().find(|osd| lives(self, *osd));
                if let Some(osd) = found.filter(|osd| !acting.contains(osd)) {
                    acting[place] = osd;
                }
            }
            // A member that changed its place leaves one that another has to keep meanwhile.
            for place in 0..self.size {
                let kept = before.iter().copied().find(|osd| lives(self, *osd) && !acting.contains(osd));
                if let (NONE, Some(osd)) = (acting[place], kept) {
                    acting[place] = osd;
                }
            }
            acting
        } else if members(&up).all(|osd| self.usable(osd)) {
            up.clone()
        } else {
            let kept = before.iter().copied().chain(self.copies.iter().map(|copy| copy.osd));
            let mut acting: Vec<usize> = Vec::new();
            for osd in members(&up).chain(kept) {
                if lives(self, osd) && !acting.contains(&osd) && acting.len() < self.size {
                    acting.push(osd);
                }
            }
            acting
        };
        let whole = members(&acting).any(|osd| self.missing(osd) == Some(0.0));
        self.down = members(&acting).count() < self.need || !whole;
        self.acting = if self.down { up.clone() } else { acting };
        self.raw = raw;
        self.up = up;
        self.working = false;
    }

    /// Ceph's words for its state.
    pub(crate) fn state(&self, now: i64, objects: u64, scrub: Option<bool>) -> String {
        let (degraded, _) = self.degraded(objects);
        let serves = self.serves(now);
        let (recovers, backfills) = (self.recovers(), self.backfills());
        let peering = self.peering(now) && !self.down;
        let quiet = !serves;
        let words = [
            (serves, "active"),
            (serves && self.clean(), "clean"),
            (serves && recovers && !self.working, "recovery_wait"),
            (serves && recovers && self.working, "recovering"),
            (self.down, "down"),
            (self.undersized() && !self.down, "undersized"),
            (degraded > 0 && !self.down && !peering, "degraded"),
            (self.remapped(), "remapped"),
            (scrub.is_some(), "scrubbing"),
            (scrub == Some(true), "deep"),
            (peering, "peering"),
            (serves && !recovers && backfills && !self.working && !self.toofull, "backfill_wait"),
            (serves && !recovers && backfills && self.working, "backfilling"),
            (serves && !recovers && backfills && self.toofull, "backfill_toofull"),
            (quiet && !self.down && !peering, "peered"),
        ];
        let said: Vec<&str> = words.iter().filter(|(holds, _)| *holds).map(|(_, word)| *word).collect();
        said.join("+")
    }
}
