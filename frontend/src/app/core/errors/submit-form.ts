import { signal, type Signal } from '@angular/core';
import { type FieldTree, submit } from '@angular/forms/signals';
import { serverErrors } from './form-errors';
import { type Problem, toProblem } from './problem';

export interface FormSubmission {
  readonly busy: Signal<boolean>;
  readonly error: Signal<string>;
  /** Validates, focuses the first wrong field, or runs the action and maps its refusal. */
  run(event: Event, action: () => Promise<void>): Promise<void>;
}

/**
 * The submit life of a signal form: the button is never disabled, it says what is missing; the
 * server's field errors land on the fields, everything else in `error`.
 */
export function formSubmission<T extends object>(
  form: FieldTree<T>,
  problemText: (error: unknown) => string,
  options: { names?: Record<string, string>; explain?: (problem: Problem) => string | null } = {},
): FormSubmission {
  const busy = signal(false);
  const error = signal('');
  return {
    busy: busy.asReadonly(),
    error: error.asReadonly(),
    run: async (event, action) => {
      event.preventDefault();
      if (busy()) {
        return;
      }
      busy.set(true);
      error.set('');
      try {
        await submit(form, {
          // What the server refused before may be right by now: another field was the wrong one.
          ignoreValidators: onlyRefusals(form) ? 'all' : 'none',
          action: async () => {
            try {
              await action();
              return undefined;
            } catch (refusal) {
              const problem = toProblem(refusal);
              const onFields = serverErrors(problem, form, options.names);
              if (onFields.length === 0) {
                error.set(options.explain?.(problem) ?? problemText(refusal));
              }
              return onFields;
            }
          },
        });
        form().errorSummary()[0]?.fieldTree().focusBoundControl();
      } finally {
        busy.set(false);
      }
    },
  };
}

function onlyRefusals<T>(form: FieldTree<T>): boolean {
  return form()
    .errorSummary()
    .every(({ kind }) => kind === 'server');
}
