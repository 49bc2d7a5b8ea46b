import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ExceptionOut } from '../../api/models';
import { PlatformSettings } from '../../core/http/platform-settings';
import { I18n } from '../../core/i18n/i18n';
import { injectAbsencePeriod, wholeDays } from './absence-period';

function period(start: string, end: string): string {
  const absence = { start_datetime: start, end_datetime: end } as ExceptionOut;
  return TestBed.runInInjectionContext(() => injectAbsencePeriod()(absence)).replace(
    /\u00a0/g,
    ' ',
  );
}

const year = new Date().getFullYear();

describe('the period of an absence', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        { provide: PlatformSettings, useValue: { value: signal({ time_zone: 'Europe/Paris' }) } },
        {
          provide: I18n,
          useValue: {
            language: signal('fr'),
            t: (key: string, params: object) => [key, ...Object.values(params)].join('|'),
          },
        },
      ],
    });
  });

  it('is whole days from midnight to midnight', () => {
    expect(wholeDays('2026-12-21T00:00', '2026-12-26T00:00')).toEqual({
      first: '2026-12-21',
      last: '2026-12-25',
    });
    expect(wholeDays('2026-12-21T08:00', '2026-12-26T00:00')).toBeNull();
  });

  it('says whole days without hours, and the month once', () => {
    expect(period(`${year}-11-30T23:00:00Z`, `${year}-12-05T23:00:00Z`)).toMatch(
      /^doctor\.absences\.span\|[a-z]+ 1er\|[a-z]+ 5 décembre$/,
    );
  });

  it('says one whole day, and both months', () => {
    expect(period(`${year}-12-24T23:00:00Z`, `${year}-12-25T23:00:00Z`)).toMatch(
      /^doctor\.absences\.wholeDay\|[a-z]+ 25 décembre$/,
    );
    expect(period(`${year}-11-28T23:00:00Z`, `${year}-12-02T23:00:00Z`)).toMatch(
      /^doctor\.absences\.span\|[a-z]+ 29 novembre\|[a-z]+ 2 décembre$/,
    );
  });

  it('says the hours of parts of days', () => {
    expect(period(`${year}-12-21T07:00:00Z`, `${year}-12-22T11:00:00Z`)).toMatch(
      /^doctor\.absences\.span\|[a-z]+ 21 décembre à 8 h\|[a-z]+ 22 décembre à 12 h$/,
    );
  });
});
