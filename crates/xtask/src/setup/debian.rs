//! Debian's and Ubuntu's package manager.

use super::Voice;
use crate::run::{command, probe, run};
use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::Command;
use std::sync::Once;

/// Installs packages, or says which to install where this process may not.
///
/// # Errors
/// No Debian or Ubuntu, no root, or a failed installation; the message names the packages.
pub(super) fn install(voice: Voice, what: &str, why: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if !is_debian() {
        bail!("{what} is missing ({why}): install your system's equivalent of Debian's {}", packages.join(", "));
    }
    if !is_root() {
        bail!("{what} is missing ({why}) and only root may install it: sudo {by_hand}");
    }
    voice.install(what, why, &by_hand);
    refresh_lists();
    let install = || run(apt().args(["install", "-y", "-q", "--no-install-recommends"]).args(packages));
    install()
        .or_else(|_| {
            // An installation that was interrupted blocks all later ones until it is finished.
            run(command("dpkg").args(["--configure", "-a"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
            install()
        })
        .with_context(|| format!("{what} is missing ({why}): run `{by_hand}` and see what it says"))
}

/// Whether this is Debian or something made of it.
pub(super) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && probe(command("apt-get").arg("--version")).is_some()
}

/// Whether this process may change the system.
pub(super) fn is_root() -> bool {
    probe(command("id").arg("-u")).as_deref() == Some("0")
}

fn apt() -> Command {
    let mut apt = command("apt-get");
    // Another installation may be under way on a fresh machine: wait for it.
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=300"]);
    apt
}

/// A fresh image has no package lists at all. A list that cannot be had is no failure: the installation will tell.
fn refresh_lists() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Err(error) = run(apt().args(["update", "-q"])) {
            println!("           {error:#}; going on with the lists at hand");
        }
    });
}
