//! What keys do.

use std::time::Duration;

use koor_core::view::top::{OsdSort, PoolSort};

use super::{App, Effect, PLAIN, Run, app, drawn, press};
use crate::top::app::Overlay;
use crate::top::panel::Panel;

#[tokio::test]
async fn it_ends_on_every_key_that_should_end_it() {
    for (keys, effect) in [
        ("q", Effect::Quit),
        ("<esc>", Effect::Quit),
        ("<ctrl-c>", Effect::Interrupt),
        ("?q", Effect::Quit),
        ("?<ctrl-c>", Effect::Interrupt),
        ("2/q<ctrl-c>", Effect::Interrupt),
        ("?<esc>", Effect::None),
        ("2/q", Effect::None),
        ("2/node<enter><esc>", Effect::None),
        ("2/node<enter><esc><esc>", Effect::Quit),
    ] {
        assert_eq!(press(&mut app(1).await, keys), effect, "{keys}");
    }
}

#[tokio::test]
async fn panels_go_around() {
    let mut app = app(1).await;
    press(&mut app, "<tab><tab>");
    assert_eq!(app.panel, Panel::Pools);
    press(&mut app, "<backtab><backtab><backtab>");
    assert_eq!(app.panel, Panel::Events);
    press(&mut app, "<tab>4");
    assert_eq!(app.panel, Panel::Health);
}

#[tokio::test]
async fn lists_are_sorted_and_turned_round() {
    let mut app = app(14).await;
    press(&mut app, "2");
    let slowest = app.keys();
    assert_eq!(app.osds.sort, OsdSort::Latency);
    press(&mut app, "s");
    assert_eq!(
        (app.osds.sort, app.keys()),
        (OsdSort::Fullness, vec!["osd.0".into(), "osd.2".into(), "osd.1".into()])
    );
    press(&mut app, "r");
    assert_eq!(app.keys(), ["osd.1", "osd.2", "osd.0"]);
    press(&mut app, "rss");
    assert_eq!(
        (app.osds.sort, app.keys()),
        (OsdSort::Id, vec!["osd.0".into(), "osd.1".into(), "osd.2".into()])
    );
    press(&mut app, "s");
    assert_eq!(app.keys(), slowest);
    press(&mut app, "3s");
    assert_eq!(app.pools.sort, PoolSort::Io, "each panel has its own order");
    assert_eq!(app.osds.sort, OsdSort::Latency);
}

#[tokio::test]
async fn a_filter_keeps_what_matches_while_it_is_written() {
    let mut app = app(14).await;
    press(&mut app, "2/host:node1");
    assert_eq!(app.keys(), ["osd.1"]);
    press(&mut app, "<back>2<enter>");
    assert_eq!((app.keys(), app.editing.clone()), (vec!["osd.2".to_owned()], None));
    assert!(drawn(&app, 80, 24, PLAIN).contains("1 match `host:node2`"));
    press(&mut app, "/ nowhere<enter>");
    assert!(drawn(&app, 80, 24, PLAIN).contains("None of 3 OSDs matches `host:node2 nowhere`."));
    press(&mut app, "<esc>");
    assert_eq!(app.keys().len(), 3);
    press(&mut app, "/state:down<enter>");
    assert_eq!(app.keys(), ["osd.1"], "it was killed before this look");
    press(&mut app, "/<esc>/class:hdd<enter>");
    assert_eq!(app.keys().len(), 3);
    press(&mut app, "3/pool:RGW<enter>");
    assert!(app.keys().len() > 1 && app.keys().iter().all(|pool| pool.contains("rgw")), "{:?}", app.keys());
}

#[tokio::test]
async fn one_thing_opens_and_closes() {
    let mut app = app(14).await;
    press(&mut app, "2sss<down><enter>");
    assert_eq!(app.overlay, Some(Overlay::Osd(koor_core::model::OsdId(1))));
    assert!(drawn(&app, 80, 24, PLAIN).contains("osd.1 is down, in"));
    press(&mut app, "<back>");
    assert_eq!(app.overlay, None);
    press(&mut app, "3<enter>");
    assert!(matches!(app.overlay, Some(Overlay::Pool(_))));
    press(&mut app, "<esc>4<enter>");
    assert!(
        matches!(&app.overlay, Some(Overlay::Health(code)) if *code == app.look.as_ref().unwrap().view.check_codes()[0])
    );
    // It scrolls no further than its end.
    press(&mut app, "<end>");
    let screen = drawn(&app, 80, 8, PLAIN);
    assert!(screen.contains("recording of"), "the footer is the last line: {screen}");
    press(&mut app, "<up>");
    assert_ne!(drawn(&app, 80, 8, PLAIN), screen);
}

#[tokio::test]
async fn the_chosen_row_stays_on_its_osd_while_the_order_changes() {
    let mut run = Run::begin();
    let mut app = App::new(Duration::from_secs(2));
    app.show(run.look(3).await);
    press(&mut app, "2sss<down>");
    let keys = app.keys();
    assert_eq!(keys[app.chosen(&keys)], "osd.1");
    press(&mut app, "r");
    let keys = app.keys();
    assert_eq!(keys[app.chosen(&keys)], "osd.1");
    for look in 0..10 {
        app.show(run.look(1).await);
        press(&mut app, "s");
        let keys = app.keys();
        assert_eq!(keys[app.chosen(&keys)], "osd.1", "look {look}");
    }
    press(&mut app, "<end><down><down>G");
    let keys = app.keys();
    assert_eq!(app.chosen(&keys), 2);
    press(&mut app, "<pgup>");
    assert!(app.chosen(&app.keys()) < 2);
}

#[tokio::test]
async fn the_pace_changes_within_reason() {
    let mut app = app(1).await;
    assert_eq!(app.pace.every, Duration::from_secs(2));
    assert_eq!(press(&mut app, "+"), Effect::Pace);
    assert_eq!(app.pace.every, Duration::from_secs(5));
    press(&mut app, "-----");
    assert_eq!(app.pace.every, Duration::from_secs(1));
    press(&mut app, "++++++++++");
    assert_eq!(app.pace.every, Duration::from_mins(5));
    assert_eq!(press(&mut app, "p"), Effect::Pace);
    assert!(app.pace.paused);
    press(&mut app, "p");
    assert!(!app.pace.paused);
}
