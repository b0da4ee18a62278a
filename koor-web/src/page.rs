//! A view as a page: its blocks as HTML. What they are about is none of this module's business.

use axum::response::Html;
use koor_core::view::report::Align;
use koor_core::view::{Block, Cell, Report, Table, Tone};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// The stylesheet's hash as the content security policy names it. A test computes it and says the new one.
macro_rules! style_hash {
    () => {
        "sha256-vZVtvUR9c+RPSjWUkZLPutyXqdeWbyW0oUmmi+pR4kg="
    };
}
pub(crate) use style_hash;

/// One view.
pub(crate) fn page(title: &str, report: &impl Report) -> Html<String> {
    let header = report.header();
    let title = format!("{} · {title} · Koor", header.cluster.name);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    @if let Some(why) = header.failure() {
                        p role="alert" { span class="bad" { (why) } }
                    }
                    (blocks(&report.blocks()))
                }
                footer {
                    (blocks(&header.footer()))
                    p { a href="" { "Look again" } " · " a href="/api/v1/status" { "as JSON" } }
                }
            }
        }
    };
    Html(page.into_string())
}

fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Line(cells) => p { (line(cells)) },
                Block::Facts(facts) => dl {
                    @for (label, rows) in facts {
                        dt { (label) }
                        @for row in rows { dd { (line(row)) } }
                    }
                },
                Block::Table(rows) => (table(rows)),
                // Paragraphs and tables keep their distance by themselves.
                Block::Gap => {},
            }
        }
    }
}

fn table(table: &Table) -> Markup {
    if table.rows.is_empty() {
        return html! { p { (table.empty) } };
    }
    let class = |index: usize| match table.columns.get(index).map(|column| column.align) {
        Some(Align::Right) => "figure",
        _ => "words",
    };
    html! {
        table {
            thead { tr {
                @for (index, column) in table.columns.iter().enumerate() {
                    th scope="col" class=(class(index)) { (column.title) }
                }
            } }
            tbody {
                @for row in &table.rows { tr {
                    @for (index, one) in row.iter().enumerate() {
                        td class=(class(index)) { (cell(one)) }
                    }
                } }
            }
        }
    }
}

fn line(cells: &[Cell]) -> Markup {
    html! { @for one in cells { (cell(one)) } }
}

fn cell(cell: &Cell) -> Markup {
    let class = match cell.tone {
        Tone::Plain => return html! { (cell.text) },
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
    };
    html! { span class=(class) { (cell.text) } }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::STYLE;

    /// Base64 of the 32 bytes of a hash.
    fn base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let word = chunk
                .iter()
                .chain(&[0, 0])
                .take(3)
                .fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
            for place in 0..4 {
                if place <= chunk.len() {
                    text.push(char::from(ALPHABET[word >> (18 - 6 * place) & 63]));
                } else {
                    text.push('=');
                }
            }
        }
        text
    }

    #[test]
    fn the_policy_names_this_stylesheet() {
        let hash = format!("sha256-{}", base64(&Sha256::digest(STYLE)));
        assert_eq!(style_hash!(), hash, "the stylesheet changed: this is its new hash");
    }
}
