//! What tests need of the system: a browser with its driver, and a Vulkan driver that needs no graphics card.

use super::{Voice, debian};
use crate::run::{command, find, probe};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A Chromium and the driver made for it.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    /// The browser's executable.
    pub(crate) chromium: PathBuf,
    /// chromedriver's executable.
    pub(crate) driver: PathBuf,
}

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const BROWSER_WHY: &str = "runs the tests of the page";
const VULKAN_WHY: &str = "runs the GPU tests on the processor";

/// Finds Chromium and chromedriver, or installs both.
pub(super) fn browser(voice: Voice) -> Result<Browser> {
    if found().is_none() {
        debian::install(voice, "Chromium with its driver", BROWSER_WHY, &["chromium", "chromium-driver"])?;
    }
    let browser = found().context("Chromium was installed, but `chromium` and `chromedriver` are not on PATH")?;
    let (ours, its) = (version(&browser.chromium), version(&browser.driver));
    match (ours, its) {
        (Some(a), Some(b)) if a == b => voice.ok(&format!("Chromium {a} with its driver"), BROWSER_WHY),
        (Some(a), Some(b)) => {
            bail!("Chromium is version {a}, but chromedriver is for version {b}: install a pair")
        }
        _ => bail!("Chromium or its driver does not run: try `{} --version`", browser.chromium.display()),
    }
    Ok(browser)
}

/// The same browser without windows, which needs a quarter less of the processor: found or, where that can be done, installed.
/// Where there is none, and for who names a browser, it is the browser itself.
pub(super) fn headless(voice: Voice, browser: &Browser) -> PathBuf {
    let found = || ["chromium-headless-shell", "chrome-headless-shell"].iter().find_map(|name| find(name));
    if env::var_os("NABLA_CHROMIUM").is_some() {
        return browser.chromium.clone();
    }
    if found().is_none() && debian::is_debian() && debian::is_root() {
        let installed = debian::install(voice, "Chromium without windows", BROWSER_WHY, &["chromium-headless-shell"]);
        installed.unwrap_or_else(|error| println!("           {error:#}; going on with the browser at hand"));
    }
    let is_the_same = |shell: &PathBuf| version(shell) == version(&browser.chromium);
    found().filter(is_the_same).unwrap_or_else(|| browser.chromium.clone())
}

/// Finds Firefox, or installs the system's: another engine, and one that computes on the processor only.
pub(super) fn firefox(voice: Voice) -> Result<PathBuf> {
    let found = || {
        let named = env::var_os("NABLA_FIREFOX").map(PathBuf::from);
        named.or_else(|| ["firefox-esr", "firefox"].iter().find_map(|name| find(name)))
    };
    if found().is_none() {
        debian::install(voice, "Firefox", BROWSER_WHY, &["firefox-esr"])?;
    }
    let firefox = found().context("Firefox was installed, but `firefox-esr` is not on PATH")?;
    voice.ok("Firefox", BROWSER_WHY);
    Ok(firefox)
}

fn found() -> Option<Browser> {
    let named = |variable| env::var_os(variable).map(PathBuf::from);
    Some(Browser {
        chromium: named("NABLA_CHROMIUM").or_else(|| BROWSERS.iter().find_map(|name| find(name)))?,
        driver: named("CHROMEDRIVER").or_else(|| find("chromedriver"))?,
    })
}

fn version(program: &Path) -> Option<u32> {
    major(&probe(command(program).arg("--version"))?)
}

/// 156 for "Chromium 156.0.8078.79 built on Debian".
fn major(said: &str) -> Option<u32> {
    let word = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    word.split('.').next()?.parse().ok()
}

/// The manifest of Mesa's software driver. Systems other than Linux have a GPU interface of their own.
pub(super) fn vulkan(voice: Voice) -> Result<Option<PathBuf>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    // A person who names a driver, or does without, has decided.
    if env::var_os("VK_DRIVER_FILES").is_some() || env::var_os("NABLA_NO_GPU_TESTS").is_some() {
        return Ok(None);
    }
    let what = "Vulkan software driver";
    if lavapipe().is_none() || !has_loader() {
        debian::install(voice, what, VULKAN_WHY, &["mesa-vulkan-drivers", "libvulkan1"])
            .context("or do without GPU tests: NABLA_NO_GPU_TESTS=1")?;
    }
    let Some(manifest) = lavapipe() else {
        bail!("mesa-vulkan-drivers is installed, but /usr/share/vulkan/icd.d has no lavapipe (lvp_icd*.json)");
    };
    voice.ok(what, VULKAN_WHY);
    Ok(Some(manifest))
}

fn lavapipe() -> Option<PathBuf> {
    let folders = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
    let files = folders.iter().flat_map(fs::read_dir).flatten().flatten();
    files.map(|file| file.path()).find(|path| is_lavapipe(path))
}

fn is_lavapipe(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("lvp_icd") && name.ends_with(".json")
}

fn has_loader() -> bool {
    let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib"].map(PathBuf::from);
    let multiarch = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    folders.into_iter().chain(multiarch).any(|folder| folder.join("libvulkan.so.1").exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browser_and_driver_say_their_major_version() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (f5aa)"), Some(156));
        assert_eq!(major("snap is not running"), None);
    }

    #[test]
    fn lavapipe_is_known_by_its_manifest() {
        assert!(is_lavapipe(Path::new("/usr/share/vulkan/icd.d/lvp_icd.x86_64.json")));
        assert!(!is_lavapipe(Path::new("/usr/share/vulkan/icd.d/radeon_icd.x86_64.json")));
    }
}
