import { Component, inject, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Session } from '../auth/session';
import { Live } from './live';

class FakeSocket {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readyState = 0;
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static last(path: string): FakeSocket {
    return FakeSocket.all.filter(({ url }) => url.includes(path)).at(-1) as FakeSocket;
  }

  send(): void {
    return;
  }

  close(): void {
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  says(type: string): void {
    this.onmessage({ data: JSON.stringify({ type }) });
  }
}

@Component({ template: '' })
class Page {
  readonly live = inject(Live);
  own = 0;
  slots = 0;

  constructor() {
    this.live.onResync(() => (this.own += 1));
    this.live.onSlotsResync(() => (this.slots += 1));
    this.live.watchDoctors([1]);
  }
}

describe('Live', () => {
  let page: Page;

  beforeEach(async () => {
    vi.useFakeTimers();
    FakeSocket.all.length = 0;
    vi.stubGlobal('WebSocket', FakeSocket);
    const session = {
      signedIn: signal(true),
      approved: signal(true),
      role: signal('PATIENT'),
      freshToken: () => Promise.resolve('jwt'),
    };
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: session }] });
    page = TestBed.createComponent(Page).componentInstance;
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(0);
  });

  afterEach(() => {
    page.live.notifications.stop();
    page.live.calendar.stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('lets a page read again once the server sends news, not as soon as it is connected', () => {
    const socket = FakeSocket.last('/ws/notifications/');
    socket.accept();
    expect(page.own).toBe(0);
    socket.says('ready');
    expect(page.own).toBe(1);
    socket.says('appointment');
    expect(page).toMatchObject({ own: 1, slots: 0 });
  });

  it('tells of free slots only after a loss, once they are watched again', async () => {
    const socket = FakeSocket.last('/ws/calendar/');
    socket.accept();
    socket.says('watching');
    expect(page).toMatchObject({ own: 0, slots: 0 });
    socket.onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1100);
    const next = FakeSocket.last('/ws/calendar/');
    expect(next).not.toBe(socket);
    next.accept();
    expect(page).toMatchObject({ own: 0, slots: 0 });
    next.says('watching');
    next.says('watching');
    expect(page).toMatchObject({ own: 1, slots: 1 });
  });
});
