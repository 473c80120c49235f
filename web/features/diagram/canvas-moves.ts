/**
 * Moves of the canvas over time, for `d3-zoom`, in place of `d3-transition` (`vite.config.ts`): the part of its interface that zooming
 * uses. One move an element; the next one, and any touch of the canvas, breaks off the one before.
 */
import { type BaseType, type Selection, selection } from 'd3-selection';

type Listener = (this: BaseType, datum: unknown) => void;
type Tick = (this: BaseType, done: number) => void;
type Tween = (this: BaseType, datum: unknown) => Tick;
type Phase = 'start' | 'interrupt' | 'end';

const running = new WeakMap<object, CanvasMove>();
const standardMs = 250;
const evenly = (done: number): number => done;

/** A move that begins with the next frame, unless it is broken off before. */
export class CanvasMove {
  readonly #of: Selection<BaseType, unknown, BaseType, unknown>;
  readonly #element: BaseType;
  readonly #listeners: { readonly phase: Phase; readonly listener: Listener }[] = [];
  readonly #tweens: Tween[] = [];
  #ms = standardMs;
  #ease: (done: number) => number = evenly;
  #begun = false;

  constructor(of: Selection<BaseType, unknown, BaseType, unknown>) {
    this.#of = of;
    this.#element = of.node();
    if (this.#element === null) return;
    running.get(this.#element)?.interrupt();
    running.set(this.#element, this);
    requestAnimationFrame((now) => this.#begin(now));
  }

  selection(): Selection<BaseType, unknown, BaseType, unknown> {
    return this.#of;
  }

  duration(ms: number): this {
    this.#ms = ms;
    return this;
  }

  ease(ease: (done: number) => number): this {
    this.#ease = ease;
    return this;
  }

  /** @param names - of phases, each perhaps with a name of its own after a dot, with spaces between them */
  on(names: string, listener: Listener): this {
    for (const name of names.trim().split(/\s+/)) this.#listeners.push({ phase: name.split('.')[0] as Phase, listener });
    return this;
  }

  tween(_name: string, tween: Tween): this {
    this.#tweens.push(tween);
    return this;
  }

  call<A extends unknown[]>(act: (move: this, ...rest: A) => void, ...rest: A): this {
    act(this, ...rest);
    return this;
  }

  interrupt(): void {
    if (this.#element === null || running.get(this.#element) !== this) return;
    running.delete(this.#element);
    if (this.#begun) this.#tell('interrupt');
  }

  #begin(now: number): void {
    if (!this.#isRunning()) return;
    this.#begun = true;
    this.#tell('start');
    const ticks = this.#tweens.map((tween) => tween.call(this.#element, this.#datum()));
    const step = (time: number): void => {
      if (!this.#isRunning()) return;
      const done = Math.min(1, (time - now) / this.#ms);
      for (const tick of ticks) tick.call(this.#element, done === 1 ? 1 : this.#ease(Math.max(0, done)));
      if (done < 1) requestAnimationFrame(step);
      else this.#finish();
    };
    step(now);
  }

  #finish(): void {
    if (this.#element !== null) running.delete(this.#element);
    this.#tell('end');
  }

  #isRunning(): boolean {
    return this.#element !== null && running.get(this.#element) === this;
  }

  #tell(phase: Phase): void {
    for (const one of this.#listeners) if (one.phase === phase) one.listener.call(this.#element, this.#datum());
  }

  #datum(): unknown {
    return (this.#element as { __data__?: unknown }).__data__;
  }
}

/** Breaks off an element's move. */
export function interrupt(element: BaseType): void {
  if (element !== null) running.get(element)?.interrupt();
}

/** Gives selections their two methods, as importing `d3-transition` does. */
Object.assign(selection.prototype, {
  interrupt(this: Selection<BaseType, unknown, BaseType, unknown>) {
    return this.each(function () {
      interrupt(this);
    });
  },
  transition(this: Selection<BaseType, unknown, BaseType, unknown>) {
    return new CanvasMove(this);
  },
});
