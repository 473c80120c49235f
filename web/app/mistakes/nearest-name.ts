/** The name that was plainly meant: at most a third of its letters differ, and no other is as near. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(written.length / 3));
  let best: { name: string; distance: number } | null = null;
  let isTied = false;
  for (const name of new Set(names)) {
    if (name === written) continue;
    const distance = distanceOf(written.toLowerCase(), name.toLowerCase());
    if (distance > most || (best && distance > best.distance)) continue;
    isTied = best !== null && distance === best.distance;
    best = { name, distance };
  }
  return best && !isTied ? best.name : null;
}

/** Letters to put in, take out, change, or swap with their neighbour. */
function distanceOf(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = least;
    }
  }
  return rows[a.length]![b.length]!;
}
