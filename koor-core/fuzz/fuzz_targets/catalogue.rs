#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| koor_fuzz::watched(data, koor_fuzz::catalogue::run));
