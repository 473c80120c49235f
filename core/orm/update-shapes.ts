import { hasOnupdate } from './column-defaults.ts';
import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import { emptyCode, extendCode, readCode, type ShapeCode, type TablePlan, type WrittenColumn } from './row-plan.ts';

/** Which columns rows set, and by which they are found; one object for each combination. */
export interface UpdateShape {
  readonly columns: readonly WrittenColumn[];
  readonly where: readonly WrittenColumn[];
  /** Columns whose new value this side makes: the version, and those with `onupdate`. */
  readonly made: ReadonlySet<WrittenColumn>;
  readonly name: string;
}

const shapesOf = new WeakMap<TablePlan, UpdateShapes>();

/** Tells which columns of a table changed objects set. Kept for each table of a class, as what is prepared for its shapes is. */
export class UpdateShapes {
  readonly #plan: TablePlan;
  readonly #properties: readonly ColumnProperty[];
  readonly #version: WrittenColumn | null;
  readonly #where: readonly WrittenColumn[];
  readonly #known = new Map<ShapeCode, UpdateShape>();
  #last: UpdateShape | null = null;
  #lastCode: ShapeCode = -1;

  private constructor(plan: TablePlan) {
    const { versionId } = plan.mapper;
    this.#plan = plan;
    this.#properties = plan.columns.map(({ property }) => property);
    this.#version = versionId === null ? null : (plan.columns.find(({ property }) => property === versionId) ?? null);
    this.#where = this.#version === null ? plan.key : [...plan.key, this.#version];
  }

  static of(plan: TablePlan): UpdateShapes {
    let shapes = shapesOf.get(plan);
    if (shapes === undefined) shapesOf.set(plan, (shapes = new UpdateShapes(plan)));
    return shapes;
  }

  /** The version of a row counts with a change in any table of its object. */
  #countsElsewhere(state: ObjectState): boolean {
    if (this.#version === null || state.mapper.tables.length === 1) return false;
    return state.mapper.columns.some((property) => !property.isReadOnly && state.isChanged(property));
  }

  /** What a row sets; null where nothing has changed. */
  shapeOf(state: ObjectState): UpdateShape | null {
    if (state.snapshot === null) return null;
    const properties = this.#properties;
    let code = emptyCode(properties.length);
    let isAny = false;
    for (let i = 0; i < properties.length; i += 1) {
      const isChanged = state.isChanged(properties[i]!);
      code = extendCode(code, isChanged);
      isAny ||= isChanged;
    }
    if (!isAny && !this.#countsElsewhere(state)) return null;
    if (this.#last !== null && this.#lastCode === code) return this.#last;
    let shape = this.#known.get(code);
    if (shape === undefined) this.#known.set(code, (shape = this.#make(code)));
    this.#last = shape;
    this.#lastCode = code;
    return shape;
  }

  #make(code: ShapeCode): UpdateShape {
    const isChanged = readCode(code, this.#plan.columns.length);
    const made = new Set<WrittenColumn>();
    const columns = this.#plan.columns.filter((written, i) => {
      if (isChanged[i]) return true;
      if (written !== this.#version && !hasOnupdate(written.column)) return false;
      made.add(written);
      return true;
    });
    return { columns, where: this.#where, made, name: columns.map(({ name }) => name).join(',') };
  }
}
