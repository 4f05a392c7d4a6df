//! A few seconds of what `cargo xtask fuzz` does for long: the seeds of `fuzz/seeds`, changed at random, the same every time.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{env, fs};

use nabla_hostile::{Target, seeds_of_labs};
use nabla_models::rng::Random;

/// So many inputs of each reader; those of labs train a step when they are taken.
const INPUTS: usize = 3000;
const INPUTS_OF_LABS: usize = 300;
/// The largest input.
const LONGEST: usize = 16 << 10;

/// Memory is counted, so one reads at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target)
}

/// In the same order everywhere.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder(target)).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{target} has seeds");
    files.iter().map(|path| fs::read(path).expect("a seed")).collect()
}

/// A few changes of one input.
struct Mutator {
    random: Random,
    seeds: Vec<Vec<u8>>,
}

impl Mutator {
    fn below(&mut self, n: usize) -> usize {
        self.random.below(n.max(1) as u32) as usize
    }

    fn part(&mut self, of: &[u8]) -> Vec<u8> {
        let from = self.below(of.len());
        let length = self.below((of.len() - from).min(64) + 1);
        of[from..from + length].to_vec()
    }

    fn any_seed(&mut self) -> Vec<u8> {
        let at = self.below(self.seeds.len());
        self.seeds[at].clone()
    }

    fn next(&mut self) -> Vec<u8> {
        let mut input = self.any_seed();
        for _ in 0..=self.below(4) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        const ODD: [&[u8]; 12] = [
            b"\0",
            b"\xff\xff\xff\xff",
            b"\xef\xbb\xbf",
            b"\x1f\x8b",
            b"1e999",
            b"NaN",
            b"-1",
            b"18446744073709551615",
            b"\"",
            b"\r\n",
            b"{\"",
            b";;",
        ];
        let at = self.below(input.len() + 1);
        match self.below(7) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.below(256) as u8,
            2 => input.truncate(at),
            3 => {
                let to = (at + self.below(32)).min(input.len());
                input.drain(at..to);
            }
            4 => {
                let word = ODD[self.below(ODD.len())];
                input.splice(at..at, word.iter().copied());
            }
            5 => {
                let word = ODD[self.below(ODD.len())];
                let to = (at + word.len()).min(input.len());
                input.splice(at..to, word.iter().copied());
            }
            _ => {
                let other = self.any_seed();
                let part = self.part(&other);
                input.splice(at..at, part);
            }
        }
    }
}

/// Reads every seed, then so many changed ones.
fn hold(target: Target, inputs: usize) {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut mutator = Mutator { random: Random::new(1, 0), seeds: seeds(target.name) };
    for seed in mutator.seeds.clone() {
        target.run(&seed);
    }
    for turn in 0..inputs {
        let input = mutator.next();
        let outcome = std::panic::catch_unwind(|| target.run(&input));
        if let Err(panic) = outcome {
            let kept = env::temp_dir().join(format!("nabla-{}-{turn}", target.name));
            fs::write(&kept, &input).expect("room for what failed");
            eprintln!("{}: input {turn} failed and is kept as {}", target.name, kept.display());
            std::panic::resume_unwind(panic);
        }
    }
}

macro_rules! targets {
    ($($test:ident: $target:ident, $inputs:expr;)*) => {
        $(#[test] fn $test() { hold(nabla_hostile::$target, $inputs); })*

        #[test]
        fn every_reader_is_tried() {
            let tried = [$(nabla_hostile::$target.name),*];
            assert!(nabla_hostile::TARGETS.iter().all(|target| tried.contains(&target.name)));
            for target in tried {
                let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fuzz/fuzz_targets/{target}.rs"));
                assert!(program.is_file(), "{target} can be tried for long");
            }
        }
    };
}

targets! {
    texts: TEXT, INPUTS / 3;
    tables: TABLE, INPUTS / 3;
    idx_files: IDX, INPUTS;
    images_of_ones_own: IMAGES, INPUTS;
    files_of_weights: WEIGHTS, INPUTS;
    checkpoints: CHECKPOINT, INPUTS;
    runs_given_to_labs: RESTORE, INPUTS_OF_LABS;
    settings: SETTINGS, INPUTS;
    links: LINK, INPUTS;
    architectures: ARCHITECTURE, INPUTS;
}

/// What labs save changes with them: `NABLA_UPDATE=1` writes these seeds anew.
#[test]
fn seeds_of_labs_are_taken_by_them() {
    let folder = folder("restore");
    for (lab, seed) in seeds_of_labs() {
        let path = folder.join(lab);
        if env::var_os("NABLA_UPDATE").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &seed).expect("a seed");
        }
        let kept = fs::read(&path).expect("a seed of each lab; NABLA_UPDATE=1 writes it");
        assert!(nabla_hostile::is_taken(&kept), "{lab} takes its seed no more; NABLA_UPDATE=1 writes it anew");
    }
}
