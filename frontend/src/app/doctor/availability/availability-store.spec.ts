import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { AvailabilityOut } from '../../api/models';
import { frenchTexts, settled } from '../../../testing';
import { AvailabilityStore } from './availability-store';
import { newRule, type Rule } from './rules';

const rule = (id: number, change: Partial<AvailabilityOut> = {}): AvailabilityOut => ({
  id,
  day_of_week: 0,
  start_time: '09:00:00',
  end_time: '12:00:00',
  ...change,
});
const failed = { status: 500, statusText: 'Broken' };

describe('AvailabilityStore', () => {
  let server: HttpTestingController;
  let store: AvailabilityStore;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), frenchTexts, AvailabilityStore],
    });
    server = TestBed.inject(HttpTestingController);
    store = TestBed.inject(AvailabilityStore);
    TestBed.tick();
    server
      .expectOne('/api/availabilities/?limit=500')
      .flush([rule(1), rule(2, { day_of_week: 1 })]);
    await around();
    await preview();
  });

  afterEach(() => {
    server.verify();
    vi.useRealTimers();
  });

  /** What is read again beside the rules. */
  async function around(): Promise<void> {
    await settled();
    server.match('/api/availabilities/schedule/').forEach((one) => one.flush({ schedule: '' }));
    server.match('/api/availabilities/conflicts/').forEach((one) => one.flush([]));
    await settled();
  }

  async function preview(answer: object = {}): Promise<void> {
    await vi.advanceTimersByTimeAsync(350);
    await settled();
    server
      .match('/api/availabilities/preview/')
      .forEach((one) => one.cancelled || one.flush(answer));
    await settled();
  }

  function saved(index: number): Rule {
    const found = store.saved()?.[index];
    if (!found) {
      throw new Error(`no rule ${index}`);
    }
    return found;
  }

  async function change(id: number, answer: AvailabilityOut, method: string): Promise<void> {
    const url = `/api/availabilities/${id}/`;
    server
      .expectOne({ method: 'GET', url })
      .flush(rule(id, { day_of_week: id - 1 }), { headers: { ETag: `"${id}"` } });
    await settled();
    const request = server.expectOne({ method, url });
    expect(request.request.headers.get('If-Match')).toBe(`"${id}"`);
    request.flush(method === 'DELETE' ? null : answer);
    await settled();
  }

  it('edits a copy of what is saved, and can go back to it', async () => {
    expect(store.dirty()).toBe(false);
    store.put({ ...saved(0), end: '13:00' });
    store.remove('rule-2');
    store.add([newRule(3), newRule(4)]);

    expect(store.changeCount()).toBe(4);
    expect(saved(0).end).toBe('12:00');
    store.undo();
    expect(store.dirty()).toBe(false);
    expect(store.edited().map(({ key }) => key)).toEqual(['rule-1', 'rule-2']);
    await preview();
  });

  it('writes each difference, with the tag that was read, and is clean afterwards', async () => {
    store.put({ ...saved(0), end: '13:00' });
    store.remove('rule-2');
    store.add([newRule(3)]);
    const saving = store.save();
    expect(store.saving()).toBe(true);
    await change(2, rule(2), 'DELETE');
    await change(1, rule(1, { end_time: '13:00:00' }), 'PATCH');
    const added = server.expectOne({ method: 'POST', url: '/api/availabilities/' });
    expect(added.request.body).toMatchObject({ day_of_week: 3 });
    added.flush(rule(9, { day_of_week: 3 }));

    expect(await saving).toBe(true);
    expect(store.saving()).toBe(false);
    expect(store.dirty()).toBe(false);
    expect(store.edited().map(({ key, end }) => [key, end])).toEqual([
      ['rule-1', '13:00'],
      ['rule-9', '12:00'],
    ]);
    await around();
    await preview();
  });

  it('keeps what is still edited while one of the differences is saved', async () => {
    store.remove('rule-2');
    store.add([newRule(3)]);
    const saving = store.save().catch(() => 'failed');
    await change(2, rule(2), 'DELETE');
    server.expectOne({ method: 'POST', url: '/api/availabilities/' }).flush(null, failed);

    expect(await saving).toBe('failed');
    expect(store.saving()).toBe(false);
    expect(store.saved()?.map(({ key }) => key)).toEqual(['rule-1']);
    expect(store.changeCount()).toBe(1);
    await around();
    await preview();
  });

  it('does not overwrite a rule that somebody changed meanwhile', async () => {
    store.put({ ...saved(0), end: '13:00' });
    const saving = store.save();
    const url = '/api/availabilities/1/';
    server
      .expectOne({ method: 'GET', url })
      .flush(rule(1, { end_time: '11:00:00' }), { headers: { ETag: '"new"' } });
    await settled();
    const request = server.expectOne({ method: 'PATCH', url });
    expect(request.request.headers.get('If-Match')).toBe('"changed"');
    request.flush({ code: 'version_conflict' }, { status: 412, statusText: 'Changed' });

    expect(await saving).toBe(false);
    expect(store.overtaken()).toBe(true);
    expect(store.edited()[0]?.end).toBe('13:00');
    await around();
    await preview();

    store.reload();
    expect(store.overtaken()).toBe(false);
    await settled();
    server.expectOne('/api/availabilities/?limit=500').flush([rule(1, { end_time: '11:00:00' })]);
    await around();
    expect(store.edited().map(({ end }) => end)).toEqual(['11:00']);
    await preview();
  });

  it('previews what is edited, once typing stops, and drops an older preview', async () => {
    store.put({ ...saved(0), end: '13:00' });
    await settled();
    await vi.advanceTimersByTimeAsync(349);
    await settled();
    server.expectNone('/api/availabilities/preview/');
    await vi.advanceTimersByTimeAsync(1);
    await settled();
    const old = server.expectOne('/api/availabilities/preview/');
    expect(old.request.body).toMatchObject({ weeks: 2, rules: [{ end_time: '13:00' }, {}] });

    store.put({ ...saved(0), end: '14:00' });
    await settled();
    await preview({ slots: [{ start: 'newer' }] });
    expect(old.cancelled).toBe(true);
    expect(store.shown()).toEqual({ slots: [{ start: 'newer' }] });
  });

  it('takes the week that a text describes as saved', async () => {
    store.tried.set([newRule(5)]);
    const replacing = store.replaceByText('Sam 9h-12h', 30, 'presentiel');
    const answer = { rules: [rule(4, { day_of_week: 5 })], schedule: 'Sam 9h-12h', conflicts: [] };
    server.expectOne({ method: 'PUT', url: '/api/availabilities/schedule/' }).flush(answer);

    expect(await replacing).toEqual([]);
    expect(store.tried()).toBeNull();
    expect(store.saved()?.map(({ key }) => key)).toEqual(['rule-4']);
    expect(store.dirty()).toBe(false);
    await preview();
  });
});
