import { defineConfig } from '@playwright/test';
import { setMoment } from './e2e/moment';

// The only thing of Node's that is needed here; its type package is not.
declare const process: { env: Record<string, string | undefined> };

setMoment();

// Journeys in a real Chromium against the real server. Each worker starts one of its own, on a copy
// of one prepared database (e2e/journey.ts).
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/prepare',
  // Those of one file take turns at one server: they book the same doctors.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
