import { inject } from '@angular/core';
import { toProblem } from '../../core/errors/problem';
import { problemText } from '../../core/errors/problem-text';
import { I18n } from '../../core/i18n/i18n';

/** As `injectProblemText`, where the sentence for a patient is not the one for their doctor. */
export function injectAppointmentProblem(): (error: unknown) => string {
  const i18n = inject(I18n);
  return (error) => {
    const problem = toProblem(error);
    const key = `doctor.appointment.refused.${problem.code}`;
    return i18n.has(key) ? i18n.t(key) : problemText(i18n, problem);
  };
}
