import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PlatformSettings } from '../http/platform-settings';
import { Formats } from './formats';
import { I18n } from './i18n';

function formats(clinic: string): Formats {
  TestBed.configureTestingModule({
    providers: [
      { provide: PlatformSettings, useValue: { value: signal({ time_zone: clinic }) } },
      {
        provide: I18n,
        useValue: { language: signal('fr'), t: (_: string, { city }: { city: string }) => city },
      },
    ],
  });
  return TestBed.inject(Formats);
}

describe('formats', () => {
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;

  it("keep the clinic's clock, and say nothing where the browser shows it too", () => {
    const plain = formats(browser);
    expect(plain.zone()).toBe(browser);
    expect([plain.zoneNote(), plain.foreignNote()]).toEqual(['', '']);
  });

  it("follow a doctor's clock and name it where it is another than the clinic's", () => {
    const own = formats('Europe/Paris');
    const zone = signal<string | undefined>(undefined);
    own.follow(zone);
    expect(own.time('2026-11-24T13:30:00Z')).toBe('14\u00a0h\u00a030');
    zone.set('America/Martinique');
    expect(own.time('2026-11-24T13:30:00Z')).toBe('9\u00a0h\u00a030');
    expect(own.dayKey('2026-11-24T02:00:00Z')).toBe('2026-11-23');
    expect([own.foreignNote(), own.zoneNote()]).toEqual(['Martinique', 'Martinique']);
  });

  it('tell how far away something is, never more than it truly is', () => {
    const plain = formats('Europe/Paris');
    vi.useFakeTimers({ now: new Date('2026-11-21T08:00:00Z') });
    try {
      const said = {
        '2026-11-21T08:00:59Z': 'maintenant',
        '2026-11-21T07:54:01Z': 'il y a 5 minutes',
        '2026-11-21T09:31:59Z': 'dans 91 minutes',
        '2026-11-21T10:59:00Z': 'dans 2 heures',
        '2026-11-21T05:01:00Z': 'il y a 2 heures',
        '2026-11-22T07:59:00Z': 'dans 23 heures',
        '2026-11-22T22:30:00Z': 'demain',
        '2026-11-22T23:30:00Z': 'après-demain',
        '2026-11-20T07:00:00Z': 'hier',
        '2026-11-28T07:00:00Z': 'dans 7 jours',
      };
      expect(Object.keys(said).map((instant) => plain.ago(instant))).toEqual(Object.values(said));
    } finally {
      vi.useRealTimers();
    }
  });

  it('need no name for another zone whose clocks agree all year', () => {
    const own = formats('Europe/Paris');
    own.follow(() => 'Europe/Brussels');
    expect(own.foreignNote()).toBe('');
  });
});
