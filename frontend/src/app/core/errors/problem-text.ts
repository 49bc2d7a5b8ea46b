import { inject } from '@angular/core';
import { I18n } from '../i18n/i18n';
import { type Problem, toProblem } from './problem';

/** The sentence to show for an error: our own text for its code, else the server's. */
export function injectProblemText(): (error: unknown) => string {
  const i18n = inject(I18n);
  return (error) => problemText(i18n, toProblem(error));
}

export function problemText(i18n: I18n, problem: Problem): string {
  const minutes =
    problem.retryAfter === null ? null : Math.max(1, Math.ceil(problem.retryAfter / 60));
  if (minutes !== null && i18n.has(`errors.${problem.code}_wait`)) {
    return i18n.t(`errors.${problem.code}_wait`, { minutes });
  }
  const key = `errors.${problem.code}`;
  if (i18n.has(key)) {
    return i18n.t(key);
  }
  return problem.sentence || i18n.t('errors.unexpected');
}
