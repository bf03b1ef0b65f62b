//! The bundle of several files.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(broken) = preview::bench::check::bundle(text) {
        panic!("{broken}");
    }
});
