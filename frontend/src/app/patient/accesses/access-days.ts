import type { OwnAccessOut } from '../../api/models';

/** What somebody did on one day with one kind of data, however often: agendas look again and again. */
export interface Access {
  who: string;
  action: OwnAccessOut['action'];
  subject: string;
  reason: string;
  /** When it began and ended; the same instant for a single time. */
  first: string;
  last: string;
  times: number;
}

export interface AccessDay {
  /** `2026-11-24` */
  day: string;
  at: string;
  accesses: Access[];
}

/** Groups the newest-first journal by day; `dayOf` tells on which day an instant lies. */
export function byDay(
  rows: readonly OwnAccessOut[],
  dayOf: (instant: string) => string,
): AccessDay[] {
  const days: AccessDay[] = [];
  for (const row of rows) {
    const day = dayOf(row.at);
    let group = days.at(-1);
    if (group?.day !== day) {
      group = { day, at: row.at, accesses: [] };
      days.push(group);
    }
    const known = group.accesses.find((access) => isSame(access, row));
    if (known) {
      known.first = row.at;
      known.times += 1;
    } else {
      const { who, action, subject, reason } = row;
      group.accesses.push({ who, action, subject, reason, first: row.at, last: row.at, times: 1 });
    }
  }
  return days;
}

function isSame(access: Access, row: OwnAccessOut): boolean {
  return (
    access.who === row.who &&
    access.action === row.action &&
    access.subject === row.subject &&
    access.reason === row.reason
  );
}
