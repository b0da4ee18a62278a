//! Prints what a person sees of each scene of the simulator, or of those that are named:
//! `cargo run -p koor-core --features sim --example scenes -- host-down`.

use koor_core::Koor;
use koor_core::sim::Scenario;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), String> {
    let named = std::env::args().skip(1).map(|name| name.parse()).collect::<Result<Vec<Scenario>, _>>()?;
    let scenes = if named.is_empty() { Scenario::all().to_vec() } else { named };
    for scenario in scenes {
        println!("==== {scenario}: {}", scenario.summary());
        let began = std::time::Instant::now();
        let koor = Koor::demo(scenario, 1).with_deadline(std::time::Duration::from_secs(2));
        let made = began.elapsed();
        println!("{}", koor.status().await);
        println!("made in {made:?}, status {:?}", began.elapsed());
        println!("{}", koor.health().await);
        println!("{}", koor.osd_tree().await);
        println!("{}", koor.df().await);
        println!("{}", koor.pg_list(&koor_core::view::PgFilter::default()).await);
        println!("{}", koor.pool_list().await);
        for part in koor.inventory().await.unseen() {
            println!("unseen {}: {:?}", part.name, part.why);
        }
    }
    Ok(())
}
