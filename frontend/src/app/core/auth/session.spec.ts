import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { authInterceptor } from './auth-interceptor';
import { Session } from './session';
import { SessionChannel, type SessionMessage } from './session-channel';
import { secondsLeft } from './token';

function token(secondsFromNow: number, name = 'a'): string {
  const payload = { exp: Math.floor(Date.now() / 1000) + secondsFromNow, name };
  return `head.${btoa(JSON.stringify(payload))}.sign`;
}

const user = { id: 7, role: 'PATIENT', is_approved: true, display_name: 'Léa Martin' };

class FakeChannel {
  readonly told: SessionMessage[] = [];
  handler: (message: SessionMessage) => void = () => undefined;

  listen(handler: (message: SessionMessage) => void): void {
    this.handler = handler;
  }

  tell(message: SessionMessage): void {
    this.told.push(message);
  }
}

describe('Session', () => {
  let session: Session;
  let server: HttpTestingController;
  let client: HttpClient;
  let channel: FakeChannel;

  // Promise chains (locks, single-flight) need a few turns before the request is sent.
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  beforeEach(() => {
    localStorage.clear();
    channel = new FakeChannel();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([authInterceptor])),
        provideHttpClientTesting(),
        { provide: SessionChannel, useValue: channel },
      ],
    });
    session = TestBed.inject(Session);
    server = TestBed.inject(HttpTestingController);
    client = TestBed.inject(HttpClient);
  });

  afterEach(() => server.verify());

  async function signIn(access = token(300)): Promise<void> {
    const done = session.signIn('lea@example.fr', 'secret');
    const request = server.expectOne('/api/users/login/');
    expect(request.request.headers.get('X-Session')).toBe('cookie');
    request.flush({ access, user });
    await done;
  }

  it('keeps the token in memory and tells the other tabs', async () => {
    await signIn();
    expect(session.user()?.id).toBe(7);
    expect(JSON.stringify(localStorage)).not.toContain('head.');
    expect(channel.told).toEqual(['signed-in']);
  });

  it('asks for nothing when there was never a session', async () => {
    await session.restore();
    expect(session.signedIn()).toBe(false);
  });

  it('restores the session of an earlier appointment', async () => {
    localStorage.setItem('creneau.session', '1');
    const done = session.restore();
    await settle();
    server.expectOne('/api/token/refresh/').flush({ access: token(300) });
    await settle();
    const me = server.expectOne('/api/users/me/');
    expect(me.request.headers.get('Authorization')).toMatch(/^Bearer head\./);
    me.flush(user);
    await done;
    expect(session.role()).toBe('PATIENT');
  });

  it('renews once for many requests that find the token expired', async () => {
    await signIn(token(2));
    const answers = [1, 2, 3].map((id) => {
      const answer: unknown[] = [];
      client.get(`/api/appointments/${id}/`).subscribe((body) => answer.push(body));
      return answer;
    });
    await settle();
    server.expectOne('/api/token/refresh/').flush({ access: token(300, 'fresh') });
    await settle();
    for (const id of [1, 2, 3]) {
      server.expectOne(`/api/appointments/${id}/`).flush({ id });
    }
    expect(answers).toEqual([[{ id: 1 }], [{ id: 2 }], [{ id: 3 }]]);
  });

  it('replays a request once after a 401, with the new token', async () => {
    await signIn();
    const fresh = token(300, 'fresh');
    const answer: unknown[] = [];
    client.get('/api/appointments/').subscribe((body) => answer.push(body));
    await settle();
    server.expectOne('/api/appointments/').flush({}, { status: 401, statusText: 'expired' });
    await settle();
    server.expectOne('/api/token/refresh/').flush({ access: fresh });
    await settle();
    const replay = server.expectOne('/api/appointments/');
    expect(replay.request.headers.get('Authorization')).toBe(`Bearer ${fresh}`);
    replay.flush([]);
    expect(answer).toEqual([[]]);
  });

  it('ends the session when the renewal is refused', async () => {
    await signIn();
    let failed = false;
    client.get('/api/appointments/').subscribe({ error: () => (failed = true) });
    await settle();
    server.expectOne('/api/appointments/').flush({}, { status: 401, statusText: 'expired' });
    await settle();
    server
      .expectOne('/api/token/refresh/')
      .flush({ code: 'token_not_valid' }, { status: 401, statusText: 'ended' });
    await settle();
    expect(failed).toBe(true);
    expect(session.signedIn()).toBe(false);
    expect(session.ended()).toBe(true);
  });

  it('says still that it ended, when a renewal that was under way is refused later', async () => {
    await signIn(token(1));
    const done = session.refresh();
    await settle();
    channel.handler('signed-out');
    server
      .expectOne('/api/token/refresh/')
      .flush({ code: 'token_not_valid' }, { status: 401, statusText: 'ended' });
    expect(await done).toBe(false);
    expect(session.ended()).toBe(true);
  });

  describe('when somebody else has renewed at the same moment', () => {
    const reused = [{ code: 'token_reused' }, { status: 401, statusText: 'reused' }] as const;

    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    async function refused(): Promise<Promise<boolean>[]> {
      await signIn(token(1));
      const done = session.refresh();
      await vi.advanceTimersByTimeAsync(0);
      server.expectOne('/api/token/refresh/').flush(...reused);
      await vi.advanceTimersByTimeAsync(1000);
      return [done];
    }

    it('takes it for another tab, whose cookie is here a moment later', async () => {
      const [done] = await refused();
      server.expectOne('/api/token/refresh/').flush({ access: token(300) });
      expect(await done).toBe(true);
      expect(session.signedIn()).toBe(true);
    });

    it('ends the session for whoever it is, when it was none', async () => {
      const [done] = await refused();
      server.expectOne('/api/token/refresh/').flush(...reused);
      await vi.advanceTimersByTimeAsync(0);
      const logout = server.expectOne('/api/users/logout/');
      expect(logout.request.headers.get('X-Session')).toBe('cookie');
      logout.flush(null, { status: 204, statusText: 'ended' });
      expect(await done).toBe(false);
      expect(session.ended()).toBe(true);
    });
  });

  it('keeps the session when the renewal fails for want of a network', async () => {
    await signIn(token(1));
    const done = session.refresh();
    await settle();
    server.expectOne('/api/token/refresh/').error(new ProgressEvent('error'));
    expect(await done).toBe(false);
    expect(session.signedIn()).toBe(true);
  });

  it('signs out everywhere, even when the server cannot be told', async () => {
    await signIn();
    const done = session.signOut();
    await settle();
    server.expectOne('/api/users/logout/').error(new ProgressEvent('error'));
    await expect(done).rejects.toBeDefined();
    expect(session.signedIn()).toBe(false);
    expect(channel.told).toEqual(['signed-in', 'signed-out']);
  });

  it('follows a sign-out in another tab', async () => {
    await signIn();
    channel.handler('signed-out');
    expect(session.signedIn()).toBe(false);
  });
});

describe('secondsLeft', () => {
  it('reads the expiry and distrusts what it cannot read', () => {
    expect(secondsLeft(token(100))).toBeGreaterThan(95);
    expect(secondsLeft(token(-5))).toBe(0);
    expect(secondsLeft('nonsense')).toBe(0);
    expect(secondsLeft(`a.${btoa('{"exp":"x"}')}.b`)).toBe(0);
  });
});
