//! Several files with references between them.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(broken) = preview::bench::check::loader(text) {
        panic!("{broken}");
    }
});
