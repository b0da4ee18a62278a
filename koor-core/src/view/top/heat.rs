//! OSDs as heat: one mark each, which a colour only repeats.

use super::Top;
use crate::model::OsdId;
use crate::view::osd::OsdRow;
use crate::view::report::Tone;

/// What the marks measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Heat {
    /// Used of size: `0` is below 10 %, `9` is 90 % and above.
    #[default]
    Fullness,
    /// Commit latency: see [`Heat::legend`].
    Latency,
}

/// The upper limits, in milliseconds, of the marks `0` to `8` of latency; `9` is above.
const LATENCY_MS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

/// From which mark on a latency is worth a look, and needs somebody.
const SLOW: usize = 5;
const VERY_SLOW: usize = 7;

/// One OSD's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The OSD.
    pub id: OsdId,
    /// `0` to `9`; `X` is down, `o` is out, `?` is not known.
    pub mark: char,
    /// How it is meant.
    pub tone: Tone,
    /// How bad it is beside others, for where one mark stands for many.
    pub weight: u8,
}

/// The marks below one CRUSH host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostMarks {
    /// The host; empty for OSDs that CRUSH places on none, or whose place was not seen.
    pub host: String,
    /// Its OSDs by id.
    pub marks: Vec<Mark>,
}

impl Heat {
    /// What the marks mean, in one line.
    #[must_use]
    pub const fn legend(self) -> &'static str {
        match self {
            Self::Fullness => "use in tens of %: 8 is 80 to 89 %; X down, o out, ? not known",
            Self::Latency => "ms: 0 <1  1 <2  2 <5  3 <10  4 <20  5 <50  6 <100  7 <200  8 <500; X down",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fullness => "use",
            Self::Latency => "commit latency",
        }
    }
}

impl Top {
    /// Every OSD's mark, by host as people order names, then by id.
    #[must_use]
    pub fn heat(&self, heat: Heat) -> Vec<HostMarks> {
        let mut rows: Vec<&OsdRow> = self.osds.value.iter().flatten().collect();
        let host = |osd: &OsdRow| osd.host.clone().unwrap_or_default();
        rows.sort_by(|a, b| {
            // Those without a place come last.
            let (left, right) = (host(a), host(b));
            left.is_empty()
                .cmp(&right.is_empty())
                .then_with(|| crate::model::natural(&left, &right))
                .then_with(|| a.id.cmp(&b.id))
        });
        let mut hosts: Vec<HostMarks> = Vec::new();
        for osd in rows {
            let (host, mark) = (host(osd), self.mark(osd, heat));
            match hosts.last_mut().filter(|last| last.host == host) {
                Some(last) => last.marks.push(mark),
                None => hosts.push(HostMarks { host, marks: vec![mark] }),
            }
        }
        hosts
    }

    fn mark(&self, osd: &OsdRow, heat: Heat) -> Mark {
        let of = |mark, tone, weight| Mark { id: osd.id, mark, tone, weight };
        if !osd.up {
            return of('X', Tone::Bad, u8::MAX);
        }
        if !osd.is_in {
            return of('o', Tone::Warn, 10);
        }
        let (level, tone) = match heat {
            Heat::Fullness => {
                let Some(share) = osd.fill.utilization else { return of('?', Tone::Faint, 0) };
                let tone = self.full_ratios.map_or(Tone::Plain, |ratios| ratios.tone(share));
                // Shares are 0 to 1; what is above is as full as can be.
                let tens = (1..=9).rev().find(|tens| share.0 * 10.0 >= f64::from(*tens)).unwrap_or(0);
                (tens, tone)
            }
            Heat::Latency => {
                let Some(ms) = osd.commit_ms else { return of('?', Tone::Faint, 0) };
                let level = LATENCY_MS.iter().position(|limit| ms < *limit).unwrap_or(LATENCY_MS.len());
                let tone = match level {
                    VERY_SLOW.. => Tone::Bad,
                    SLOW.. => Tone::Warn,
                    _ => Tone::Plain,
                };
                (u8::try_from(level).unwrap_or(9), tone)
            }
        };
        let tone = if tone == Tone::Plain { Tone::Good } else { tone };
        of(char::from(b'0' + level), tone, level + 1)
    }
}

/// The mark that stands for all of a host's where there is no room for each: the worst one.
#[must_use]
pub fn worst(marks: &[Mark]) -> Option<Mark> {
    marks.iter().copied().max_by_key(|mark| mark.weight)
}
