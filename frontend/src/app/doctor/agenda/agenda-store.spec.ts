import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Session } from '../../core/auth/session';
import { toProblem } from '../../core/errors/problem';
import { FakeLive, frenchTexts, nextPage, provideFakeLive, settled } from '../../../testing';
import { AgendaStore } from './agenda-store';

const WEEK = { first: '2026-11-23', until: '2026-11-30' };
const NEXT_WEEK = { first: '2026-11-30', until: '2026-12-07' };

const appointment = (id: number, start = '2026-11-24T09:00:00Z') => ({
  id,
  status: 'confirmed',
  patient: { id: 1, name: `Patient ${id}` },
  start_time: start,
  end_time: start.replace(':00:00Z', ':30:00Z'),
  transitions: [],
  proposal: null,
});
const slot = (id: number) => ({
  id,
  start_time: '2026-11-25T09:00:00Z',
  end_time: '2026-11-25T09:30:00Z',
  remaining: 1,
  is_open: true,
  mode: 'both',
});
const leave = {
  id: 5,
  start_datetime: '2026-11-26T08:00:00Z',
  end_datetime: '2026-11-26T18:00:00Z',
  reason: 'Formation',
  is_recurring: false,
};

describe('AgendaStore', () => {
  let server: HttpTestingController;
  let live: FakeLive;
  let store: AgendaStore;

  beforeEach(async () => {
    vi.useFakeTimers({
      now: new Date('2026-11-23T06:00:00Z'),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
    });
    live = new FakeLive();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        provideFakeLive(live),
        { provide: Session, useValue: { user: () => ({ profile_id: 3 }) } },
        AgendaStore,
      ],
    });
    server = TestBed.inject(HttpTestingController);
    store = TestBed.inject(AgendaStore);
    await settled();
  });

  afterEach(() => vi.useRealTimers());

  const open = (what: string, ...parts: string[]) =>
    server.match(({ urlWithParams: url, method }) => {
      const asked = url.startsWith(`/api/${what}/?`) && parts.every((part) => url.includes(part));
      return method === 'GET' && asked;
    });
  /** Only appointments of the days shown, not those that wait for an answer. */
  const inRange = (day: string) => open('appointments', `start=${day}`);

  interface Answers {
    appointments?: unknown[];
    slots?: unknown[];
    absences?: unknown[];
  }

  async function answer({ appointments = [], slots = [], absences = [] }: Answers): Promise<void> {
    open('appointments', 'to_answer').forEach((one) => one.cancelled || one.flush([]));
    open('appointments', 'start=').forEach((one) => one.cancelled || one.flush(appointments));
    open('slots').forEach((one) => one.cancelled || one.flush(slots));
    open('exceptions').forEach((one) => one.cancelled || one.flush(absences));
    await settled();
  }

  async function show(range: typeof WEEK): Promise<void> {
    store.range.set(range);
    await settled();
  }

  const ids = () => store.entries().map(({ id }) => id);

  it('shows the appointments, free slots and absences of the days on screen', async () => {
    await show(WEEK);
    expect(store.ready()).toBe(false);
    await answer({ appointments: [appointment(1)], slots: [slot(2)], absences: [leave] });

    expect(ids()).toEqual(['slot-2', 'absence-5', 'appointment-1']);
    expect(store.ready()).toBe(true);
    expect(live.watched).toEqual([3]);
  });

  it('asks once for many changes, and shows what they brought', async () => {
    await show(WEEK);
    await answer({ appointments: [appointment(1)] });
    live.appointment(1);
    live.slot({ doctor: 3, id: 2, start: '2026-11-25T09:00:00Z', remaining: 0, is_open: true });
    live.resync();
    await vi.advanceTimersByTimeAsync(149);
    await settled();
    expect(open('slots')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await settled();
    const again = inRange('2026-11-22T23:00');
    expect(again.length).toBe(1);
    again[0]?.flush([appointment(1), appointment(4, '2026-11-24T11:00:00Z')]);
    await answer({});

    expect(ids()).toEqual(['appointment-1', 'appointment-4']);
    expect(store.refreshed()).toBe(1);
  });

  it('shows an absence that is added elsewhere', async () => {
    await show(WEEK);
    await answer({ slots: [slot(2)] });
    expect(ids()).toEqual(['slot-2']);
    live.calendar(3);
    await vi.advanceTimersByTimeAsync(150);
    await settled();
    await answer({ absences: [leave] });

    expect(ids()).toEqual(['absence-5']);
  });

  it('drops the answer about days that are no longer on screen', async () => {
    await show(WEEK);
    const [old] = inRange('2026-11-22T23:00');
    await show(NEXT_WEEK);
    expect(old?.cancelled).toBe(true);
    await answer({ appointments: [appointment(7, '2026-12-01T09:00:00Z')] });

    expect(ids()).toEqual(['appointment-7']);
  });

  it('keeps what is shown when a refresh fails, says so, and forgets it with the next', async () => {
    await show(WEEK);
    await answer({ appointments: [appointment(1)] });
    expect(ids()).toEqual(['appointment-1']);
    store.refresh();
    await settled();
    inRange('2026-11-22T23:00')[0]?.flush(null, { status: 500, statusText: 'Broken' });
    await answer({});
    expect(toProblem(store.error()).code).toBe('server_error');
    expect(ids()).toEqual(['appointment-1']);

    store.refresh();
    await settled();
    await answer({ appointments: [appointment(1)] });
    expect(store.error()).toBeUndefined();
  });

  it('puts a second page behind the first', async () => {
    await show(WEEK);
    inRange('2026-11-22T23:00')[0]?.flush([appointment(1)], nextPage('x'));
    const [second] = open('appointments', 'cursor=x');
    second?.flush([appointment(2, '2026-11-24T10:00:00Z')]);
    await answer({});

    expect(ids()).toEqual(['appointment-1', 'appointment-2']);
    expect(store.cut()).toBe(false);
  });

  it('counts what waits for an answer', async () => {
    await show(WEEK);
    open('appointments', 'to_answer')[0]?.flush([appointment(1), appointment(2)]);
    await answer({});

    expect(store.pending()).toBe(2);
  });
});
