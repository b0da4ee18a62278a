//! What the screen shows just now, and what a key does to it.

use std::cell::Cell;
use std::time::Duration;

use koor_core::TopLook;
use koor_core::model::OsdId;
use koor_core::view::top::{Choice, Heat, Listed, OsdSort, PoolSort};
use koor_core::view::{Block, Report, Table, report};

use super::cursor::{Cursor, Move};
use super::feed::Pace;
use super::keyboard::Key;
use super::panel::Panel;

/// The intervals that `+` and `-` go through, in seconds.
const INTERVALS: [u64; 7] = [1, 2, 5, 10, 30, 60, 300];

/// What a key asks of whoever runs the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    None,
    /// Look at another pace.
    Pace,
    Quit,
    Interrupt,
}

/// What lies over the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Overlay {
    Help,
    Osd(OsdId),
    Pool(String),
    /// Health in full, from this check on.
    Health(String),
}

/// The state of the screen.
pub(super) struct App {
    pub look: Option<TopLook>,
    pub panel: Panel,
    pub osds: Choice<OsdSort>,
    pub pools: Choice<PoolSort>,
    /// Whether the panel of OSDs is all heat.
    pub heat_only: bool,
    pub overlay: Option<Overlay>,
    /// The first line of the overlay that is seen.
    pub scroll: Cell<usize>,
    /// The filter while it is written.
    pub editing: Option<String>,
    pub pace: Pace,
    /// For how long no look came, where that is longer than it should be.
    pub waiting: Option<Duration>,
    /// How many rows a page has: known once it was drawn.
    pub page: Cell<usize>,
    cursors: [Cursor; 5],
}

impl App {
    pub(super) fn new(every: Duration) -> Self {
        Self {
            look: None,
            panel: Panel::default(),
            osds: Choice::default(),
            pools: Choice::default(),
            heat_only: false,
            overlay: None,
            scroll: Cell::new(0),
            editing: None,
            pace: Pace { every, paused: false },
            waiting: None,
            page: Cell::new(1),
            cursors: Default::default(),
        }
    }

    /// A new look.
    pub(super) fn show(&mut self, look: TopLook) {
        self.look = Some(look);
        self.waiting = None;
    }

    /// A key.
    pub(super) fn press(&mut self, key: Key) -> Effect {
        if key == Key::Interrupt {
            return Effect::Interrupt;
        }
        if self.editing.is_some() {
            self.edit(key);
            return Effect::None;
        }
        if self.overlay.is_some() {
            return self.press_over(key);
        }
        match key {
            Key::Char('q') => return Effect::Quit,
            Key::Escape => return self.back(),
            Key::Char('?') => self.open(Overlay::Help),
            Key::Tab => self.panel = self.panel.step(1),
            Key::BackTab => self.panel = self.panel.step(Panel::ALL.len() - 1),
            Key::Char(digit @ '1'..='5') => {
                self.panel = Panel::ALL[usize::from(digit as u8 - b'1')];
            }
            Key::Char('s') => self.sort(),
            Key::Char('r') => self.reverse(),
            Key::Char('h') if self.panel == Panel::Osds => self.heat_only = !self.heat_only,
            Key::Char('/') => self.editing = self.filter().map(str::to_owned),
            Key::Enter => self.open_chosen(),
            Key::Char('p' | '+' | '=' | '-') => return self.pace(key),
            other => self.step(other),
        }
        Effect::None
    }

    /// Escape where nothing is open: away with the filter, and then with the screen.
    fn back(&mut self) -> Effect {
        if self.filter().is_none_or(str::is_empty) {
            return Effect::Quit;
        }
        self.set_filter("");
        Effect::None
    }

