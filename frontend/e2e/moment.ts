import { env } from 'node:process';

// A Wednesday morning in spring: no weekend, no month's end and no change of the clocks is near.
const BEGINNING = Date.parse('2027-05-12T09:07:00+02:00');

/** Let the journeys begin at their moment; the first process of a run says how far away it is. */
export function setMoment(): void {
  env['E2E_CLOCK_OFFSET'] ??= String(BEGINNING - Date.now());
}

/** The present of the journeys, in their servers and browsers alike: it goes on as usual. */
export function now(): number {
  return Date.now() + Number(env['E2E_CLOCK_OFFSET']);
}
