import { LiveSocket } from './live-socket';

class FakeSocket {
  static readonly all: FakeSocket[] = [];
  readyState: number = WebSocket.CONNECTING;
  readonly sent: string[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen();
  }
}

describe('LiveSocket', () => {
  let token: string | null;
  let socket: LiveSocket;
  const last = () => FakeSocket.all.at(-1) as FakeSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.all.length = 0;
    token = 'jwt';
    socket = new LiveSocket({
      path: '/ws/notifications/',
      token: () => Promise.resolve(token),
      anonymous: false,
      open: (url, protocols) => new FakeSocket(url, protocols) as unknown as WebSocket,
    });
  });

  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  async function connect(): Promise<void> {
    socket.start();
    await vi.advanceTimersByTimeAsync(0);
    last().accept();
  }

  it('authenticates with the subprotocol pair, never in the address', async () => {
    await connect();
    expect(last().protocols).toEqual(['bearer', 'jwt']);
    expect(last().url).toMatch(/^ws:.*\/ws\/notifications\/$/);
  });

  it('passes frames on and ignores what is not a frame', async () => {
    const types: string[] = [];
    socket.frames.subscribe((frame) => types.push(frame.type));
    await connect();
    for (const data of ['{"type":"ready"}', 'nonsense', '[]', 'null']) {
      last().onmessage({ data });
    }
    expect(types).toEqual(['ready']);
  });

  it('comes back after a loss, and says so', async () => {
    const opened: boolean[] = [];
    socket.opened.subscribe(({ again }) => opened.push(again));
    await connect();
    last().onclose({ code: 1006 });
    expect(socket.lost()).toBe(true);
    await vi.advanceTimersByTimeAsync(1100);
    expect(FakeSocket.all).toHaveLength(2);
    last().accept();
    expect(socket.lost()).toBe(false);
    expect(opened).toEqual([false, true]);
  });

  it('waits longer after each failure', async () => {
    await connect();
    last().onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1100);
    last().onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1100);
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1100);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it('takes a fresh token at once, without alarm, when the old one expired', async () => {
    await connect();
    token = 'renewed';
    last().onclose({ code: 4401 });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.lost()).toBe(false);
    expect(last().protocols).toEqual(['bearer', 'renewed']);
  });

  it('does not connect without a token where one is required', async () => {
    token = null;
    socket.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(0);
  });

  it('stays closed once stopped', async () => {
    await connect();
    socket.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(socket.lost()).toBe(false);
  });
});
