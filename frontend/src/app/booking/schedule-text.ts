/** On that weekday (Monday is 0), from one wall-clock time until another. */
export interface Hours {
  day: number;
  start: string;
  end: string;
}

const NAMES: readonly (readonly string[])[] = [
  ['lun', 'lundi', 'lundis', 'mon', 'monday', 'mondays'],
  ['mar', 'mardi', 'mardis', 'tue', 'tues', 'tuesday', 'tuesdays'],
  ['mer', 'mercredi', 'mercredis', 'wed', 'wednesday', 'wednesdays'],
  ['jeu', 'jeudi', 'jeudis', 'thu', 'thur', 'thurs', 'thursday', 'thursdays'],
  ['ven', 'vendredi', 'vendredis', 'fri', 'friday', 'fridays'],
  ['sam', 'samedi', 'samedis', 'sat', 'saturday', 'saturdays'],
  ['dim', 'dimanche', 'dimanches', 'sun', 'sunday', 'sundays'],
];
const WEEKDAY = new Map(NAMES.flatMap((names, day) => names.map((name) => [name, day] as const)));
const FILLERS = new Set(['et', 'and', 'de', 'du', 'le', 'from', 'the']);
const TOKEN =
  /(?<from>\d{1,2})(?:\s?[h:]\s?(?<fromMin>\d{2})?)?\s*(?:-|\ba\b|\bto\b)\s*(?<to>\d{1,2})(?:\s?[h:]\s?(?<toMin>\d{2})?)?(?![\w:])|(?<day>[a-z]+)\.?(?:\s*(?:-|\bau?\b|\bto\b)\s*(?<last>[a-z]+)\.?)?|(?<between>[\s,;/+&]+)/y;

/**
 * Reads « Lun-Ven 9h-12h; Lun-Jeu 14h-18h » the way the server does. Null when it is not (or,
 * while typing, not yet) understood; the server explains why on saving.
 */
export function readSchedule(text: string): Hours[] | null {
  const plain = plainText(text);
  const found = new Map<string, Hours>();
  let days: number[] = [];
  let timed = true;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const token = TOKEN.exec(plain)?.groups;
    if (!token) {
      return null;
    }
    const { day, from } = token;
    if (day !== undefined && !FILLERS.has(day)) {
      const range = daysBetween(day, token['last']);
      if (!range) {
        return null;
      }
      days = [...(timed ? [] : days), ...range];
      timed = false;
    } else if (from !== undefined) {
      const start = clock(from, token['fromMin']);
      const end = clock(token['to'] ?? '', token['toMin']);
      if (days.length === 0 || !start || !end || start >= end) {
        return null;
      }
      days.forEach((one) => found.set(`${one} ${start} ${end}`, { day: one, start, end }));
      timed = true;
    }
  }
  return timed && found.size > 0 ? [...found.values()].sort(inOrder) : null;
}

function plainText(text: string): string {
  return text
    .replace(/[\u2010-\u2014\u2212]/g, '-')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

function daysBetween(first: string, last: string | undefined): number[] | null {
  const from = WEEKDAY.get(first);
  const to = last === undefined ? from : WEEKDAY.get(last);
  if (from === undefined || to === undefined) {
    return null;
  }
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => (from + step) % 7);
}

function clock(hour: string, minute: string | undefined): string | null {
  const valid = Number(hour) < 24 && Number(minute ?? 0) < 60;
  return valid ? `${hour.padStart(2, '0')}:${minute ?? '00'}` : null;
}

function inOrder(one: Hours, other: Hours): number {
  return (
    one.day - other.day || one.start.localeCompare(other.start) || one.end.localeCompare(other.end)
  );
}
