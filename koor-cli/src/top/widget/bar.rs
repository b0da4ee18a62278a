//! A bar of shares.

use koor_core::view::Tone;

use koor_core::view::Cell;

/// The marks of shares: the first is what should be most.
const FILLS: [char; 3] = ['█', '▒', '░'];

/// A bar of `width` columns in which each share has its part. What is above zero has one column at least.
pub(in crate::top) fn shares(shares: &[(u64, Tone)], width: usize) -> Vec<Cell> {
    let total: u64 = shares.iter().map(|(count, _)| count).sum();
    if total == 0 || width == 0 {
        return Vec::new();
    }
    let some: Vec<_> = shares.iter().filter(|(count, _)| *count > 0).collect();
    let mut left = width;
    let mut cells = Vec::new();
    for (index, (count, tone)) in some.iter().enumerate() {
        // Those to come need a column each.
        let room = left.saturating_sub(some.len() - index - 1).max(1);
        let wanted = (u128::from(*count) * width as u128).div_ceil(u128::from(total));
        let columns =
            if index + 1 == some.len() { left } else { usize::try_from(wanted).unwrap_or(width).min(room) };
        let fill = match tone {
            Tone::Good | Tone::Plain => FILLS[0],
            Tone::Bad => FILLS[2],
            _ => FILLS[1],
        };
        cells.push(Cell::new(fill.to_string().repeat(columns), *tone));
        left = left.saturating_sub(columns);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::shares;
    use koor_core::view::Tone;

    #[test]
    fn a_bar_is_as_wide_as_told_and_shows_the_least() {
        let of = |counts: &[(u64, Tone)]| {
            shares(counts, 10).iter().map(|cell| cell.text.as_str()).collect::<String>()
        };
        assert_eq!(of(&[(10, Tone::Good)]), "██████████");
        assert_eq!(of(&[(9999, Tone::Good), (1, Tone::Warn)]), "█████████▒");
        assert_eq!(of(&[(1, Tone::Good), (1, Tone::Warn), (2, Tone::Bad)]), "███▒▒▒░░░░");
        assert_eq!(of(&[(0, Tone::Good)]), "");
    }
}
