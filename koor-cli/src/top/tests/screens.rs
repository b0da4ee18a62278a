//! Every screen as text, kept in `koor-cli/tests/screens`.
//!
//! After a change of a screen: look at the difference, then run these tests with `KOOR_BLESS=1`.

use std::path::Path;
use std::time::Duration;

use koor_core::Koor;

use super::{App, PLAIN, Paint, Run, app, drawn, press};

/// The looks that are kept: all is well; an OSD is down; it came back and its data is put right again.
const WELL: usize = 5;
const DOWN: usize = 14;

fn kept(name: &str, screen: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens").join(format!("{name}.txt"));
    if std::env::var_os("KOOR_BLESS").is_some() {
        std::fs::write(&path, screen).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(before == screen, "{} is kept otherwise; now it is\n{screen}", path.display());
}

#[tokio::test]
async fn the_overview_fits_any_terminal() {
    for (looks, name) in [(WELL, "well"), (DOWN, "osd-down")] {
        let app = app(looks).await;
        for (width, height) in [(80, 24), (120, 40), (40, 10)] {
            kept(&format!("overview-{name}-{width}x{height}"), &drawn(&app, width, height, PLAIN));
        }
    }
}

#[tokio::test]
async fn each_panel_and_what_it_opens() {
    for (keys, name) in [
        ("2", "osds"),
        ("2sh", "heat"),
        ("2s<enter>", "osd"),
        ("3", "pools"),
        ("3<down><enter>", "pool"),
        ("4", "health"),
        ("5", "events"),
        ("?", "help"),
    ] {
        let mut app = app(DOWN).await;
        press(&mut app, keys);
        for (width, height) in [(80, 24), (40, 10)] {
            kept(&format!("{name}-{width}x{height}"), &drawn(&app, width, height, PLAIN));
        }
    }
}

#[tokio::test]
async fn health_in_full_opens_at_the_check_that_is_chosen() {
    let mut app = app(DOWN).await;
    press(&mut app, "4<down><enter>");
    let code = app.look.as_ref().unwrap().view.check_codes()[1].clone();
    let screen = drawn(&app, 80, 8, PLAIN);
    assert!(screen.lines().nth(3).unwrap().contains(&code), "{screen}");
}

#[tokio::test]
async fn a_terminal_that_is_not_utf8_gets_ascii() {
    let mut app = app(DOWN).await;
    let ascii = Paint { coloured: true, ascii: true };
    for keys in ["1", "2", "3", "4", "5", "?"] {
        press(&mut app, keys);
        for (width, height) in [(80, 24), (120, 40), (20, 3)] {
            let screen = drawn(&app, width, height, ascii);
            assert!(screen.is_ascii(), "{screen}");
        }
    }
    press(&mut app, "<esc>1");
    kept("overview-osd-down-ascii-80x24", &drawn(&app, 80, 24, ascii));
}

#[tokio::test]
async fn any_size_is_drawn_and_a_small_one_says_what_it_needs() {
    let mut app = app(DOWN).await;
    let small = drawn(&app, 30, 6, PLAIN);
    assert!(
        small.starts_with("koor top needs 32 columns and\n8 lines; here are 30 and 6. q\nquits."),
        "{small}"
    );
    for keys in ["1", "2", "h", "3", "4", "<enter>", "<esc>5", "?"] {
        press(&mut app, keys);
        for (width, height) in [(0, 0), (1, 1), (32, 8), (33, 200), (400, 8), (400, 100), (69, 13), (110, 26)]
        {
            drawn(&app, width, height, PLAIN);
        }
    }
}

#[tokio::test]
async fn before_the_first_look_it_says_what_it_waits_for() {
    let mut app = App::new(Duration::from_secs(5));
    assert!(drawn(&app, 80, 24, PLAIN).contains("\nAsking the cluster.\n"));
    app.waiting = Some(Duration::from_secs(7));
    let screen = drawn(&app, 80, 24, PLAIN);
    assert!(screen.contains("\nAsking the cluster; no answer for 7 s.\n"), "{screen}");
    press(&mut app, "?");
    assert!(drawn(&app, 80, 24, PLAIN).contains("Keys"), "help needs no cluster");
}

/// The recording as if its mons had refused: every answer is an error.
#[tokio::test]
async fn who_is_not_reached_is_said_big() {
    let koor = Koor::over(std::sync::Arc::new(Nobody));
    let mut app = App::new(Duration::from_secs(2));
    app.show(koor.watch_top().next().await);
    for (width, height) in [(80, 24), (40, 10)] {
        let screen = drawn(&app, width, height, PLAIN);
        kept_without_time(&format!("unreachable-{width}x{height}"), &screen);
    }
}

#[tokio::test]
async fn what_was_seen_last_stays_with_its_age() {
    let mut run = Run::begin();
    let mut app = App::new(Duration::from_secs(2));
    app.show(run.look(WELL).await);
    press(&mut app, "p2");
    assert!(drawn(&app, 80, 24, PLAIN).lines().next().unwrap().contains("PAUSED"));
    assert!(app.pace.paused);
    // The fullness is asked every 30 s: this look carries it from the first.
    let screen = drawn(&app, 80, 24, PLAIN);
    assert!(screen.contains("use 8 s ago"), "{screen}");
}

/// This transport reaches nobody, now and not then: the stamp on the screen is of the test's own time.
fn kept_without_time(name: &str, screen: &str) {
    let head = screen.lines().next().unwrap();
    let time = head.find(" UTC").map(|end| head[end - 8..end].to_owned()).unwrap();
    kept(name, &screen.replace(&time, "00:00:00"));
}

#[derive(Debug)]
struct Nobody;

#[async_trait::async_trait]
impl koor_core::port::CephTransport for Nobody {
    async fn command(
        &self,
        _: &koor_core::model::Target,
        _: &koor_core::model::Command,
        _: Duration,
    ) -> Result<koor_core::port::Answer, koor_core::port::TransportError> {
        let kind = koor_core::model::Kind::Unreachable;
        Err(koor_core::port::TransportError::new(kind, "no mon at 10.0.0.1:3300 can be reached"))
    }

    fn source(&self) -> koor_core::model::Source {
        koor_core::model::Source {
            rung: "test".into(),
            cluster: "prod".into(),
            detail: "nobody".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }
}
