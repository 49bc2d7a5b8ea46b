/** « 01 99 00 00 11 » for a number of metropolitan France; any other one as it is stored (E.164). */
export function formatPhone(number: string): string {
  const national = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(number);
  return national ? `0${national.slice(1).join('\u00a0')}` : number;
}
