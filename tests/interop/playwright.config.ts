/** Files for other programs, from the finished page: `cargo xtask test interop` builds and serves it, then runs this. */
import base from '../e2e/playwright.config';

export default { ...base, testDir: '.', outputDir: '../../target/interop-report', timeout: 300_000 };
