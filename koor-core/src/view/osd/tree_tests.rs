use serde_json::Value;

use super::{OsdTree, TreeFilter};
use crate::view::sample::{self, FOOTER, now, timed_out};

#[test]
fn the_tree_is_drawn_and_summed() {
    let tree = OsdTree::of(&sample::inventory(), &TreeFilter::default(), now());
    let expected = "\
CRUSH          CLASS   WEIGHT  STATE          SIZE      USED     USE%  PGS
root default          0.02931             20.0 GiB  10.0 GiB     50.0    6
├─ host node0         0.00977             10.0 GiB   1.0 GiB     10.0    3
│  └─ osd.0    hdd    0.00977  up, in     10.0 GiB   1.0 GiB     10.0    3
├─ host node1         0.00977             10.0 GiB   9.0 GiB     90.0    3
│  └─ osd.1    hdd    0.00977  up, in     10.0 GiB   9.0 GiB     90.0    3
└─ host node2         0.00977                  0 B       0 B        -    0
   └─ osd.2    hdd    0.00977  down, out   unknown   unknown  unknown    0

not in CRUSH, so they hold no data:
OSD    CLASS  WEIGHT  STATE      SIZE     USED     USE%      PGS
osd.3  -           -  up, in  unknown  unknown  unknown  unknown
";
    assert_eq!(tree.to_string(), format!("{expected}{FOOTER}"));
}

#[test]
fn a_part_of_the_tree_is_drawn_and_summed_by_itself() {
    let filter = TreeFilter { host: Some("node1".into()), class: Some("hdd".into()) };
    let expected = "\
CRUSH          CLASS   WEIGHT  STATE       SIZE     USED  USE%  PGS
root default          0.00977          10.0 GiB  9.0 GiB  90.0    3
└─ host node1         0.00977          10.0 GiB  9.0 GiB  90.0    3
   └─ osd.1    hdd    0.00977  up, in  10.0 GiB  9.0 GiB  90.0    3
only host node1, class hdd: buckets sum what is drawn
";
    let tree = OsdTree::of(&sample::inventory(), &filter, now());
    assert_eq!(tree.to_string(), format!("{expected}{FOOTER}"));
    let class = |class: &str| TreeFilter { class: Some(class.into()), host: None };
    for (filter, why) in [
        (class("ssd"), "No OSD in CRUSH has class ssd; the only class is hdd."),
        (
            TreeFilter { host: Some("node9".into()), ..class("hdd") },
            "CRUSH has no host node9 with an OSD; hosts are node0, node1, node2.",
        ),
    ] {
        let tree = OsdTree::of(&sample::inventory(), &filter, now());
        assert_eq!(tree.to_string(), format!("{why}\n{FOOTER}"));
    }
}

#[test]
fn json_is_flat_with_depth_and_parent() {
    let json =
        serde_json::to_value(OsdTree::of(&sample::inventory(), &TreeFilter::default(), now())).unwrap();
    let names: Vec<_> = json["nodes"].as_array().unwrap().iter().map(|node| node["name"].clone()).collect();
    assert_eq!(names, ["default", "node0", "osd.0", "node1", "osd.1", "node2", "osd.2"]);
    let node = &json["nodes"][2];
    assert_eq!((&node["depth"], &node["parent_id"]), (&2.into(), &(-3).into()));
    assert_eq!((&node["type"], &node["up"]), (&"osd".into(), &true.into()));
    assert_eq!(json["nodes"][0]["used_bytes"], 10_u64 << 30);
    assert_eq!(json["not_in_crush"][0]["name"], "osd.3");
}

#[test]
fn a_sum_over_an_unknown_is_unknown() {
    let mut inventory = sample::inventory();
    inventory.osd_usage = timed_out();
    let json = serde_json::to_value(OsdTree::of(&inventory, &TreeFilter::default(), now())).unwrap();
    assert_eq!(json["nodes"][0]["size_bytes"], Value::Null);
    assert_eq!(json["nodes"][0]["pgs"], Value::Null);
    inventory.osd_map = timed_out();
    let json = serde_json::to_value(OsdTree::of(&inventory, &TreeFilter::default(), now())).unwrap();
    assert_eq!(json["nodes"][2]["up"], Value::Null);
    assert_eq!(json["nodes"][2]["exists"], Value::Null);
    assert_eq!(json["not_in_crush"], Value::Null);
    inventory.crush = timed_out();
    let text = OsdTree::of(&inventory, &TreeFilter::default(), now()).to_string();
    assert!(text.starts_with("The CRUSH map could not be seen: "), "{text}");
}

#[test]
fn a_loop_in_a_damaged_map_ends() {
    let mut inventory = sample::inventory();
    let crate::model::Part::Seen(crush) = &mut inventory.crush else { panic!("it is seen") };
    let mut item = crush.value.buckets[0].items[0].clone();
    item.id = -1;
    crush.value.buckets[1].items.push(item);
    let tree = OsdTree::of(&inventory, &TreeFilter::default(), now());
    assert_eq!(tree.nodes.unwrap().len(), 0, "no bucket is a root");
}
