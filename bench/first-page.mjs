// One cold load of a page: bytes over the wire, requests, largest contentful paint.
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/package.json`);
const { chromium } = require('@playwright/test');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const page = await browser.newPage({ locale: 'fr-FR' });
const session = await page.context().newCDPSession(page);
await session.send('Network.enable');
let bytes = 0;
let requests = 0;
session.on('Network.loadingFinished', (event) => {
  bytes += event.encodedDataLength;
  requests += 1;
});
await page.addInitScript(() => {
  window.__lcp = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.__lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
});
await page.goto(process.argv[2], { waitUntil: 'networkidle' });
const lcp = await page.evaluate(() => window.__lcp);
console.log(JSON.stringify({ bytes, requests, lcp }));
await browser.close();