    fn press_over(&mut self, key: Key) -> Effect {
        let scroll = self.scroll.get_mut();
        let page = self.page.get();
        match key {
            Key::Char('q') => return Effect::Quit,
            Key::Escape | Key::Backspace | Key::Enter | Key::Char('?') => self.overlay = None,
            Key::Char('p' | '+' | '=' | '-') => return self.pace(key),
            other => match motion(other, page) {
                Some(Move::Up(rows)) => *scroll = scroll.saturating_sub(rows),
                Some(Move::Down(rows)) => *scroll += rows,
                Some(Move::First) => *scroll = 0,
                Some(Move::Last) => *scroll = usize::MAX / 2,
                None => {}
            },
        }
        Effect::None
    }

    fn edit(&mut self, key: Key) {
        let Some(mut text) = self.editing.take() else { return };
        match key {
            Key::Enter => return,
            Key::Escape => text.clear(),
            Key::Backspace => {
                text.pop();
            }
            Key::Char(letter) => text.push(letter),
            _ => {}
        }
        self.set_filter(&text);
        self.editing = (key != Key::Escape).then_some(text);
    }

    fn pace(&mut self, key: Key) -> Effect {
        let now = self.pace.every.as_secs();
        let next = match key {
            Key::Char('p') => {
                self.pace.paused = !self.pace.paused;
                None
            }
            // Slower is longer.
            Key::Char('-') => INTERVALS.iter().rev().find(|seconds| **seconds < now),
            _ => INTERVALS.iter().find(|seconds| **seconds > now),
        };
        if let Some(seconds) = next {
            self.pace.every = Duration::from_secs(*seconds);
        }
        Effect::Pace
    }

    /// The filter of this panel; nothing where it has none.
    pub(super) fn filter(&self) -> Option<&str> {
        match self.panel {
            Panel::Osds => Some(&self.osds.filter),
            Panel::Pools => Some(&self.pools.filter),
            Panel::Overview | Panel::Health | Panel::Events => None,
        }
    }

    fn set_filter(&mut self, text: &str) {
        match self.panel {
            Panel::Pools => text.clone_into(&mut self.pools.filter),
            _ => text.clone_into(&mut self.osds.filter),
        }
    }

    fn sort(&mut self) {
        match self.panel {
            Panel::Pools => self.pools.sort = self.pools.sort.next(),
            _ => self.osds.sort = self.osds.sort.next(),
        }
    }

    fn reverse(&mut self) {
        match self.panel {
            Panel::Pools => self.pools.reversed = !self.pools.reversed,
            _ => self.osds.reversed = !self.osds.reversed,
        }
    }

    fn step(&mut self, key: Key) {
        let keys = self.keys();
        if let Some(step) = motion(key, self.page.get()) {
            self.cursors[self.panel.number()].step(step, &keys);
        }
    }

    fn open(&mut self, overlay: Overlay) {
        self.scroll.set(0);
        self.overlay = Some(overlay);
    }

    fn open_chosen(&mut self) {
        let keys = self.keys();
        let Some(key) = keys.get(self.chosen(&keys)) else { return };
        let overlay = match self.panel {
            Panel::Osds => key.parse().ok().map(Overlay::Osd),
            Panel::Pools => Some(Overlay::Pool(key.clone())),
            Panel::Overview | Panel::Health => Some(Overlay::Health(key.clone())),
            Panel::Events => None,
        };
        if let Some(overlay) = overlay {
            self.open(overlay);
        }
    }

    /// What the rows of this panel are about.
    pub(super) fn keys(&self) -> Vec<String> {
        let Some(look) = &self.look else { return Vec::new() };
        match self.panel {
            Panel::Osds => look.view.osds(&self.osds).into_iter().map(|osd| osd.id.to_string()).collect(),
            Panel::Pools => look.view.pools(&self.pools).into_iter().map(|pool| pool.name.clone()).collect(),
            Panel::Overview | Panel::Health => look.view.check_codes(),
            Panel::Events => (0..look.view.log_lines().len()).map(|line| line.to_string()).collect(),
        }
    }

    /// Which of them is chosen.
    pub(super) fn chosen(&self, keys: &[String]) -> usize {
        self.cursors[self.panel.number()].at(keys)
    }

