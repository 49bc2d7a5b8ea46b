import { defineConfig } from '@playwright/test';
import { mailsOf } from './e2e/mailbox';

// The only thing of Node's that is needed here; its type package is not.
declare const process: { env: Record<string, string | undefined> };

const port = Number(process.env['E2E_PORT'] ?? 8123);

// Journeys in a real Chromium against the real server, with its own database in a temporary folder.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One server and one database: journeys that book the same doctors take turns.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}`,
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
  webServer: {
    command: 'bash e2e/serve.sh',
    url: `http://localhost:${port}/health/live`,
    env: { E2E_PORT: String(port), E2E_MAILS: mailsOf(port) },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
