// What the journeys use of Node; its type package is not needed.
declare module 'node:fs/promises' {
  export function readdir(path: string): Promise<string[]>;
  export function readFile(path: string, encoding: 'utf8'): Promise<string>;
}
