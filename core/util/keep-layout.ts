const kept: object[] = [];

/**
 * Keeps one object of a class whose objects are made for every statement and then dropped.
 *
 * When the last object of a class is collected, V8 drops the class's layout, and with it all code it has optimised for it: after every full collection
 * that falls between two statements the next ones would begin in the interpreter again.
 */
export function keepLayout(object: object): void {
  kept.push(object);
}
