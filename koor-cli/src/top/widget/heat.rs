//! Marks by group, folded into whatever room there is.

use koor_core::view::top::{HostMarks, Mark, worst};
use koor_core::view::{Cell, Tone};

/// Columns between two groups beside each other.
const GAP: usize = 2;

/// How the marks had to be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::top) enum Fold {
    /// Each group with its name.
    Named,
    /// Each thing has its mark, groups one after the other.
    Flowing,
    /// One mark a group, its worst.
    Worst,
}

impl Fold {
    /// What it means, where that can't be seen by itself.
    pub(in crate::top) const fn note(self) -> &'static str {
        match self {
            Self::Named => "",
            Self::Flowing => "host after host",
            Self::Worst => "one mark a host: its worst OSD",
        }
    }
}

/// The marks as lines of at most `width` columns and `height` rows, and how they were folded for that.
pub(in crate::top) fn fold(hosts: &[HostMarks], width: usize, height: usize) -> (Fold, Vec<Vec<Cell>>) {
    if width == 0 || height == 0 {
        return (Fold::Named, Vec::new());
    }
    let named = named(hosts, width);
    if named.len() <= height {
        return (Fold::Named, named);
    }
    let flowing = flow(hosts.iter().map(|host| host.marks.as_slice()), width);
    if flowing.len() <= height {
        return (Fold::Flowing, flowing);
    }
    let one: Vec<Mark> = hosts.iter().filter_map(|host| worst(&host.marks)).collect();
    let mut lines = flow(std::iter::once(one.as_slice()), width);
    if lines.len() > height {
        // More hosts than there is room for marks: the last row says how many are left out.
        lines.truncate(height.saturating_sub(1));
        let shown: usize = lines.iter().map(Vec::len).sum();
        let left = one.len().saturating_sub(shown);
        lines.push(vec![Cell::new(format!("and {left} more hosts"), Tone::Warn)]);
    }
    (Fold::Worst, lines)
}

/// How many rows the marks take, where they may take `most`.
pub(in crate::top) fn rows(hosts: &[HostMarks], width: u16, most: u16) -> u16 {
    let (_, lines) = fold(hosts, width.into(), most.max(1).into());
    u16::try_from(lines.len()).unwrap_or(most)
}

fn cell(mark: &Mark) -> Cell {
    Cell::new(mark.mark.to_string(), mark.tone)
}

/// Names and marks, as many groups beside each other as a line has room for.
fn named(hosts: &[HostMarks], width: usize) -> Vec<Vec<Cell>> {
    let name = |host: &HostMarks| if host.host.is_empty() { "(none)".to_owned() } else { host.host.clone() };
    let label = hosts.iter().map(|host| name(host).chars().count()).max().unwrap_or(0).min(width / 2).min(24);
    let room = width.saturating_sub(label + 1).max(1);
    let most = hosts.iter().map(|host| host.marks.len()).max().unwrap_or(0).clamp(1, room);
    let beside = ((width + GAP) / (label + 1 + most + GAP)).max(1);
    // A host with more marks than a line has room for goes on below.
    let pieces: Vec<(String, &[Mark])> = hosts
        .iter()
        .flat_map(|host| {
            let name = name(host);
            host.marks.chunks(room).enumerate().map(move |(index, marks)| {
                (if index == 0 { name.chars().take(label).collect() } else { String::new() }, marks)
            })
        })
        .collect();
    let rows = pieces.len().div_ceil(beside);
    (0..rows)
        .map(|row| {
            let mut line = Vec::new();
            // Down first, then right: names stay in their order in a column.
            for (column, (name, marks)) in pieces.iter().skip(row).step_by(rows.max(1)).enumerate() {
                if column > 0 {
                    line.push(Cell::plain(" ".repeat(GAP)));
                }
                line.push(Cell::new(format!("{name:label$} "), Tone::Faint));
                line.extend(marks.iter().map(cell));
                line.push(Cell::plain(" ".repeat(most.saturating_sub(marks.len()))));
            }
            line
        })
        .collect()
}

/// Marks one after the other, a blank between groups where they do not fill lines by themselves.
fn flow<'a>(groups: impl Iterator<Item = &'a [Mark]>, width: usize) -> Vec<Vec<Cell>> {
    let mut lines: Vec<Vec<Cell>> = vec![Vec::new()];
    for (index, marks) in groups.enumerate() {
        if index > 0 && lines.last().is_some_and(|line| !line.is_empty() && line.len() < width) {
            lines.last_mut().into_iter().for_each(|line| line.push(Cell::plain(" ")));
        }
        for mark in marks {
            if lines.last().is_some_and(|line| line.len() >= width) {
                lines.push(Vec::new());
            }
            lines.last_mut().into_iter().for_each(|line| line.push(cell(mark)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Fold, fold};
    use koor_core::model::OsdId;
    use koor_core::view::Tone;
    use koor_core::view::top::{HostMarks, Mark};

    fn hosts(count: u32, each: u32) -> Vec<HostMarks> {
        let mark = |id| Mark { id: OsdId(id), mark: '4', tone: Tone::Good, weight: 5 };
        (0..count)
            .map(|host| HostMarks {
                host: format!("node{host}"),
                marks: (host * each..(host + 1) * each).map(mark).collect(),
            })
            .collect()
    }

    fn text(hosts: &[HostMarks], width: usize, height: usize) -> (Fold, String) {
        let (fold, lines) = fold(hosts, width, height);
        assert!(lines.len() <= height);
        let line = |line: &Vec<koor_core::view::Cell>| {
            let text: String = line.iter().map(|cell| cell.text.as_str()).collect();
            assert!(text.chars().count() <= width, "{text}");
            text.trim_end().to_owned()
        };
        (fold, lines.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn there_is_a_mark_for_each_of_a_thousand_as_long_as_there_is_room() {
        assert_eq!(text(&hosts(3, 2), 26, 2), (Fold::Named, "node0 44  node2 44\nnode1 44".into()));
        let (fold, lines) = text(&hosts(100, 10), 78, 18);
        assert_eq!((fold, lines.matches('4').count()), (Fold::Flowing, 1000));
        let (fold, lines) = text(&hosts(100, 10), 78, 4);
        assert_eq!((fold, lines.matches('4').count()), (Fold::Worst, 100));
        let (fold, lines) = text(&hosts(100, 10), 38, 2);
        assert_eq!((fold, lines.ends_with("and 62 more hosts")), (Fold::Worst, true));
    }

    #[test]
    fn the_worst_of_a_host_stands_for_it() {
        let mut hosts = hosts(50, 20);
        hosts[7].marks[3] = Mark { id: OsdId(143), mark: 'X', tone: Tone::Bad, weight: u8::MAX };
        let (fold, lines) = text(&hosts, 60, 1);
        assert_eq!((fold, lines.find('X')), (Fold::Worst, Some(7)));
    }
}