    /// The OSDs as they are chosen and sorted.
    pub(super) fn osd_list(&self, look: &TopLook) -> Listed<OsdId> {
        look.view.osd_list(&self.osds)
    }

    /// The pools as they are chosen and sorted.
    pub(super) fn pool_list(&self, look: &TopLook) -> Listed<String> {
        look.view.pool_list(&self.pools)
    }

    /// What the heat measures: what the list is sorted by, where heat can show that.
    pub(super) const fn heat(&self) -> Heat {
        match self.osds.sort {
            OsdSort::Latency => Heat::Latency,
            OsdSort::Fullness | OsdSort::Pgs | OsdSort::Id => Heat::Fullness,
        }
    }

    /// What lies over the panel, as a title and blocks.
    pub(super) fn overlay_text(&self, overlay: &Overlay) -> (String, Vec<Block>) {
        let Some(look) = self.look.as_ref().filter(|_| *overlay != Overlay::Help) else {
            return ("Keys".into(), vec![Block::Table(help())]);
        };
        let gone = |error: koor_core::Error| vec![Block::Line(vec![format!("{error}.").into()])];
        match overlay {
            Overlay::Help => ("Keys".into(), Vec::new()),
            Overlay::Osd(id) => {
                let blocks = look.osd(*id).map_or_else(gone, |show| with_footer(&show));
                (id.to_string(), blocks)
            }
            Overlay::Pool(name) => {
                let blocks = look.pool(name).map_or_else(gone, |show| with_footer(&show));
                (format!("pool {name}"), blocks)
            }
            Overlay::Health(code) => {
                let report = look.health();
                let blocks = [about(&report.blocks(), code), report.header().footer()].concat();
                (code.clone(), blocks)
            }
        }
    }
}

/// The piece of health in full that is about one check: pieces begin behind a free line, with their code.
fn about(blocks: &[Block], code: &str) -> Vec<Block> {
    let names = |block: &Block| {
        matches!(block, Block::Line(cells) if cells.iter().any(|cell| {
            cell.text.split([' ', ':']).any(|word| word == code)
        }))
    };
    let Some(first) = blocks.iter().position(names) else {
        return vec![Block::Line(vec![format!("{code} is not raised any longer.").into()])];
    };
    blocks[first..].iter().take_while(|block| **block != Block::Gap).cloned().collect()
}

fn with_footer(report: &impl Report) -> Vec<Block> {
    let mut blocks = report.blocks();
    blocks.push(Block::Gap);
    blocks.extend(report.header().footer());
    blocks
}

fn motion(key: Key, page: usize) -> Option<Move> {
    let page = page.max(1);
    Some(match key {
        Key::Up | Key::Char('k') => Move::Up(1),
        Key::Down | Key::Char('j') => Move::Down(1),
        Key::PageUp => Move::Up(page),
        Key::PageDown | Key::Char(' ') => Move::Down(page),
        Key::Home | Key::Char('g') => Move::First,
        Key::End | Key::Char('G') => Move::Last,
        _ => return None,
    })
}

/// What the keys do.
fn help() -> Table {
    let rows = [
        ("q", "quit; Ctrl-C too, and Esc where nothing is open"),
        ("1-5, Tab", "choose a panel"),
        ("j k, arrows", "move; PgUp, PgDn, g and G further"),
        ("Enter", "open one OSD, pool or health check"),
        ("Esc, Backspace", "back"),
        ("s, r", "sort by the next thing; the other way round"),
        ("/", "filter: words, or host:NAME class:NAME state:down"),
        ("h", "OSDs: heat alone, or with the list"),
        ("p", "pause; what is shown stays, with its age"),
        ("+, -", "look less often, more often"),
    ];
    Table {
        columns: vec![report::Column::words("KEY"), report::Column::words("DOES")],
        rows: rows.iter().map(|(key, what)| vec![(*key).into(), (*what).into()]).collect(),
        empty: String::new(),
    }
}
