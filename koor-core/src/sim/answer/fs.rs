//! `ceph fs dump`, and what `status` says of the file system.

use serde_json::{Map, Value, json};

use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{Mds, World};

const FEATURES: u64 = 4_540_138_322_906_710_015;

fn compat(inline: bool) -> Value {
    let mut features = Map::new();
    let names = [
        "base v0.20",
        "client writeable ranges",
        "default file layouts on dirs",
        "dir inode in separate object",
        "mds uses versioned encoding",
        "dirfrag is stored in omap",
        "mds uses inline data",
        "no anchor table",
        "file layout v2",
        "snaprealm v2",
    ];
    for (name, number) in names.iter().zip(1..) {
        if inline || number != 7 {
            features.insert(format!("feature_{number}"), json!(name));
        }
    }
    json!({"compat": {}, "ro_compat": {}, "incompat": features})
}

/// Its address, as maps print it.
pub(super) fn address(world: &World, mds: &Mds) -> (String, u64) {
    let nonce = dice::below(world.seed, &[91, mds.host as u64, mds.name.len() as u64], u64::from(u32::MAX));
    (World::host_ip(mds.host), nonce)
}

fn row(world: &World, number: usize, mds: &Mds) -> Value {
    let (ip, nonce) = address(world, mds);
    let active = number == 0;
    let mut row = json!({
        "gid": world.gid(2, mds.host),
        "name": mds.name,
        "rank": if active { 0 } else { -1 },
        "incarnation": if active { 12 } else { 0 },
        "state": if active { "up:active" } else { "up:standby" },
        "state_seq": if active { 5 } else { 1 },
        "addr": format!("{ip}:6941/{nonce}"),
        "addrs": {"addrvec": [
            {"type": "v2", "addr": format!("{ip}:6940"), "nonce": nonce},
            {"type": "v1", "addr": format!("{ip}:6941"), "nonce": nonce},
        ]},
        "join_fscid": -1,
        "export_targets": [],
        "features": FEATURES,
        "flags": 0,
        "compat": compat(true),
    });
    if !active {
        row["epoch"] = json!(14);
    }
    row
}

fn alive(world: &World) -> Vec<&Mds> {
    world.mdss.iter().filter(|mds| mds.alive).collect()
}

pub(super) fn summary(world: &World) -> Value {
    let alive = alive(world);
    let ranks: Vec<Value> = alive
        .first()
        .map(|mds| {
            json!({
                "filesystem_id": 1,
                "rank": 0,
                "name": mds.name,
                "status": "up:active",
                "gid": world.gid(2, mds.host),
            })
        })
        .into_iter()
        .collect();
    json!({
        "epoch": 16,
        "id": 1,
        "up": ranks.len(),
        "in": 1,
        "max": 1,
        "by_rank": ranks,
        "up:standby": alive.len().saturating_sub(1),
    })
}

/// The id of a pool by its name.
fn pool(world: &World, name: &str) -> u64 {
    world.pools.iter().find(|pool| pool.name == name).map_or(0, |pool| pool.id)
}

pub(super) fn dump(world: &World) -> Value {
    let alive = alive(world);
    let standbys: Vec<Value> =
        alive.iter().enumerate().skip(1).map(|(number, mds)| row(world, number, mds)).collect();
    let (mut info, mut up) = (Map::new(), Map::new());
    if let Some(mds) = alive.first() {
        let gid = world.gid(2, mds.host);
        info.insert(format!("gid_{gid}"), row(world, 0, mds));
        up.insert("mds_0".into(), json!(gid));
    }
    let created = stamp::zoned(world.created + 400, world.micros(4));
    let modified = stamp::zoned(world.born - 15 * 86_400, world.micros(5));
    let failed: &[u64] = if alive.is_empty() { &[0] } else { &[] };
    json!({
        "epoch": 16,
        "default_fscid": 1,
        "compat": compat(false),
        "feature_flags": {"enable_multiple": true, "ever_enabled_multiple": true},
        "standbys": standbys,
        "filesystems": [{
            "mdsmap": {
                "epoch": 16,
                "flags": 18,
                "flags_state": {
                    "joinable": true,
                    "allow_snaps": true,
                    "allow_multimds_snaps": true,
                    "allow_standby_replay": false,
                    "refuse_client_session": false,
                    "refuse_standby_for_another_fs": false,
                    "balance_automate": false,
                },
                "ever_allowed_features": 0,
                "explicitly_allowed_features": 0,
                "created": created,
                "modified": modified,
                "tableserver": 0,
                "root": 0,
                "session_timeout": 60,
                "session_autoclose": 300,
                "required_client_features": {},
                "max_file_size": 1_099_511_627_776_u64,
                "max_xattr_size": 65_536,
                "last_failure": 0,
                "last_failure_osd_epoch": 0,
                "compat": compat(true),
                "max_mds": 1,
                "in": [0],
                "up": up,
                "failed": failed,
                "damaged": [],
                "stopped": [],
                "info": info,
                "data_pools": [pool(world, "cephfs.cephfs.data")],
                "metadata_pool": pool(world, "cephfs.cephfs.meta"),
                "enabled": true,
                "fs_name": "cephfs",
                "balancer": "",
                "bal_rank_mask": "-1",
                "standby_count_wanted": 1,
            },
            "id": 1,
        }],
    })
}
