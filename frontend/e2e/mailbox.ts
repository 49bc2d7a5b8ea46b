import { readdir, readFile } from 'node:fs/promises';

/** Where the server on that port puts the mails that it sends. */
export function mailsOf(port: number): string {
  return `/tmp/creneau-mails-${port}`;
}

/** The link of that page in the mails to a person; fails until there is one. */
export async function mailedLink(baseURL: string, address: string, page: string): Promise<string> {
  const folder = mailsOf(Number(new URL(baseURL).port));
  const files = await Promise.all(
    (await readdir(folder)).sort().map((name) => readFile(`${folder}/${name}`, 'utf8')),
  );
  const links = files
    .flatMap((file) => file.split(/^-{79}$/m))
    .filter((mail) => mail.includes(`\nTo: ${address}\n`))
    .flatMap((mail) => mail.match(new RegExp(`^http\\S*/${page}#\\S+$`, 'm')) ?? []);
  const newest = links.at(-1);
  if (!newest) {
    throw new Error(`no mail to ${address} with a link to ${page} yet`);
  }
  return newest;
}
