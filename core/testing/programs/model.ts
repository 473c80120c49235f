import { Note, Person, Tag, Team, type Thing } from './world.ts';

/** What the model knows of one object: its name and what it refers to. */
export interface Facts {
  name: string;
  team: Team | null;
  boss: Person | null;
  /** Of a note. */
  person: Person | null;
  tags: Set<Tag>;
}

type World = Map<Thing, Facts>;

const copy = (world: World): World => new Map([...world].map(([thing, facts]) => [thing, { ...facts, tags: new Set(facts.tags) }]));

/** What a program should have done: objects and facts in plain maps, and a copy of them for each open transaction. */
export class PlainModel {
  world: World = new Map();
  /** What was there at the last commit and at each open savepoint. */
  readonly #before: World[] = [new Map()];
  /** Objects that something was made to refer to since the last flush. */
  readonly freshlyReferred = new Set<Thing>();

  alive<T extends Thing>(kind: new (...args: any[]) => T): T[] {
    return [...this.world.keys()].filter((thing): thing is T => thing instanceof kind);
  }

  has(thing: Thing | null): boolean {
    return thing !== null && this.world.has(thing);
  }

  facts(thing: Thing): Facts {
    return this.world.get(thing)!;
  }

  add(thing: Thing, facts: Partial<Facts> & { name: string }): void {
    this.world.set(thing, { team: null, boss: null, person: null, tags: new Set(), ...facts });
  }

  /** Removes an object, as the relationships of the models say: notes go along, everything else lets go. */
  remove(thing: Thing): void {
    this.world.delete(thing);
    for (const [other, facts] of this.world) {
      if (facts.team === thing) facts.team = null;
      if (facts.boss === thing) facts.boss = null;
      facts.tags.delete(thing as Tag);
      if (other instanceof Note && facts.person === thing) this.world.delete(other);
    }
  }

  get depth(): number {
    return this.#before.length - 1;
  }

  begin(): void {
    this.#before.push(copy(this.world));
  }

  /** Keeps the innermost savepoint. */
  keep(): void {
    this.#before.pop();
  }

  /** Undoes to the innermost savepoint. */
  undo(): void {
    this.world = this.#before.pop()!;
  }

  commit(): void {
    this.#before.length = 0;
    this.#before.push(copy(this.world));
  }

  rollback(): void {
    const [first] = this.#before;
    this.#before.length = 0;
    this.world = first!;
    this.#before.push(copy(this.world));
  }

  /** The rows that the tables must have once everything is flushed. */
  rows(): Record<string, string[]> {
    const name = (thing: Thing | null): string => (thing === null ? 'null' : this.facts(thing).name);
    const people = this.alive(Person);
    return {
      teams: this.alive(Team).map(name).sort(),
      people: people.map((person) => `${name(person)} ${name(this.facts(person).team)} ${name(this.facts(person).boss)}`).sort(),
      tags: this.alive(Tag).map(name).sort(),
      notes: this.alive(Note)
        .map((note) => `${name(note)} ${name(this.facts(note).person)}`)
        .sort(),
      links: people.flatMap((person) => [...this.facts(person).tags].map((tag) => `${name(person)} ${name(tag)}`)).sort(),
    };
  }
}
