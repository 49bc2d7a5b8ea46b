import type { AvailabilityOut, PreviewRuleRequest } from '../../api/models';
import type { SlotMode } from '../../core/models';
import type { Hours } from '../../booking/schedule-text';

/** A weekly rule while it is edited; `key` stays the same, `id` comes with the first save. */
export interface Rule {
  key: string;
  id: number | null;
  day: number;
  start: string;
  end: string;
  mode: SlotMode;
  minutes: number;
  places: number;
  location: string;
  from: string;
  until: string;
  active: boolean;
}

export interface RuleChanges {
  added: Rule[];
  changed: Rule[];
  removed: Rule[];
}

export const DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

let next = 1;
const newKey = () => `new-${next++}`;

export function newRule(day: number, like?: Partial<Rule>): Rule {
  return {
    start: '09:00',
    end: '12:00',
    mode: 'presentiel',
    minutes: 30,
    places: 1,
    location: '',
    from: '',
    until: '',
    active: true,
    ...like,
    key: newKey(),
    id: null,
    day,
  };
}

export function fromApi(rule: AvailabilityOut): Rule {
  return {
    key: `rule-${rule.id}`,
    id: rule.id,
    day: rule.day_of_week,
    start: rule.start_time.slice(0, 5),
    end: rule.end_time.slice(0, 5),
    mode: rule.consultation_type ?? 'presentiel',
    minutes: rule.duration_minutes ?? 30,
    places: rule.max_consultations ?? 1,
    location: rule.location ?? '',
    from: rule.valid_from ?? '',
    until: rule.valid_until ?? '',
    active: rule.is_active ?? true,
  };
}

/** The API knows no empty date: it is null. */
export function toApi(rule: Rule): PreviewRuleRequest {
  return {
    day_of_week: rule.day,
    start_time: rule.start,
    end_time: rule.end,
    consultation_type: rule.mode,
    duration_minutes: rule.minutes,
    max_consultations: rule.places,
    location: rule.location.trim(),
    is_active: rule.active,
    valid_from: rule.from || null,
    valid_until: rule.until || null,
  };
}

export function sameRule(one: Rule, other: Rule): boolean {
  return one.id === other.id && JSON.stringify(toApi(one)) === JSON.stringify(toApi(other));
}

/** What has to be written so that the server's rules become the edited ones. */
export function changesBetween(saved: readonly Rule[], edited: readonly Rule[]): RuleChanges {
  const before = new Map(saved.map((rule) => [rule.key, rule]));
  const kept = new Set(edited.map((rule) => rule.key));
  return {
    added: edited.filter((rule) => !before.has(rule.key)),
    changed: edited.filter((rule) => {
      const old = before.get(rule.key);
      return old !== undefined && !sameRule(old, rule);
    }),
    removed: saved.filter((rule) => !kept.has(rule.key)),
  };
}

export function countChanges({ added, changed, removed }: RuleChanges): number {
  return added.length + changed.length + removed.length;
}

export function onDay(rules: readonly Rule[], day: number): Rule[] {
  return rules
    .filter((rule) => rule.day === day)
    .sort((one, other) => one.start.localeCompare(other.start) || one.key.localeCompare(other.key));
}

/** The same hours on other days; days that already have them are left alone. */
export function copiesFor(rule: Rule, days: readonly number[], rules: readonly Rule[]): Rule[] {
  return days
    .filter(
      (day) =>
        day !== rule.day &&
        !rules.some(
          (other) => other.day === day && other.start === rule.start && other.end === rule.end,
        ),
    )
    .map((day) => newRule(day, rule));
}

export function fromHours(hours: readonly Hours[], minutes: number, mode: SlotMode): Rule[] {
  return hours.map(({ day, start, end }) => newRule(day, { start, end, minutes, mode }));
}
