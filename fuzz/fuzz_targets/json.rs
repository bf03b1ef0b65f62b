//! Any bytes as JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = preview::bench::check::json(bytes) {
        panic!("{broken}");
    }
});
