//! Debian 12's Rust for the browser, for machines where rustup cannot download.
//!
//! Debian ships a recent compiler (`rustc-web`) and the sources of the standard library, but no WebAssembly build
//! of it. It is built once from an empty crate, put where the compiler looks, and linked as a rustup toolchain.

use super::{Voice, debian};
use crate::project;
use crate::run::{command, find, probe, run};
use anyhow::{Context as _, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// The name under which rustup knows Debian's compiler.
pub(super) const TOOLCHAIN: &str = "debian";

const RUSTLIB: &str = "/usr/lib/rustlib";
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "libstd-rust-web-dev"];
const WHY: &str = "compiles the labs for the browser";

/// Installs the compiler, builds its library, gives it a linker and tells rustup.
///
/// # Errors
/// Not root on Debian, no rustup, or a step that fails.
pub(super) fn install(voice: Voice) -> Result<()> {
    if find("rustup").is_none() {
        bail!("rustup is missing: install Rust with it (https://rustup.rs)");
    }
    debian::install(voice, "Debian's Rust", WHY, &PACKAGES)?;
    let library = Path::new(RUSTLIB).join(super::wasm::TARGET).join("lib");
    voice.install("standard library for wasm32", WHY, "cargo build -Z build-std, about a minute");
    build_library(&library)?;
    voice.install("linker rust-lld", "joins the compiled parts", "a link to the one of this Rust toolchain");
    link_linker()?;
    voice.install("rustup toolchain `debian`", WHY, "rustup toolchain link debian /usr");
    run(command("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]))
}

/// Builds the standard library and moves it to `library` as a whole, so that an interruption leaves nothing half.
fn build_library(library: &Path) -> Result<()> {
    let seed = env::temp_dir().join(format!("nabla-std-{}", process::id()));
    let made = build_seed(&seed).and_then(|()| {
        let fresh = library.with_extension("new");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh)?;
        copy_libraries(&seed.join("target").join(super::wasm::TARGET).join("release/deps"), &fresh)?;
        if library.exists() {
            fs::remove_dir_all(library)?;
        }
        Ok(fs::rename(&fresh, library)?)
    });
    let _ = fs::remove_dir_all(&seed);
    made.with_context(|| format!("cannot build the standard library into {}", library.display()))?;
    // What was compiled against an earlier library would now report "can't find crate".
    let _ = fs::remove_dir_all(project::path("target").join(super::wasm::TARGET));
    Ok(())
}

fn build_seed(seed: &Path) -> Result<()> {
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("src/lib.rs"), "")?;
    fs::write(seed.join("Cargo.toml"), "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n")?;
    let mut cargo = command("/usr/bin/cargo");
    cargo.current_dir(seed).env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    cargo.env("CARGO_TARGET_DIR", seed.join("target"));
    // Without bitcode in the library, `lto = "fat"` later fails for want of a section `.llvmbc`.
    cargo.env("RUSTFLAGS", "-C embed-bitcode=yes");
    cargo.args(["build", "--release", "-Z", "build-std=std,panic_abort,test", "--target", super::wasm::TARGET]);
    run(&mut cargo)
}

fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    for file in fs::read_dir(from)? {
        let file = file?;
        if is_library(&file.file_name()) {
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// A part of the standard library, and not the empty crate that it was built for.
fn is_library(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libseed-")
}

/// Debian's package has no linker for WebAssembly; rustup's toolchain brings one.
fn link_linker() -> Result<()> {
    let host = host()?;
    let folder = Path::new(RUSTLIB).join(&host).join("bin");
    let link = folder.join("rust-lld");
    fs::create_dir_all(&folder)?;
    let _ = fs::remove_file(&link); // also a link that leads nowhere
    #[cfg(unix)]
    std::os::unix::fs::symlink(linker(&host)?, &link).context("cannot link rust-lld")?;
    Ok(())
}

fn host() -> Result<String> {
    let about = probe(command("/usr/bin/rustc").arg("-vV")).context("/usr/bin/rustc does not run")?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("/usr/bin/rustc does not name its host")
}

/// `rust-lld` of the toolchain that runs us, or of any other that rustup has.
fn linker(host: &str) -> Result<PathBuf> {
    let own = probe(command("rustc").args(["--print", "sysroot"])).map(PathBuf::from);
    let list = probe(command("rustup").args(["toolchain", "list", "-v"])).unwrap_or_default();
    let others = list.lines().filter_map(|line| line.split_whitespace().last()).map(PathBuf::from);
    own.into_iter()
        .chain(others)
        .map(|sysroot| sysroot.join("lib/rustlib").join(host).join("bin/rust-lld"))
        .find(|path| path.is_file() && !path.starts_with(RUSTLIB) && !path.starts_with("/usr/lib/rustlib"))
        .context("no rustup toolchain has rust-lld: `rustup toolchain install stable` brings one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_crate_is_no_part_of_the_library() {
        for (name, part) in [
            ("libstd-0a.rlib", true),
            ("libtest-1b.rlib", true),
            ("libseed-2c.rlib", false),
            ("libstd-0a.rmeta", false),
            ("std-0a.d", false),
        ] {
            assert_eq!(is_library(OsStr::new(name)), part, "{name}");
        }
    }
}
