//! Words that come from outside, short enough for a sentence.

/// How many letters of somebody else's words a sentence of ours quotes. Parsers quote the value they could not read,
/// which may be as long as the whole answer.
const MOST: usize = 300;

/// The text on one line without control characters, and no longer than a sentence bears.
pub(crate) fn clipped(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut out: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{MOST, clipped};

    #[test]
    fn long_words_are_cut_and_lines_are_joined() {
        assert_eq!(clipped("as it\nis"), "as it is");
        assert_eq!(clipped(&"ä".repeat(MOST)), "ä".repeat(MOST));
        assert_eq!(clipped(&"ä".repeat(MOST + 1)), "ä".repeat(MOST) + "…");
    }
}
