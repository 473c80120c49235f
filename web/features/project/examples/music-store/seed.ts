import { db } from './db';
import { Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, Track } from './models';

// The same numbers each time, so that every run starts from the same rows.
let state = 11;
function below(limit: number): number {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * limit);
}
const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const adjectives = 'Silent Amber Northern Hollow Electric Paper Distant Velvet Salt Winter'.split(' ');
const nouns = 'River Signal Garden Engine Harbour Mirror Orchard Lantern Meridian Static'.split(' ');
const name = (): string => `${pick(adjectives)} ${pick(nouns)}`;

const genres = 'Rock Jazz Folk Ambient Classical Electronic Blues Soul'.split(' ').map((one) => new Genre({ name: one }));
const media = ['MPEG audio', 'AAC audio', 'FLAC audio'].map((one) => new MediaType({ name: one }));

const artists = many(60, (at) => new Artist({ name: `${name()} ${at + 1}` }));
const albums = artists.flatMap((artist) => many(1 + below(4), () => new Album({ title: name(), artist })));
const tracks = albums.flatMap((album) => {
  const genre = pick(genres);
  return many(6 + below(6), (at) => new Track({
    title: name(),
    number: at + 1,
    milliseconds: 120_000 + below(240_000),
    price: new Decimal(below(4) ? '0.99' : '1.49'),
    album,
    genre: below(20) ? genre : null,
    mediaType: pick(media),
  }));
});
const playlists = ['Morning', 'Focus', 'Long drive', 'Sunday'].map((one) => new Playlist({
  name: one,
  tracks: tracks.filter(() => below(9) === 0),
}));

const head = new Employee({ full_name: 'Head of store', title: 'Manager', hired_on: Temporal.PlainDate.from('2019-03-01') });
const staff = many(5, (at) => new Employee({
  full_name: `Clerk ${at + 1}`,
  title: 'Support',
  hired_on: Temporal.PlainDate.from('2021-01-04').add({ months: at * 5 }),
  manager: head,
}));
const countries = 'Denmark Peru Kenya Japan Canada Portugal'.split(' ');
const customers = many(60, (at) => new Customer({
  full_name: `Customer ${at + 1}`,
  email: `customer${at + 1}@example.org`,
  country: pick(countries),
  support: pick(staff),
}));
const invoices = many(240, (at) => {
  const lines = many(1 + below(5), () => {
    const track = pick(tracks);
    return new InvoiceLine({ track, unit_price: track.price!, quantity: 1 });
  });
  return new Invoice({
    customer: pick(customers),
    issued_at: Temporal.PlainDateTime.from('2025-01-01T10:00').add({ hours: at * 31 }),
    total: lines.reduce((sum, line) => sum.plus(line.unit_price!), new Decimal(0)),
    lines,
  });
});
db.session.addAll([...genres, ...media, ...artists, ...albums, ...tracks, ...playlists, head, ...staff, ...customers, ...invoices]);
db.session.commit();
