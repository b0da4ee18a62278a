//! A transport of your own: here a table of answers, in your program perhaps an agent, a message queue, a test.
//!
//! ```text
//! cargo run -p koor-examples --example own_transport
//! ```
//!
//! It knows two answers. The inventory holds these, and says of all the rest that it was not seen and why.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use koor_core::Koor;
use koor_core::collect::Selection;
use koor_core::model::{Command, Kind, Source, Target};
use koor_core::port::{Answer, CephTransport, TransportError};

/// Answers by the command's prefix.
#[derive(Debug)]
struct Table(HashMap<&'static str, &'static str>);

#[async_trait]
impl CephTransport for Table {
    async fn command(
        &self,
        _target: &Target,
        command: &Command,
        _deadline: Duration,
    ) -> Result<Answer, TransportError> {
        // A command that the cluster declines is an answer too, with a negative status. An error says that nobody
        // answered, with the kind that tells the world what to make of it.
        let body = self.0.get(command.prefix).ok_or_else(|| {
            TransportError::new(Kind::Unsupported, format!("this table has no `{command}`"))
        })?;
        Ok(Answer {
            status: 0,
            message: String::new(),
            body: body.as_bytes().to_vec(),
            asked_at: Timestamp::now(),
            took: Duration::ZERO,
        })
    }

    fn source(&self) -> Source {
        Source {
            rung: "table".to_owned(),
            cluster: "example".to_owned(),
            detail: "a table of two answers".to_owned(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let table = Table(HashMap::from([
        (
            "health",
            r#"{"status": "HEALTH_WARN", "mutes": [], "checks": {"OSD_DOWN": {"severity": "HEALTH_WARN",
                "summary": {"message": "1 osds down", "count": 1}, "detail": [], "muted": false}}}"#,
        ),
        // Not what a cluster says: read, found wanting, and not seen either.
        ("quorum_status", "[]"),
    ]));
    let koor = Koor::over(Arc::new(table));

    let inventory = koor.look(&Selection::status()).await;

    if let Some(health) = inventory.health.value() {
        println!("seen: {}", health.status);
        for check in &health.checks {
            println!("  {}: {}", check.code, check.summary);
        }
    }
    for part in inventory.unseen() {
        if let Some(why) = part.why {
            println!("not seen: {} ({}): {why}", part.name, why.kind);
        }
    }
}
