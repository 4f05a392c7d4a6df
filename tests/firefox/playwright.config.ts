/** The finished page in Firefox, which has no part in Playwright here: puppeteer drives the system's, over WebDriver BiDi. */
import { defineConfig } from '@playwright/test';

export default defineConfig({ testDir: '.', outputDir: '../../target/firefox', workers: 1, retries: 0, forbidOnly: true, timeout: 90_000, reporter: 'list' });
