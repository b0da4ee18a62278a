//! How calls behave: deadlines, many at once, dropped ones, stamps, and what a transport says of itself.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use jiff::Timestamp;
use koor_core::model::{Command, Kind, Target};
use koor_core::port::{Answer, TransportError};

use super::{Bench, DEADLINE, Held, brief, failed_as, head, json_of, that};

/// Questions of the mons, each with a field that only its own answer has.
const TELLTALES: [(&str, &str); 4] =
    [("osd dump", "max_osd"), ("mon dump", "mons"), ("mgr dump", "active_name"), ("fs dump", "filesystems")];

impl Bench {
    #[expect(clippy::unused_async, reason = "a case is a future")]
    pub(super) async fn source(&self) -> Held {
        let source = self.transport.source();
        that(source.rung == self.abilities.rung, || format!("{source:?}"))?;
        that(!source.detail.is_empty() && !source.cluster.is_empty(), || format!("{source:?}"))?;
        let said = format!("{source:?} {:?}", self.transport);
        let leaks = self.facts.secrets.iter().any(|secret| said.contains(secret));
        // The words themselves would put the secret into a log.
        that(!leaks, || "the source or the transport's Debug holds a secret".to_owned())
    }

    /// The first call has to connect, which takes longer than nothing.
    pub(super) async fn no_time_to_connect(&self) -> Held {
        failed_as(Kind::Timeout, &self.in_no_time().await?)?;
        self.status().await
    }

    /// A timer may be as coarse as an answer is fast, so either may win; nothing else may come of it, and the next
    /// call is answered.
    pub(super) async fn no_time(&self) -> Held {
        for _ in 0..8 {
            let result = self.in_no_time().await?;
            match &result {
                Ok(answer) => that(answer.status == 0, || brief(answer))?,
                Err(_) => failed_as(Kind::Timeout, &result)?,
            }
        }
        self.status().await
    }

    async fn in_no_time(&self) -> Result<Result<Answer, TransportError>, String> {
        // Asked nowhere else: a recording of this suite keeps these failures.
        let command = Command::new("features");
        let call = self.transport.command(&Target::Mon, &command, Duration::ZERO);
        // Not a measurement: only a call that does not look at its deadline takes longer than this.
        let ended = tokio::time::timeout(DEADLINE, call).await;
        ended.map_err(|_| format!("still under way after {DEADLINE:?}"))
    }

    pub(super) async fn patient(&self) -> Held {
        let command = Command::new("mon dump");
        let answer = self.transport.command(&Target::Mon, &command, Duration::from_mins(1)).await;
        let answer = answer.map_err(|error| format!("{error:?}"))?;
        let mons = json_of(&command, &answer)?;
        that(mons["fsid"] == self.facts.fsid.as_str(), || mons.to_string())
    }

    pub(super) async fn stamps(&self) -> Held {
        let (before, began) = (Timestamp::now(), Instant::now());
        let answer = self.ask(&Target::Mon, &Command::new("status")).await?;
        let (after, elapsed) = (Timestamp::now(), began.elapsed());
        that(answer.took > Duration::ZERO, || "it took no time at all".to_owned())?;
        if self.abilities.live.is_err() {
            return that(answer.asked_at < before, || {
                format!("asked at {}, and recorded before {before}", answer.asked_at)
            });
        }
        that(before <= answer.asked_at && answer.asked_at <= after, || {
            format!("asked at {}, between {before} and {after}", answer.asked_at)
        })?;
        that(answer.took <= elapsed, || format!("took {:?} of {elapsed:?}", answer.took))
    }

    pub(super) async fn pings(&self) -> Held {
        let names = self.transport.mon_names();
        that(names.len() == self.facts.mons, || format!("mons {names:?}"))?;
        for name in names {
            let target = Target::MonNamed(name);
            let answer = self.ask(&target, &Command::new("ping")).await?;
            that(answer.status == 0, || format!("{target}: {}", brief(&answer)))?;
        }
        Ok(())
    }

    /// Four times as many as make sense at once.
    pub(super) async fn side_by_side(&self) -> Held {
        let count = 4 * self.transport.concurrency();
        let asked = (0..count).map(|number| {
            let (prefix, field) = TELLTALES[number % TELLTALES.len()];
            async move {
                let answer = self.json(&Target::Mon, &Command::new(prefix)).await?;
                that(answer.get(field).is_some(), || {
                    format!("no `{field}` in the answer to `{prefix}`: {}", head(&answer.to_string()))
                })
            }
        });
        let mut answers = futures_util::stream::iter(asked).buffer_unordered(count);
        let mut answered = 0;
        while let Some(held) = answers.next().await {
            held.map_err(|why| format!("after {answered} of {count}: {why}"))?;
            answered += 1;
        }
        that(answered == count, || format!("{answered} of {count} answered"))
    }

    /// Calls are begun, dropped before they end, and others get their own answers all the same.
    pub(super) async fn dropped(&self) -> Held {
        let command = Command::new("osd dump");
        let mut dropped = 0;
        for _ in 0..self.transport.concurrency() {
            let call = self.transport.command(&Target::Mon, &command, DEADLINE);
            tokio::select! {
                biased;
                answer = call => drop(answer),
                // Ready at once: the call was begun, and no more.
                () = std::future::ready(()) => dropped += 1,
            }
        }
        that(dropped > 0, || "each answered before it could be dropped".to_owned())?;
        self.side_by_side().await?;
        self.status().await
    }
}
