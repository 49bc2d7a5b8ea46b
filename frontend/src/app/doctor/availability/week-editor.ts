import { Component, computed, DOCUMENT, inject, signal } from '@angular/core';
import * as dates from '../../core/i18n/dates';
import { I18n } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';
import { AvailabilityStore } from './availability-store';
import { RuleForm } from './rule-form';
import { copiesFor, DAYS, newRule, onDay, type Rule } from './rules';

/** A Monday: weekday names come from formatting the days after it. */
const MONDAY = '2024-01-01';

/** The rules of the week, day by day: add, edit in place, copy to other days, delete. */
@Component({
  selector: 'app-week-editor',
  imports: [Icon, RuleForm],
  templateUrl: './week-editor.html',
  styleUrl: './week-editor.scss',
})
export class WeekEditor {
  protected readonly store = inject(AvailabilityStore);
  private readonly i18n = inject(I18n);
  private readonly document = inject(DOCUMENT);
  protected readonly t = this.i18n.t;

  /** The key of the rule whose form, or whose copying, is open. */
  protected readonly open = signal<string | null>(null);
  protected readonly copying = signal<string | null>(null);
  private before: Rule | null = null;

  protected readonly days = computed(() =>
    DAYS.map((index) => ({
      index,
      name: dates.formatWeekday(
        dates.noon(dates.addDays(MONDAY, index)),
        this.i18n.language(),
        'UTC',
      ),
      rules: onDay(this.store.edited(), index),
    })),
  );

  protected hour(time: string): string {
    return dates.formatTime(`${MONDAY}T${time}:00Z`, this.i18n.language(), 'UTC');
  }

  protected name(rule: Rule, day: string): string {
    return `${day} ${this.hour(rule.start)} – ${this.hour(rule.end)}`;
  }

  protected describe(rule: Rule): string {
    const parts = [
      this.t(`doctor.availability.modes.${rule.mode}`),
      this.t('doctor.availability.perSlot', { minutes: rule.minutes }),
    ];
    if (rule.places > 1) {
      parts.push(this.t('doctor.availability.placesEach', { count: rule.places }));
    }
    return [...parts, ...(rule.location ? [rule.location] : [])].join(' · ');
  }

  protected dates(rule: Rule): string {
    const date = (day: string) =>
      dates.formatLongDate(dates.noon(day), this.i18n.language(), 'UTC');
    return [
      rule.from ? this.t('doctor.availability.fromDate', { date: date(rule.from) }) : '',
      rule.until ? this.t('doctor.availability.untilDate', { date: date(rule.until) }) : '',
    ]
      .filter(Boolean)
      .join(' ');
  }

  protected add(day: number): void {
    const last = onDay(this.store.edited(), day).at(-1);
    const rule = newRule(day, last ? afterwards(last) : this.store.edited().at(-1));
    this.before = null;
    this.store.put(rule);
    this.open.set(rule.key);
  }

  protected edit(rule: Rule): void {
    this.before = rule;
    this.copying.set(null);
    this.open.set(rule.key);
  }

  protected close(day: number): void {
    this.open.set(null);
    this.focus(day);
  }

  protected revert(day: number): void {
    const key = this.open();
    if (this.before) {
      this.store.put(this.before);
    } else if (key) {
      this.store.remove(key);
    }
    this.close(day);
  }

  protected remove(rule: Rule, day: number): void {
    this.store.remove(rule.key);
    this.focus(day);
  }

  protected has(rule: Rule, day: number): boolean {
    return copiesFor(rule, [day], this.store.edited()).length === 0;
  }

  protected copy(rule: Rule, day: number): void {
    this.store.add(copiesFor(rule, [day], this.store.edited()));
  }

  private focus(day: number): void {
    this.document.getElementById(`day-${day}`)?.focus();
  }
}

/** A further period of a day: the afternoon after a morning. */
function afterwards(last: Rule): Partial<Rule> {
  return last.end < '14:00'
    ? { ...last, start: '14:00', end: '18:00' }
    : { ...last, start: last.end, end: last.end < '20:00' ? '20:00' : '23:00' };
}
