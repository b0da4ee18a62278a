//! Real clusters: Koor beside the `ceph` program, and beside the bare calls of librados.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use koor_core::Koor;
use koor_core::ladder::{Options, Rung};
use koor_core::port::CephTransport;
use koor_core::wire::Question;
use koor_testbed::{Cluster, Release, Shape};
use koor_tests::bed;
use koor_tests::command::koor;
use serde_json::{Value, json};

use crate::paper::{Section, Target, mb, median, ms};
use crate::usage;
use crate::within::{self, figure};

/// Looks at a warm cluster.
const LOOKS: usize = 25;
/// Runs of each command, by turns.
const RUNS: usize = 20;
/// An hour of looking every five seconds.
const ROUNDS: usize = 720;
const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) fn sections() -> Vec<Section> {
    let mut inventory = Section::ratios("inventory");
    let mut cold = Section::ratios("cold");
    let mut rounds = Section::new("rounds", &["release", "after", "memory", "threads", "file handles"]);
    for (release, least) in [(Release::Pacific, 6.0), (Release::Reef, 8.0), (Release::Tentacle, 8.0)] {
        let Some(cluster) = bed::start(Shape::full().on(release)) else {
            for section in [&mut inventory, &mut cold, &mut rounds] {
                section.absent(release.name(), "this release can't be had here today");
            }
            continue;
        };
        warm(&mut inventory, &cluster);
        started(&mut cold, &cluster, least);
        again(&mut rounds, &cluster);
        cluster.down().unwrap();
    }
    vec![inventory, cold, rounds]
}

/// Runs this program again, inside the cluster's root: with that release's librados and `ceph`.
pub(crate) fn inside(cluster: &Cluster, words: &[&str]) -> Value {
    let myself = std::env::current_exe().unwrap();
    let words: Vec<&str> = [within::WORD].iter().chain(words).copied().collect();
    within::read(&cluster.run_program(&myself, &words, &[]).unwrap())
}

fn warm(section: &mut Section, cluster: &Cluster) {
    let said = inside(cluster, &["inventory"]);
    let [koor, raw, single, batch] = ["koor", "raw", "single", "batch"].map(|name| figure(&said, name));
    let release = said["release"].as_str().unwrap();
    let what = format!("{release}: all {} questions", said["questions"]);
    let beside = format!("`ceph` one by one: {single:.1} s");
    section.ratio(&what, &ms(koor), &beside, single / koor, "×", Target::AtLeast(100.0));
    let beside = format!("bare librados calls, one after another: {}", ms(raw));
    section.ratio(&what, &ms(koor), &beside, koor / raw, "×", Target::AtMost(1.5));
    let beside = format!("one `ceph` that is fed all of them: {}", ms(batch));
    section.ratio(&what, &ms(koor), &beside, batch / koor, "×", Target::None);
}

