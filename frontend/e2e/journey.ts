import { test as base } from '@playwright/test';
import { now } from './moment';
import { type Server, startServer } from './server';

export { expect } from '@playwright/test';

/** A journey at a server that only its worker has. */
export const test = base.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context }, use) => {
    await context.clock.install({ time: now() });
    await use(context);
  },
});
