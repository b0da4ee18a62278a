//! `ceph device ls`, `ceph device get-health-metrics`.

use serde_json::{Map, Value, json};

use super::{argument, metadata};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

/// The OSD whose disk is not expected to last.
const FAILING: usize = 1;

const DAY: i64 = 86_400;

/// How much of what an SSD can take was written.
fn worn(world: &World, osd: usize) -> f64 {
    let share = dice::share(world.seed, &[161, osd as u64]);
    let worn = if osd == FAILING { 0.92 + 0.05 * share } else { 0.03 + 0.2 * share };
    (worn * 100.0).round() / 100.0
}

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
            row["wear_level"] = json!(worn(world, osd));
        }
        // Somebody reads the disks' own health, and one of them is not expected to last.
        if osd == FAILING {
            let at = |days: i64| stamp::zoned(world.created + (200 + days) * DAY, 0);
            row["life_expectancy_min"] = json!(at(60));
            row["life_expectancy_max"] = json!(at(150));
            row["life_expectancy_stamp"] = json!(at(-1));
        }
        row
    };
    (0..world.osds.len()).map(row).collect()
}

/// The reports of `smartctl --json` that the mgr keeps of a device, by time: of the one that fails. Nobody reads the
/// others', and of a device that it does not know the mgr says the same.
pub(super) fn health(world: &World, command: &Command) -> Value {
    let wanted = argument(command, "devid").unwrap_or_default();
    let mut reports = Map::new();
    if metadata::disk(world, FAILING).1 == wanted {
        let midnight = world.now.div_euclid(DAY) * DAY;
        for days in 0..3 {
            let at = midnight - days * DAY;
            reports.insert(stamp::compact(at), smart(world, at));
        }
    }
    Value::Object(reports)
}

fn smart(world: &World, at: i64) -> Value {
    let osd = FAILING;
    let (name, id) = metadata::disk(world, osd);
    let (model, serial) = id.rsplit_once('_').unwrap_or((&id, ""));
    let hours = (at - world.created) / 3600 + 30_000;
    // A few more each day: why it is not expected to last.
    let reallocated = 180 + (at - world.created) / DAY;
    let attribute = |id: u64, name: &str, value: i64, raw: i64| {
        json!({
            "id": id,
            "name": name,
            "value": value,
            "worst": value,
            "thresh": 0,
            "when_failed": "",
            "raw": {"value": raw, "string": raw.to_string()},
        })
    };
    let mut table = vec![
        attribute(5, "Reallocated_Sector_Ct", 62, reallocated),
        attribute(9, "Power_On_Hours", 92, hours),
        attribute(12, "Power_Cycle_Count", 99, 31),
    ];
    let ssd = world.osds[osd].class == "ssd";
    if ssd {
        let left = 100 - (worn(world, osd) * 100.0).round() as i64;
        table.push(attribute(177, "Wear_Leveling_Count", left, 6842));
        table.push(attribute(241, "Total_LBAs_Written", 99, 2_147_918_442_017));
    } else {
        table.push(attribute(197, "Current_Pending_Sector", 100, 24));
    }
    json!({
        "dev": format!("/dev/{name}"),
        "device": {"info_name": format!("/dev/{name} [SAT]"), "name": format!("/dev/{name}"), "protocol": "ATA", "type": "sat"},
        "host_id": dice::uuid(world.seed, &[162]),
        "model_name": model,
        "serial_number": serial,
        "firmware_version": "SIM1",
        "rotation_rate": if ssd { 0 } else { 7200 },
        "smart_status": {"passed": true},
        "temperature": {"current": 38},
        "power_on_time": {"hours": hours},
        "ata_smart_attributes": {"revision": 1, "table": table},
    })
}
