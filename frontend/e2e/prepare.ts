import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { env } from 'node:process';

/** Migrate once what each worker's server copies; return what removes it at the end. */
export default async function prepare(): Promise<() => Promise<void>> {
  const folder = await mkdtemp('/tmp/creneau-journeys-');
  env['E2E_TEMPLATE'] = folder;
  const child = spawn('bash', ['e2e/prepare.sh'], {
    env: { ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const remove = () => rm(folder, { recursive: true, force: true });
  if (code !== 0) {
    await remove();
    throw new Error('the database of the journeys could not be prepared');
  }
  return remove;
}
