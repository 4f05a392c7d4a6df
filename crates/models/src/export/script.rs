//! Scripts are put together from Python with placeholders: what a model is, what it learns from, and what all share.

/// What every script has: reading of the file, the check, the command line.
const READING: &str = include_str!("python/reading.py");
const CHECK: &str = include_str!("python/check.py");
const MAIN: &str = include_str!("python/main.py");
/// What goes with those that train.
const WRITING: &str = include_str!("python/writing.py");
const TRAINING: &str = include_str!("python/training.py");

const TRAIN_OPTIONS: &str = r#"arguments.add_argument("--train", metavar="DATA", help="go on with training on this data: __DATA__")
    arguments.add_argument("--steps", type=int, default=100, help="so many steps")
    arguments.add_argument("--save", metavar="FILE", help="where to, afterwards")"#;
const TRAIN: &str = "if args.train:
        return train(model, tensors, about, args)";

/// A script that checks, and trains on. `own` is the model's part, with a docstring before all; names in `fill` are
/// replaced everywhere.
pub(super) fn script(own: &str, fill: &[(&str, String)]) -> String {
    let main = MAIN.replace("__TRAINS__", TRAIN_OPTIONS).replace("__TRAIN__", TRAIN);
    filled(&[own.trim_end(), "\n\n\n", READING, WRITING, CHECK, TRAINING, &main].concat(), fill)
}

/// A script that checks.
pub(super) fn checking_script(own: &str, fill: &[(&str, String)]) -> String {
    let main = MAIN.replace("    __TRAINS__\n", "").replace("    __TRAIN__\n", "");
    let main = main.replace("    __OPTIONS__\n", "").replace("    __USE__\n", "");
    filled(&[own.trim_end(), "\n\n\n", READING, CHECK, &main].concat(), fill)
}

fn filled(text: &str, fill: &[(&str, String)]) -> String {
    fill.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// Python's word for a number, as short as it reads back.
pub(super) fn float(number: f64) -> String {
    format!("{number:?}")
}

/// Lines, each indented by so many spaces.
pub(super) fn indented(lines: &[String], spaces: usize) -> String {
    lines.iter().map(|line| format!("{}{line}\n", " ".repeat(spaces))).collect()
}
