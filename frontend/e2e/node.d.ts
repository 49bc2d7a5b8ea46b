// What the journeys use of Node; its type package is not needed.
declare module 'node:fs/promises' {
  export function readdir(path: string): Promise<string[]>;
  export function readFile(path: string, encoding: 'utf8'): Promise<string>;
  export function mkdtemp(prefix: string): Promise<string>;
  export function rm(path: string, options: { recursive: true; force: true }): Promise<void>;
}

declare module 'node:child_process' {
  export interface Child {
    exitCode: number | null;
    kill(signal: 'SIGTERM'): void;
    once(event: 'exit', listener: (code: number | null) => void): void;
  }
  export function spawn(
    command: string,
    words: string[],
    options: { env: Record<string, string | undefined>; stdio: ('ignore' | 'inherit')[] },
  ): Child;
}

declare module 'node:net' {
  export function createServer(): {
    listen(port: number, host: string, listening: () => void): void;
    address(): { port: number };
    close(closed: () => void): void;
  };
}

declare module 'node:process' {
  export const env: Record<string, string | undefined>;
}
