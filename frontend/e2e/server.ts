import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { env } from 'node:process';
import { mailsOf } from './mailbox';

/** A server of its own, on a copy of the prepared database. */
export interface Server {
  url: string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 120_000;

/** Start one and wait until it answers. */
export async function startServer(): Promise<Server> {
  const port = await freePort();
  const child = spawn('bash', ['e2e/serve.sh'], {
    env: { ...env, E2E_PORT: String(port), E2E_MAILS: mailsOf(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://localhost:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const latest = Date.now() + PATIENCE_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > latest) {
      await stop();
      throw new Error('the server of the journeys did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/live`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
