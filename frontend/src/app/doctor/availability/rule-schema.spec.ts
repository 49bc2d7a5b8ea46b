import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { ruleSchema } from './rule-schema';
import { newRule, type Rule } from './rules';

function check(values: Partial<Rule>) {
  return TestBed.runInInjectionContext(() =>
    form(signal<Rule>({ ...newRule(0), ...values }), ruleSchema),
  );
}

describe('ruleSchema', () => {
  it('accepts a usual morning', () => {
    expect(check({})().valid()).toBe(true);
  });

  it('wants the end after the start, on the clock and in the calendar', () => {
    expect(check({ end: '09:00' }).end().valid()).toBe(false);
    expect(check({ from: '2026-12-01', until: '2026-11-30' }).until().valid()).toBe(false);
    expect(check({ from: '2026-12-01', until: '2026-12-01' })().valid()).toBe(true);
  });

  it('keeps slot length and places within reason', () => {
    expect(check({ minutes: 4 }).minutes().valid()).toBe(false);
    expect(check({ minutes: 12.5 }).minutes().valid()).toBe(false);
    expect(check({ places: 0 }).places().valid()).toBe(false);
  });
});
