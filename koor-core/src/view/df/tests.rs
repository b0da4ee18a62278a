use serde_json::{Value, json};

use super::{Df, DfFilter};
use crate::model::Part;
use crate::view::Report;
use crate::view::sample::{self, FOOTER, now, timed_out};

#[test]
fn capacity_is_told_with_its_age_and_its_limits() {
    let expected = "\
raw      10.0 GiB of 20.0 GiB used (50.0 %), 10.0 GiB left, as of 4 s ago
limits   an OSD is nearfull above 85.0 %, backfillfull above 90.0 %, full above 95.0 %
fullest  osd.1 at 90.0 %, has room for 512 MiB until full

CLASS      SIZE      USED     AVAIL  USE%   USABLE
hdd    20.0 GiB  10.0 GiB  10.0 GiB  50.0  3.0 GiB

POOL      STORED  USE%  MAX AVAIL  FULL FIRST  TO NEARFULL     USED  OBJECTS
rbd      115 MiB   3.2    3.0 GiB  osd.1           reached  344 MiB     1841
archive  1.0 GiB  20.0    3.0 GiB  osd.1           reached  1.5 GiB     1841
What is left (USABLE, MAX AVAIL, TO …) is what users can store, copies taken off; pools on the same OSDs share it.
";
    let df = Df::of(&sample::inventory(), &DfFilter::default(), now());
    assert_eq!(df.to_string(), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(&df).unwrap();
    assert_eq!(json["as_of"], "2026-11-22T15:04:01Z");
    assert_eq!(json["raw"]["used_bytes"], 10_u64 << 30);
    assert_eq!(json["classes"][0]["device_class"], "hdd");
    assert_eq!(json["pools"][0]["used_bytes"], 360_259_584);
    assert_eq!(json["fullest_osd"]["id"], 1);
    assert_eq!(json["fullest_osd"]["until_full_bytes"], 512 << 20);
    // Half a GiB is left on osd.1, half of what is written falls to it: one GiB raw, in three copies or four chunks of six.
    assert_eq!(json["pools"][0]["first_full"]["until_full_bytes"], (1_u64 << 30) / 3);
    assert_eq!(json["pools"][1]["first_full"]["until_full_bytes"], (1_u64 << 30) * 4 / 6);
    assert_eq!(json["pools"][0]["classes"], json!(["hdd"]));
}

#[test]
fn stale_figures_say_so() {
    let mut inventory = sample::inventory();
    let Part::Seen(capacity) = &mut inventory.capacity else { panic!("it is seen") };
    capacity.as_of = None;
    capacity.stale = Some("the mgr does not answer".into());
    inventory.osd_usage = timed_out();
    inventory.osd_map = timed_out();
    let text = Df::of(&inventory, &DfFilter::default(), now()).to_string();
    for line in [
        "10.0 GiB left, of unknown age\n",
        "limits   unknown\n",
        "fullest  unknown\n",
        "stale: capacity (the mgr does not answer)\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    inventory.capacity = timed_out();
    let df = Df::of(&inventory, &DfFilter::default(), now());
    assert!(df.to_string().starts_with("Capacity could not be seen: the mgr did not answer within 5 s.\n"));
    assert_eq!(serde_json::to_value(&df).unwrap()["raw"], Value::Null);
    assert!(df.header().failure().is_some());
}

#[test]
fn classes_and_pools_are_chosen_and_an_empty_choice_says_why() {
    let text = |class: Option<&str>, pool: Option<&str>| {
        let filter = DfFilter { class: class.map(str::to_owned), pool: pool.map(str::to_owned) };
        Df::of(&sample::inventory(), &filter, now()).to_string()
    };
    let one = text(None, Some("12"));
    assert!(one.contains("archive") && !one.contains(" rbd "), "{one}");
    let none = text(Some("ssd"), None);
    assert!(none.contains("No OSD has class ssd; the only class is hdd.\n"), "{none}");
    assert!(none.contains("No pool may use class ssd.\n"), "{none}");
    assert!(text(None, Some("x")).contains("No pool is x; pools are rbd, archive.\n"));
}
