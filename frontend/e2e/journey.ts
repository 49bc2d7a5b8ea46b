import { test as base } from '@playwright/test';
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
});
