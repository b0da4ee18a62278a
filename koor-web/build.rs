//! Makes the version service's messages out of its proto, without a compiler of protobuf on the machine.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    const PROTO: &str = "proto/api/v1/version.proto";
    println!("cargo::rerun-if-changed={PROTO}");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let described = out.join("version.binpb");
    std::fs::write(
        &described,
        protox::Compiler::new(["proto"])?
            .include_source_info(true)
            .open_file("api/v1/version.proto")?
            .encode_file_descriptor_set(),
    )?;
    connectrpc_build::Config::new()
        .files(&["api/v1/version.proto"])
        .includes(&["proto"])
        .descriptor_set(described)
        .include_file("version.rs")
        .compile()?;
    Ok(())
}
