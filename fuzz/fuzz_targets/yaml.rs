//! Any bytes as YAML.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = preview::bench::check::yaml(bytes) {
        panic!("{broken}");
    }
});