/// A Koor over librados, which everything here is about.
fn open(runtime: &tokio::runtime::Runtime) -> Koor {
    let options = Options { rung: Some(Rung::Librados), deadline: Some(DEADLINE), ..Options::default() };
    runtime.block_on(Koor::open(options)).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    // As the command's.
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// The same questions in every way, once connected. In a process of its own.
pub(crate) fn inventory() -> Value {
    let runtime = runtime();
    let koor = open(&runtime);
    for _ in 0..3 {
        let seen = runtime.block_on(koor.inventory());
        let missing = seen.unseen().filter(|part| part.name != "mon_pings").count();
        assert_eq!(missing, 0, "something was not answered");
    }
    let (mut whole, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..LOOKS {
        let began = Instant::now();
        let _seen = runtime.block_on(koor.inventory());
        whole.push(began.elapsed().as_secs_f64());
        raw.push(runtime.block_on(bare(koor.transport())));
    }
    let lines: Vec<String> = Question::ALL.iter().map(|question| question.command().to_string()).collect();
    let began = Instant::now();
    for line in &lines {
        let done = ceph().args(line.split(' ')).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let single = began.elapsed().as_secs_f64();
    let detail = koor.transport().source().detail;
    let release = detail.split(',').next().unwrap_or_default().to_owned();
    json!({
        "koor": median(whole), "raw": median(raw), "single": single, "batch": median([fed(&lines), fed(&lines), fed(&lines)]),
        "questions": lines.len(), "release": release,
    })
}

/// What the calls of librados take by themselves, one after another: each is timed around the call alone.
async fn bare(transport: &Arc<dyn CephTransport>) -> f64 {
    let mut sum = 0.0;
    for question in Question::ALL {
        let answer =
            transport.command(&question.target(), &question.command(), question.deadline(DEADLINE)).await;
        sum += answer.unwrap().took.as_secs_f64();
    }
    sum
}

fn ceph() -> Command {
    let mut ceph = Command::new("ceph");
    ceph.args(["-f", "json"]).stdin(Stdio::null());
    ceph
}

/// One `ceph` that reads all the questions from its standard input.
fn fed(lines: &[String]) -> f64 {
    let began = Instant::now();
    let mut child = ceph().stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    began.elapsed().as_secs_f64()
}

fn started(section: &mut Section, cluster: &Cluster, least: f64) {
    // The cluster's folder has the same path inside its root.
    let program = cluster.dir().join("koor");
    fs::copy(koor(), &program).unwrap();
    let least_of_all = cluster.dir().join("bare");
    build_bare(&least_of_all);
    let words = [&program, &least_of_all].map(|path| path.to_str().unwrap());
    let said = inside(cluster, &["cold", words[0], words[1]]);
    let [koor, ceph, bare] = ["koor", "ceph", "bare"].map(|name| figure(&said, name));
    let what = format!("{}: `koor status`", cluster.shape().release.name());
    let beside = format!("a C program that asks `status` and nothing else: {}", ms(bare));
    section.ratio(&what, &ms(koor), &beside, koor / bare, "×", Target::None);
    section.ratio(
        &what,
        &ms(koor),
        &format!("`ceph status`: {}", ms(ceph)),
        ceph / koor,
        "×",
        Target::AtLeast(least),
    );
}

/// The least that a client of librados takes, built by the C compiler that zstd needs, too. Built here, it runs in newer roots.
fn build_bare(program: &Path) {
    let source = tempfile::Builder::new().suffix(".c").tempfile().unwrap();
    fs::write(source.path(), include_str!("peers/bare.c")).unwrap();
    let built = Command::new("gcc").arg("-O2").arg("-o").arg(program).arg(source.path()).arg("-ldl").output();
    let built = built.expect("no gcc: apt-get install gcc libc6-dev");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// The commands as cold processes, by turns. In a process of its own.
pub(crate) fn cold(words: &[String]) -> Value {
    let run = |mut command: Command| {
        let began = Instant::now();
        let done = command.stdin(Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        began.elapsed().as_secs_f64()
    };
    let (mut koor, mut ceph, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    // One of each before counting, so that their files are in memory.
    for turn in 0..=RUNS {
        let programs = [(words[0].as_str(), &mut koor), ("ceph", &mut ceph), (words[1].as_str(), &mut bare)];
        for (program, times) in programs {
            let mut command = Command::new(program);
            command.arg("status");
            let took = run(command);
            if turn > 0 {
                times.push(took);
            }
        }
    }
    json!({"koor": median(koor), "ceph": median(ceph), "bare": median(bare)})
}

fn again(section: &mut Section, cluster: &Cluster) {
    let said = inside(cluster, &["rounds"]);
    for (after, key) in [(ROUNDS / 12, "early"), (ROUNDS, "late")] {
        let [memory, threads, handles] = [0, 1, 2].map(|place| said[key][place].as_u64().unwrap());
        let release = cluster.shape().release.name().to_owned();
        section.row([
            release,
            format!("{after} rounds"),
            mb(memory as f64),
            threads.to_string(),
            handles.to_string(),
        ]);
    }
}

/// As many rounds as an hour has, one directly after the other. In a process of its own.
pub(crate) fn rounds() -> Value {
    let runtime = runtime();
    let koor = open(&runtime);
    let look = |count: usize| {
        for _ in 0..count {
            let _seen = runtime.block_on(koor.inventory());
        }
        usage::held()
    };
    let early = look(ROUNDS / 12);
    json!({"early": early, "late": look(ROUNDS - ROUNDS / 12)})
}
