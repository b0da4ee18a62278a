//! When what is known ends.

use std::fmt;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::catalogue::CatalogueRef;
use super::{dates, either, tone_of_end};
use crate::model::catalogue::{End, HeldCatalogue, Product, titled};
use crate::view::report::{Block, Cell, Column, Listing, Table, Tone, plain_text};

/// One line's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarRow {
    /// Of what.
    pub product: Product,
    /// `20`.
    pub line: String,
    /// `tentacle`.
    pub name: Option<String>,
    /// Its newest release that is known.
    pub newest: semver::Version,
    /// What sources say of its end, the earliest first.
    pub ends: Vec<End>,
    /// How many days until the earliest; less than none where that has passed.
    pub days: Option<i32>,
}

/// When the lines end, the next first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCalendar {
    /// The version of this JSON.
    pub schema_version: u32,
    /// Which catalogue says so.
    pub catalogue: CatalogueRef,
    /// The day it was asked.
    pub today: Date,
    /// The lines.
    pub lines: Vec<CalendarRow>,
}

impl CalendarRow {
    /// `20 tentacle`, or the line alone.
    fn title(&self) -> String {
        titled(&self.line, self.name.as_deref())
    }
}

impl VersionCalendar {
    /// Of a catalogue on a day: what has ended more than a year ago is left out unless `all` are wanted.
    #[must_use]
    pub fn of(held: &HeldCatalogue, today: Date, all: bool) -> Self {
        let mut lines: Vec<CalendarRow> = Vec::new();
        for line in &held.catalogue.lines {
            let mut ends = line.ends.clone();
            ends.sort_by_key(|end| end.date);
            let days = line.first_end().map(|end| (end - today).get_days());
            if !all && days.is_some_and(|days| days < -365) {
                continue;
            }
            lines.push(CalendarRow {
                product: line.product,
                line: line.line.clone(),
                name: line.name.clone(),
                newest: line.newest.version.clone(),
                ends,
                days,
            });
        }
        // What nobody gives an end stands last.
        lines.sort_by_key(|row| (row.days.is_none(), row.days, row.product));
        Self {
            schema_version: crate::model::SCHEMA_VERSION,
            catalogue: CatalogueRef::of(held, today),
            today,
            lines,
        }
    }

    /// As iCalendar (RFC 5545): a day-long event for each end that a source gives.
    #[must_use]
    pub fn ical(&self) -> String {
        let mut text =
            String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Koor//versions calendar//EN\r\n");
        let stamp = self.catalogue.dated.strftime("%Y%m%dT000000Z");
        for row in &self.lines {
            for end in &row.ends {
                let next = end.date.tomorrow().unwrap_or(end.date);
                // The same event again and again is one, however often it is read in.
                let uid = format!("{}-{}-{}@koor.tech", row.product.id(), row.line, end.source);
                let lines = [
                    "BEGIN:VEVENT".to_owned(),
                    format!("UID:{uid}"),
                    format!("DTSTAMP:{stamp}"),
                    format!("DTSTART;VALUE=DATE:{}", end.date.strftime("%Y%m%d")),
                    format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")),
                    format!("SUMMARY:{} {} is end of life", row.product, row.title()),
                    format!("DESCRIPTION:as {} says", end.source),
                    "TRANSP:TRANSPARENT".to_owned(),
                    "END:VEVENT".to_owned(),
                ];
                for line in lines {
                    let _ = write!(text, "{}\r\n", folded(&line));
                }
            }
        }
        text.push_str("END:VCALENDAR\r\n");
        text
    }
}

/// A line of at most 75 bytes, what is longer on lines that begin with a space (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text
}

impl Listing for VersionCalendar {
    fn blocks(&self) -> Vec<Block> {
        let columns = vec![
            Column::words("PRODUCT"),
            Column::words("LINE"),
            Column::words("NEWEST"),
            Column::words("ENDS"),
            Column::figures("IN DAYS"),
            Column::values("SAYS").wide(),
        ];
        let row = |row: &CalendarRow| {
            let tone = row.ends.first().map_or(Tone::Faint, |end| tone_of_end(end.date, self.today));
            let ends = dates(&row.ends);
            let says: Vec<&str> = row.ends.iter().map(|end| end.source.as_str()).collect();
            vec![
                row.product.to_string().into(),
                row.title().into(),
                row.newest.to_string().into(),
                if ends.is_empty() { Cell::unknown() } else { Cell::new(either(&ends), tone) },
                Cell::or_unknown(row.days),
                says.join(", ").into(),
            ]
        };
        let rows = self.lines.iter().map(row).collect();
        let empty = "The catalogue knows no release line.".to_owned();
        vec![self.catalogue.line(), Block::Gap, Block::Table(Table { columns, rows, empty })]
    }
}

impl fmt::Display for VersionCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_text(&self.blocks()))
    }
}
