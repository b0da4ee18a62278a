//! A trend in one row.

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The last `width` figures, scaled to the largest of them. Nothing moving is the lowest mark, a gap is a blank.
pub(in crate::top) fn spark(series: &[Option<u64>], width: usize) -> String {
    let shown = &series[series.len().saturating_sub(width)..];
    let most = shown.iter().flatten().max().copied().unwrap_or_default();
    let mark = |figure: &Option<u64>| match figure {
        None => ' ',
        Some(0) => LEVELS[0],
        Some(figure) => {
            let level = (u128::from(*figure) * 7).div_ceil(u128::from(most.max(1)));
            LEVELS[usize::try_from(level).unwrap_or(7).min(7)]
        }
    };
    let blank = " ".repeat(width.saturating_sub(shown.len()));
    blank + &shown.iter().map(mark).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn a_trend_is_scaled_and_shows_its_gaps() {
        assert_eq!(spark(&[Some(0), None, Some(1), Some(70), Some(35)], 6), " ▁ ▂█▅");
        assert_eq!(spark(&[Some(9), Some(0), Some(0)], 2), "▁▁", "only what is shown scales it");
        assert_eq!(spark(&[], 3), "   ");
    }
}
