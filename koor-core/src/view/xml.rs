//! Words as XML takes them, for pictures and for test reports.

/// Words as XML takes them: names come from clusters, and may hold anything.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            // XML has no way to write them.
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                text.push('\u{fffd}');
            }
            letter => text.push(letter),
        }
    }
    text
}
