//! What is answered: content, statuses, bodies.

use koor_core::model::{Command, Kind, OsdId, Target, Word};
use koor_core::wire::Question;
use serde_json::Value;

use super::{Bench, Held, brief, failed_as, json_of, that};

impl Bench {
    pub(super) async fn status(&self) -> Held {
        let status = self.json(&Target::Mon, &Command::new("status")).await?;
        that(status["fsid"] == self.facts.fsid.as_str(), || format!("another cluster: {}", status["fsid"]))?;
        let health = self.json(&Target::Mon, &Question::Health.command()).await?;
        let word = health["status"].as_str().unwrap_or_default();
        that(word.starts_with("HEALTH_"), || format!("no health: {health}"))
    }

    pub(super) async fn maps(&self) -> Held {
        let osds = self.json(&Target::Mon, &Command::new("osd dump")).await?;
        let numbers: Vec<u64> = rows(&osds["osds"]).iter().filter_map(|o| o["osd"].as_u64()).collect();
        let wanted: Vec<u64> = (0..u64::from(self.facts.osds)).collect();
        that(numbers == wanted, || format!("OSDs {numbers:?}, not {wanted:?}"))?;
        let mons = self.json(&Target::Mon, &Command::new("mon dump")).await?;
        that(rows(&mons["mons"]).len() == self.facts.mons, || format!("not {} mons: {mons}", self.facts.mons))
    }

    pub(super) async fn mgr(&self) -> Held {
        let usage = self.json(&Target::Mgr, &Command::new("osd df")).await?;
        that(rows(&usage["nodes"]).len() == self.facts.osds as usize, || {
            format!("not {} OSDs: {usage}", self.facts.osds)
        })?;
        let pgs = self.json(&Target::Mgr, &Question::PgSummary.command()).await?;
        that(pgs.to_string().contains("\"stamp\""), || format!("a summary without a stamp: {pgs}"))
    }

    pub(super) async fn unknown_command(&self) -> Held {
        let command = Command::new("koor no such command");
        let answer = self.ask(&Target::Mon, &command).await?;
        that(answer.status == -22, || brief(&answer))
    }

    pub(super) async fn nothing_there(&self) -> Held {
        let by_mon = Command::new("osd find").with("id", Word::Number(4711));
        let by_mgr = Command::new("osd pool stats").text("pool_name", "koor-no-such-pool");
        for (target, command) in [(Target::Mon, by_mon), (Target::Mgr, by_mgr)] {
            let answer = self.ask(&target, &command).await?;
            that(answer.status == -2 && !answer.message.is_empty(), || {
                format!("`{command}`: {}", brief(&answer))
            })?;
        }
        Ok(())
    }

    /// Stopping all OSDs at once is never all right, and the mgr says why in the body.
    pub(super) async fn body_beside_refusal(&self) -> Held {
        let all = (0..self.facts.osds).map(|id| id.to_string()).collect();
        let command = Command::new("osd ok-to-stop").with("ids", Word::List(all));
        let answer = self.ask(&Target::Mgr, &command).await?;
        that(answer.status == -16, || brief(&answer))?;
        let body = json_of(&command, &answer)?;
        that(body.is_object(), || format!("{body}"))
    }

    pub(super) async fn tell_osd(&self) -> Held {
        for id in 0..self.facts.osds {
            let version = self.json(&Target::Osd(OsdId(id)), &Command::new("version")).await?;
            that(version["version"].is_string(), || format!("osd.{id}: {version}"))?;
        }
        Ok(())
    }

    pub(super) async fn tell_nobody(&self) -> Held {
        let target = Target::Osd(OsdId(self.facts.osds + 40));
        match self.try_ask(&target, &Command::new("version")).await {
            Ok(answer) => that(answer.status < 0, || brief(&answer)),
            Err(error) => {
                that(error.kind != Kind::Internal && error.kind != Kind::Timeout, || format!("{error:?}"))
            }
        }
    }

    pub(super) async fn not_asked_then(&self) -> Held {
        let command = Command::new("koor no such command");
        failed_as(Kind::NotFound, &self.try_ask(&Target::Mon, &command).await)
    }
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}
