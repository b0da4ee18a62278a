//! `ceph device ls`.

use serde_json::{Value, json};

use super::metadata;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

pub(super) fn list(world: &World) -> Value {
    let row = |osd: usize| {
        let (name, id) = metadata::disk(world, osd);
        let host = &world.host_of(osd).name;
        let path = format!("/dev/disk/by-path/pci-0000:41:00.0-sas-phy{}-lun-0", osd % 24);
        let mut row = json!({
            "devid": id,
            "location": [{"host": host, "dev": name, "path": path}],
            "daemons": [format!("osd.{osd}")],
        });
        if world.osds[osd].class == "ssd" {
            let worn = 0.03 + 0.2 * dice::share(world.seed, &[161, osd as u64]);
            row["wear_level"] = json!((worn * 100.0).round() / 100.0);
        }
        // Somebody reads the disks' own health, and one of them is not expected to last.
        if osd == 1 {
            let day = 86_400;
            let at = |days: i64| stamp::zoned(world.created + (200 + days) * day, 0);
            row["life_expectancy_min"] = json!(at(60));
            row["life_expectancy_max"] = json!(at(150));
            row["life_expectancy_stamp"] = json!(at(-1));
        }
        row
    };
    (0..world.osds.len()).map(row).collect()
}
