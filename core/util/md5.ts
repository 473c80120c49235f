const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const CONSTANTS = Int32Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0);

/** MD5 of a text's UTF-8 bytes, in hexadecimal: only for names that must be short and stay the same, never for secrets. */
export function md5(text: string): string {
  const words = paddedWords(new TextEncoder().encode(text));
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  for (let block = 0; block < words.length; block += 16) digestBlock(state, words.subarray(block, block + 16));
  return Array.from(new Uint8Array(state.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function paddedWords(bytes: Uint8Array): Int32Array {
  const length = (((bytes.length + 8) >> 6) + 1) * 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, bytes.length << 3, true);
  view.setUint32(length - 4, bytes.length >>> 29, true);
  return Int32Array.from({ length: length / 4 }, (_, index) => view.getInt32(index * 4, true));
}

function digestBlock(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const sum = (a + mix(round, b, c, d) + CONSTANTS[step]! + words[wordOf(round, step)]!) | 0;
    const shift = SHIFTS[round * 4 + (step & 3)]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(round: number, step: number): number {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) % 16;
  return round === 2 ? (3 * step + 5) % 16 : (7 * step) % 16;
}
