//! How much memory a reader takes while it reads.

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How much a reader may take, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Whatever it reads.
    pub(crate) fixed: usize,
    /// For each byte of what it reads.
    pub(crate) each_byte: usize,
}

impl Bounds {
    /// Holds `work` on so many bytes to these bounds. Nothing else may run meanwhile.
    pub(crate) fn hold(self, name: &str, bytes: usize, work: impl FnOnce()) {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        work();
        let (taken, allowed) = (MEMORY.peak_usage().saturating_sub(before), self.fixed + self.each_byte * bytes);
        assert!(taken <= allowed, "{name} took {taken} bytes for {bytes}, and may take {allowed}");
    }
}
