import { signal } from '@angular/core';
import { Subject } from 'rxjs';

export interface Frame {
  type: string;
  [key: string]: unknown;
}

export interface LiveSocketOptions {
  path: string;
  /** Null means signed out: the socket then connects without a token, or not at all. */
  token: () => Promise<string | null>;
  anonymous: boolean;
  open?: (url: string, protocols: string[]) => WebSocket;
}

const FIRST_DELAY = 800;
const LONGEST_DELAY = 10_000;
const EXPIRED = 4401;

/** A WebSocket that comes back: backoff with jitter, a fresh token for each connection. */
export class LiveSocket {
  readonly connected = signal(false);
  /** True from the loss of a connection that once worked until the next one is open. */
  readonly lost = signal(false);
  readonly frames = new Subject<Frame>();
  /** Emits on each connection, before the server has joined any group; `again` after a loss. */
  readonly opened = new Subject<{ again: boolean }>();

  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  private everOpen = false;
  private attempts = 0;

  constructor(private readonly options: LiveSocketOptions) {
    addEventListener('online', () => this.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        this.wake();
      }
    });
  }

  start(): void {
    if (!this.wanted) {
      this.wanted = true;
      this.attempts = 0;
      void this.connect();
    }
  }

  stop(): void {
    this.wanted = false;
    this.everOpen = false;
    clearTimeout(this.timer);
    this.drop();
    this.connected.set(false);
    this.lost.set(false);
  }

  /** Connects anew, for instance with the identity of the person who just signed in. */
  restart(): void {
    if (this.wanted) {
      this.drop();
      this.attempts = 0;
      void this.connect();
    }
  }

  send(frame: Frame): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(frame));
    }
  }

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    const token = await this.options.token();
    if (!this.wanted || (!token && !this.options.anonymous)) {
      if (this.wanted) {
        this.retryLater();
      }
      return;
    }
    const open = this.options.open ?? ((url, protocols) => new WebSocket(url, protocols));
    const socket = open(address(this.options.path), token ? ['bearer', token] : []);
    this.socket = socket;
    socket.onopen = () => this.onOpen();
    socket.onmessage = (event: MessageEvent<string>) => this.onMessage(event.data);
    socket.onclose = (event) => {
      if (this.socket === socket) {
        this.onClose(event.code);
      }
    };
  }

  private onOpen(): void {
    const again = this.everOpen;
    this.everOpen = true;
    this.attempts = 0;
    this.connected.set(true);
    this.lost.set(false);
    this.opened.next({ again });
  }

  private onMessage(text: string): void {
    const frame = parse(text);
    if (frame) {
      this.frames.next(frame);
    }
  }

  private onClose(code: number): void {
    this.socket = null;
    this.connected.set(false);
    if (!this.wanted) {
      return;
    }
    // An expired token is routine: reconnect at once, without an alarm on screen.
    if (code === EXPIRED && this.attempts === 0) {
      this.attempts = 1;
      void this.connect();
      return;
    }
    this.lost.set(this.everOpen);
    this.retryLater();
  }

  private retryLater(): void {
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.attempts);
    this.attempts += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), delay * (0.75 + Math.random() / 2));
  }

  private wake(): void {
    if (this.wanted && !this.socket) {
      this.attempts = 0;
      void this.connect();
    }
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.connected.set(false);
  }
}

function address(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}

function parse(text: string): Frame | null {
  try {
    const value: unknown = JSON.parse(text);
    const framed = typeof value === 'object' && value !== null && 'type' in value;
    return framed ? (value as Frame) : null;
  } catch {
    return null;
  }
}
