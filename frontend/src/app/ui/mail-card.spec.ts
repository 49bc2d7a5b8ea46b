import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { I18n } from '../core/i18n/i18n';
import { MailCard } from './mail-card';

const PATH = '/api/notifications/preferences/';
const kept = {
  mails: [
    { group: 'changes', title: 'Changements', is_wanted: true },
    { group: 'reminders', title: 'Rappels', is_wanted: false },
  ],
  quiet_from: '21:00',
  quiet_until: '07:00',
};

describe('MailCard', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<MailCard>;

  const page = () => fixture.nativeElement as HTMLElement;
  const boxes = () => [...page().querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  const hours = () => [...page().querySelectorAll<HTMLInputElement>('input[type=time]')];

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        {
          provide: I18n,
          useValue: { language: () => 'fr', t: (key: string) => key, has: () => false },
        },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(MailCard);
    TestBed.tick();
    server.expectOne({ method: 'GET', url: PATH }).flush(kept);
    await fixture.whenStable();
  });

  afterEach(() => server.verify());

  it('shows what is kept', () => {
    expect(boxes().map((box) => box.checked)).toEqual([true, false]);
    expect(hours().map((hour) => hour.value)).toEqual(['21:00', '07:00']);
  });

  it('keeps a choice at once and shows the answer', async () => {
    boxes()[1]?.click();
    const request = server.expectOne({ method: 'PATCH', url: PATH });
    expect(request.request.body).toEqual({ mails: [{ group: 'reminders', is_wanted: true }] });
    request.flush({ ...kept, mails: [{ ...kept.mails[1], is_wanted: true }] });
    await fixture.whenStable();

    expect(boxes().map((box) => box.checked)).toEqual([true]);
  });

  it('names the hour that was emptied, and keeps the former one', async () => {
    for (const [index, name, was] of [
      [0, 'quiet_from', '21:00'],
      [1, 'quiet_until', '07:00'],
    ] as const) {
      const hour = hours()[index];
      if (hour) {
        hour.value = '';
        hour.dispatchEvent(new Event('change'));
      }
      await fixture.whenStable();
      expect(page().querySelector('[role=alert]')?.textContent).toContain(
        `account.quietMissing.${name}`,
      );
      expect(hours()[index]?.value).toBe(was);
    }
  });

  it('keeps an hour when it was changed', () => {
    const [from] = hours();
    if (from) {
      from.value = '22:30';
      from.dispatchEvent(new Event('change'));
    }

    const request = server.expectOne({ method: 'PATCH', url: PATH });
    expect(request.request.body).toEqual({ quiet_from: '22:30' });
    request.flush({ ...kept, quiet_from: '22:30' });
  });

  it('says what went wrong and shows what is kept', async () => {
    boxes()[0]?.click();
    server
      .expectOne({ method: 'PATCH', url: PATH })
      .flush({ error: 'Non.', code: 'invalid' }, { status: 400, statusText: 'Bad Request' });
    await new Promise((resolve) => setTimeout(resolve));
    await fixture.whenStable();

    expect(page().querySelector('[role=alert]')?.textContent).toContain('Non.');
    expect(boxes().map((box) => box.checked)).toEqual([true, false]);
  });
});
