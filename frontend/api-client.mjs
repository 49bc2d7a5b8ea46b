// Generates the client of the API from its document, and keeps only the functions that the
// application imports: write the import first, then `npm run generate`.
// With --check nothing is written; what differs is listed.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CLIENT = 'src/app/api';
const isCheck = process.argv.includes('--check');
const output = isCheck ? '.angular/api-check' : CLIENT;

const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const generate = ['--config', 'ng-openapi-gen.json', '--output', output];
execFileSync('node_modules/.bin/ng-openapi-gen', generate, { stdio: 'inherit' });

const application = [...sourcesIn('src'), ...sourcesIn('e2e')]
  .filter((file) => !file.startsWith(join(CLIENT, '/')))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const imported = new Set(
  [...application.matchAll(/\/api\/fn\/([\w/-]+)'/g)].map(([, name]) => name),
);

const unused = sourcesIn(join(output, 'fn'))
  .map((file) => file.slice(join(output, 'fn/').length, -'.ts'.length))
  .filter((name) => !imported.has(name));
for (const name of unused) {
  rmSync(join(output, 'fn', `${name}.ts`));
}
for (const folder of readdirSync(join(output, 'fn'))) {
  if (!readdirSync(join(output, 'fn', folder)).length) {
    rmdirSync(join(output, 'fn', folder));
  }
}
const index = join(output, 'functions.ts');
const isGone = (line) => unused.some((name) => line.endsWith(`'./fn/${name}';`));
const kept = readFileSync(index, 'utf8')
  .split('\n')
  .filter((line) => !isGone(line));
writeFileSync(index, kept.join('\n'));

if (isCheck) {
  execFileSync('diff', ['-r', CLIENT, output], { stdio: 'inherit' });
}
