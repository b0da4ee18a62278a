//! The simulator's large cluster: what a look costs, the simulator's own work apart, and how that grows with size.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::civil::date;
use koor_core::Koor;
use koor_core::assess::advice::advise;
use koor_core::assess::traits::Traits;
use koor_core::model::{Command, Kind, Source, Target as To};
use koor_core::port::{Answer, CephTransport, Clock, SystemClock, TransportError};
use koor_core::sim::{Scenario, Simulator};
use koor_core::view::{OsdFilter, OsdList};
use koor_core::wire::{Question, catalogue};
use koor_tests::command::koor;
use serde_json::{Value, json};

use crate::Size;
use crate::paper::{Section, Target, mb, median, ms};
use crate::within::{self, figure};

const DEADLINE: Duration = Duration::from_mins(2);
const TURNS: usize = 3;

/// Answers that were made before.
struct Prepared {
    answers: BTreeMap<String, Answer>,
    source: Source,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("source", &self.source).finish_non_exhaustive()
    }
}

#[async_trait]
impl CephTransport for Prepared {
    async fn command(&self, _: &To, command: &Command, _: Duration) -> Result<Answer, TransportError> {
        let answer = self.answers.get(&command.to_string()).cloned();
        answer.ok_or_else(|| TransportError::new(Kind::NotFound, format!("{command} was not prepared")))
    }

    fn source(&self) -> Source {
        self.source.clone()
    }
}

pub(crate) fn sections(size: Size) -> Vec<Section> {
    let sizes: &[u32] = if size == Size::Whole { &[100, 1_000, 4_320] } else { &[40, 100] };
    let mut growth = Section::new(
        "growth",
        &[
            "OSDs",
            "PGs",
            "answers",
            "inventory",
            "a 1000 PGs",
            "`osd ls`, view and text",
            "an OSD",
            "`koor status`, its memory",
            "the simulator's own work",
        ],
    );
    let mut largest = None;
    for osds in sizes {
        let said = within::own(&["size", &osds.to_string()]);
        let scenario = format!("--demo=large:{osds}");
        let status = within::own(&["usage", koor().to_str().unwrap(), &scenario, "status"]);
        let [pgs, bytes, whole, list, check, made, peak] =
            ["pgs", "bytes", "inventory", "list", "check", "made"]
                .map(|name| figure(&said, name))
                .into_iter()
                .chain([figure(&status, "peak")])
                .collect::<Vec<_>>()
                .try_into()
                .unwrap();
        growth.row([
            osds.to_string(),
            pgs.to_string(),
            mb(bytes),
            ms(whole),
            ms(whole / pgs * 1e3),
            ms(list),
            format!("{:.1} µs", list / f64::from(*osds) * 1e6),
            mb(peak),
            ms(made),
        ]);
        largest = Some((*osds, pgs, whole, list, check, peak));
    }
    let mut large = Section::ratios("large");
    if let Some((osds, pgs, whole, list, check, peak)) = largest {
        let limit = |seconds: f64| format!("limit: {}", ms(seconds));
        let what = format!("{osds} OSDs, {pgs} PGs: inventory");
        large.ratio(&what, &ms(whole), &limit(2.0), whole / 2.0, "", Target::AtMost(1.0));
        large.ratio(
            "`koor osd ls` of all, once collected",
            &ms(list),
            &limit(0.1),
            list / 0.1,
            "",
            Target::AtMost(1.0),
        );
        let what = "`koor versions check`, once collected: all of it held against the catalogue";
        large.ratio(what, &ms(check), &limit(0.02), check / 0.02, "", Target::AtMost(1.0));
        let beside = "limit: 300 MB, the simulator itself in it";
        large.ratio(
            "`koor status`, its peak memory",
            &mb(peak),
            beside,
            peak / 300e6,
            "",
            Target::AtMost(1.0),
        );
    }
    vec![large, growth]
}

/// One size. In a process of its own.
pub(crate) fn measure(words: &[String]) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let scenario = Scenario::Large { osds: words[0].parse().unwrap() };
    let began = Instant::now();
    let simulator = Simulator::new(scenario, 0, clock);
    let mut answers = BTreeMap::new();
    for question in Question::ALL {
        let command = question.command();
        let answer = runtime.block_on(simulator.command(&question.target(), &command, DEADLINE)).unwrap();
        answers.insert(command.to_string(), answer);
    }
    let made = began.elapsed().as_secs_f64();
    let bytes: usize = answers.values().map(|answer| answer.body.len()).sum();
    let koor = Koor::over(Arc::new(Prepared { answers, source: simulator.source() })).with_deadline(DEADLINE);
    drop(simulator);
    let (mut whole, mut list, mut check, mut pgs) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..TURNS {
        let began = Instant::now();
        let inventory = runtime.block_on(koor.inventory());
        whole.push(began.elapsed().as_secs_f64());
        let missing = inventory.unseen().filter(|part| part.name != "mon_pings").count();
        assert_eq!(missing, 0, "something was not answered");
        pgs = inventory.pgs.value().unwrap().pgs.len();
        let began = Instant::now();
        let view = OsdList::of(&inventory, &OsdFilter::default(), koor.now());
        let text = view.to_string();
        list.push(began.elapsed().as_secs_f64());
        assert!(text.lines().count() > 10);
        let began = Instant::now();
        let advice = advise(&Traits::of(&inventory), catalogue::built_in(), date(2026, 11, 28));
        check.push(began.elapsed().as_secs_f64());
        assert!(advice.judged >= 20);
    }
    json!({"inventory": median(whole), "list": median(list), "check": median(check), "made": made, "bytes": bytes, "pgs": pgs})
}
