#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nabla_hostile::WEIGHTS.run(bytes));
