//! A `pg dump` of any size, made of real rows: what stands in each is what a real mgr said, but for the PG's name, its
//! OSDs and its size.

use std::io::Write as _;

use serde::de::IgnoredAny;

/// Real answers of a mgr.
pub(crate) const SHAPES: [(&str, &[u8]); 2] = [
    ("16.2.15", include_bytes!("../../../koor-core/tests/answers/16.2.15/pg_dump.json")),
    ("20.2.4", include_bytes!("../../../koor-core/tests/answers/20.2.4/pg_dump.json")),
];

/// OSDs that the PGs lie on.
const OSDS: usize = 4320;

/// One row, cut where something is put in.
struct Row<'a> {
    pieces: Vec<(&'a str, Hole)>,
    tail: &'a str,
}

#[derive(Clone, Copy)]
enum Hole {
    Name,
    Osds,
    Primary,
    Bytes,
    Objects,
}

const HOLES: [(&str, Hole); 7] = [
    ("pgid", Hole::Name),
    ("up", Hole::Osds),
    ("acting", Hole::Osds),
    ("up_primary", Hole::Primary),
    ("acting_primary", Hole::Primary),
    ("num_bytes", Hole::Bytes),
    ("num_objects", Hole::Objects),
];

impl<'a> Row<'a> {
    fn of(text: &'a str) -> Self {
        let mut holes: Vec<(usize, usize, Hole)> = HOLES
            .iter()
            .map(|(key, hole)| {
                let key = format!("\"{key}\":");
                let from = text.find(&key).unwrap() + key.len();
                (from, from + value(&text.as_bytes()[from..]), *hole)
            })
            .collect();
        holes.sort_by_key(|(from, ..)| *from);
        let (mut at, mut pieces) = (0, Vec::new());
        for (from, to, hole) in holes {
            pieces.push((&text[at..from], hole));
            at = to;
        }
        Self { pieces, tail: &text[at..] }
    }

    fn write(&self, number: usize, out: &mut Vec<u8>) {
        let osds = [0, 1, 2].map(|place| (number * 7 + place * 1441) % OSDS);
        for (piece, hole) in &self.pieces {
            out.extend_from_slice(piece.as_bytes());
            let _never_fails = match hole {
                Hole::Name => write!(out, "\"{}.{:x}\"", 1 + number / 32_768, number % 32_768),
                Hole::Osds => write!(out, "[{},{},{}]", osds[0], osds[1], osds[2]),
                Hole::Primary => write!(out, "{}", osds[0]),
                Hole::Bytes => write!(out, "{}", 38_000_000_000_u64 + number as u64 * 4096),
                Hole::Objects => write!(out, "{}", 9_000 + number % 1000),
            };
        }
        out.extend_from_slice(self.tail.as_bytes());
    }
}

/// The length of the JSON value at the beginning of `bytes`.
fn value(bytes: &[u8]) -> usize {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    values.next().unwrap().unwrap();
    values.byte_offset()
}

/// The answer of a mgr with so many PGs.
pub(crate) fn of(shape: &'static [u8], pgs: usize) -> Vec<u8> {
    let text = std::str::from_utf8(shape).unwrap();
    let key = "\"pg_stats\":[";
    let begin = text.find(key).unwrap() + key.len();
    let (mut at, mut rows) = (begin, Vec::new());
    while text.as_bytes()[at] != b']' {
        at += usize::from(text.as_bytes()[at] == b',');
        let length = value(&text.as_bytes()[at..]);
        rows.push(Row::of(&text[at..at + length]));
        at += length;
    }
    let mut out = Vec::with_capacity(shape.len() + pgs * 2600);
    out.extend_from_slice(&text.as_bytes()[..begin]);
    for number in 0..pgs {
        if number > 0 {
            out.push(b',');
        }
        rows[number % rows.len()].write(number, &mut out);
    }
    out.extend_from_slice(&text.as_bytes()[at..]);
    out
}
