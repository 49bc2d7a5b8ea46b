import { HttpClient, httpResource } from '@angular/common/http';
import {
  computed,
  effect,
  inject,
  Injectable,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { availabilitiesConflictsList } from '../../api/fn/availabilities/availabilities-conflicts-list';
import { availabilitiesList } from '../../api/fn/availabilities/availabilities-list';
import { availabilitiesPreviewCreate } from '../../api/fn/availabilities/availabilities-preview-create';
import { availabilitiesRetrieve } from '../../api/fn/availabilities/availabilities-retrieve';
import { availabilitiesScheduleRetrieve } from '../../api/fn/availabilities/availabilities-schedule-retrieve';
import { pathOf } from '../../core/http/path';
import { Api } from '../../api/api';
import { availabilitiesCreate } from '../../api/fn/availabilities/availabilities-create';
import { availabilitiesScheduleUpdate } from '../../api/fn/availabilities/availabilities-schedule-update';
import type { AvailabilityOut, ConflictOut, PreviewOut, ScheduleOut } from '../../api/models';
import { isProblem, toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import type { SlotMode } from '../../core/models';
import { changesBetween, countChanges, fromApi, type Rule, sameRule, toApi } from './rules';

const WAIT_MS = 350;

/** The rules as saved and as edited, what they would make, and how they are written. */
@Injectable()
export class AvailabilityStore {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);

  readonly loaded = httpResource<AvailabilityOut[]>(() => ({
    url: availabilitiesList.PATH,
    params: { limit: 500 },
  }));
  readonly schedule = httpResource<ScheduleOut>(() => availabilitiesScheduleRetrieve.PATH);
  readonly conflicts = httpResource<ConflictOut[]>(() => availabilitiesConflictsList.PATH);
  readonly presentConflicts = latest(this.conflicts);
  private readonly list = latest(this.loaded, { keep: true });

  readonly saved = computed(() => this.list()?.map(fromApi));
  readonly edited = linkedSignal<Rule[]>(() => [...(this.saved() ?? [])]);
  /** Rules of the text that is being typed: the preview shows them instead. */
  readonly tried = signal<readonly Rule[] | null>(null);

  readonly changes = computed(() => changesBetween(this.saved() ?? [], this.edited()));
  readonly changeCount = computed(() => countChanges(this.changes()));
  readonly dirty = computed(() => this.changeCount() > 0);
  readonly saving = signal(false);
  /** Somebody else (or another tab) changed the rules since they were read. */
  readonly overtaken = signal(false);

  private readonly asked = signal<readonly Rule[] | null>(null);
  readonly preview = httpResource<PreviewOut>(() => {
    const rules = this.asked();
    return rules === null
      ? undefined
      : {
          url: availabilitiesPreviewCreate.PATH,
          method: 'POST',
          body: { rules: rules.map(toApi), weeks: 2 },
        };
  });
  readonly shown = latest(this.preview, { keep: true });

  constructor() {
    effect((onCleanup) => {
      const rules = this.tried() ?? (this.saved() ? this.edited() : null);
      const first = untracked(this.asked) === null;
      const timer = setTimeout(() => this.asked.set(rules), first ? 0 : WAIT_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  put(rule: Rule): void {
    this.edited.update((rules) =>
      rules.some((other) => other.key === rule.key)
        ? rules.map((other) => (other.key === rule.key ? rule : other))
        : [...rules, rule],
    );
  }

  add(rules: readonly Rule[]): void {
    this.edited.update((known) => [...known, ...rules]);
  }

  remove(key: string): void {
    this.edited.update((rules) => rules.filter((rule) => rule.key !== key));
  }

  undo(): void {
    this.edited.set([...(this.saved() ?? [])]);
  }

  reload(): void {
    this.overtaken.set(false);
    this.loaded.reload();
    this.schedule.reload();
    this.conflicts.reload();
  }

  /**
   * Writes the differences, one rule after the other. True when all is saved. A rule that is no
   * longer what was read is not overwritten.
   */
  async save(): Promise<boolean> {
    this.saving.set(true);
    const { added, changed, removed } = this.changes();
    try {
      for (const rule of removed) {
        await this.send('DELETE', rule);
        this.settle((rules) => rules.filter((one) => one.id !== rule.id));
      }
      for (const rule of changed) {
        const written = await this.send('PATCH', rule);
        this.settle((rules) => rules.map((one) => (one.id === rule.id && written ? written : one)));
      }
      for (const rule of added) {
        const written = await this.api.invoke(availabilitiesCreate, { body: toApi(rule) });
        this.settle((rules) => [...rules, written], rule.key);
      }
      return true;
    } catch (error) {
      if (isProblem(error, 'version_conflict') || toProblem(error).status === 404) {
        this.overtaken.set(true);
        return false;
      }
      throw error;
    } finally {
      this.saving.set(false);
      this.schedule.reload();
      this.conflicts.reload();
    }
  }

  async replaceByText(text: string, minutes: number, mode: SlotMode): Promise<ConflictOut[]> {
    const answer = await this.api.invoke(availabilitiesScheduleUpdate, {
      body: { schedule: text, duration_minutes: minutes, consultation_type: mode },
    });
    this.tried.set(null);
    this.loaded.set(answer.rules);
    this.schedule.set({ schedule: answer.schedule });
    this.conflicts.set(answer.conflicts);
    return answer.conflicts;
  }

  /** Reads the rule and its tag, and writes only if it is still the one that was edited. */
  private async send(method: 'PATCH' | 'DELETE', rule: Rule): Promise<AvailabilityOut | null> {
    const url = pathOf(availabilitiesRetrieve, { id: rule.id ?? 0 });
    const current = await firstValueFrom(
      this.http.get<AvailabilityOut>(url, { observe: 'response' }),
    );
    const before = this.saved()?.find((one) => one.id === rule.id);
    const tag = current.headers.get('ETag') ?? '';
    const untouched = current.body && before && sameRule(fromApi(current.body), before);
    return firstValueFrom(
      this.http.request<AvailabilityOut | null>(method, url, {
        ...(method === 'PATCH' ? { body: toApi(rule) } : {}),
        headers: { 'If-Match': untouched ? tag : '"changed"' },
      }),
    );
  }

  /** One step is saved; what is still edited stays edited. */
  private settle(
    change: (rules: AvailabilityOut[]) => AvailabilityOut[],
    forget: string | null = null,
  ): void {
    const edited = this.edited();
    const known = new Set(this.saved()?.map((rule) => rule.key));
    this.loaded.set(change(this.loaded.hasValue() ? this.loaded.value() : []));
    const fresh = (this.saved() ?? []).filter((rule) => !known.has(rule.key));
    this.edited.set([...edited.filter((rule) => rule.key !== forget), ...fresh]);
  }
}
