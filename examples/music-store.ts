/**
 * A music store: artists, albums and tracks, what customers bought and what it came to. Joins and aggregates over it.
 * Run it: `npx tsx examples/music-store.ts`
 */
import { pathToFileURL } from 'node:url';
import { createDatabase, Decimal } from '../core/node/index.ts';

export const db = createDatabase('sqlite://');

const key = () => db.Column(db.Integer, { primaryKey: true });

const playlist_tracks = db.Table('playlist_tracks', {
  playlist_id: db.Column(db.Integer, db.ForeignKey('playlists.id'), { primaryKey: true }),
  track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { primaryKey: true }),
});

export class Artist extends db.Model('artists', {
  id: key(),
  name: db.Column(db.String(120), { nullable: false }),
  get albums() {
    return db.relationship(() => Album, { backPopulates: 'artist', orderBy: () => Album.year });
  },
}) {
  static {
    db.register(this);
  }
}

export class Album extends db.Model('albums', {
  id: key(),
  title: db.Column(db.String(160), { nullable: false }),
  year: db.Column(db.Integer),
  artist_id: db.Column(db.Integer, db.ForeignKey('artists.id'), { nullable: false, index: true }),
  get artist() {
    return db.relationship(() => Artist, { uselist: false, backPopulates: 'albums' });
  },
  get tracks() {
    return db.relationship(() => Track, { backPopulates: 'album', orderBy: () => Track.position });
  },
}) {}

export class Genre extends db.Model('genres', {
  id: key(),
  name: db.Column(db.String(40), { nullable: false, unique: true }),
}) {
  static {
    db.register(this);
  }
}

export class Track extends db.Model('tracks', {
  id: key(),
  title: db.Column(db.String(200), { nullable: false }),
  position: db.Column(db.SmallInteger, { nullable: false }),
  milliseconds: db.Column(db.Integer, { nullable: false }),
  price: db.Column(db.Numeric(6, 2), { nullable: false }),
  album_id: db.Column(db.Integer, db.ForeignKey('albums.id'), { nullable: false, index: true }),
  genre_id: db.Column(db.Integer, db.ForeignKey('genres.id')),
  get album() {
    return db.relationship(() => Album, { uselist: false, backPopulates: 'tracks' });
  },
  get genre() {
    return db.relationship(() => Genre, { uselist: false });
  },
  get playlists() {
    return db.relationship(() => Playlist, { secondary: () => playlist_tracks, backPopulates: 'tracks' });
  },
}) {}

export class Playlist extends db.Model('playlists', {
  id: key(),
  name: db.Column(db.String(80), { nullable: false }),
  get tracks() {
    return db.relationship(() => Track, { secondary: () => playlist_tracks, backPopulates: 'playlists', orderBy: () => Track.id });
  },
}) {}

export class Customer extends db.Model('customers', {
  id: key(),
  name: db.Column(db.String(80), { nullable: false }),
  country: db.Column(db.String(2), { nullable: false }),
  get invoices() {
    return db.relationship(() => Invoice, { backPopulates: 'customer', orderBy: () => Invoice.date, lazy: 'dynamic' });
  },
}) {}

export class Invoice extends db.Model('invoices', {
  id: key(),
  date: db.Column(db.Date, { nullable: false }),
  customer_id: db.Column(db.Integer, db.ForeignKey('customers.id'), { nullable: false }),
  get customer() {
    return db.relationship(() => Customer, { uselist: false, backPopulates: 'invoices' });
  },
  get lines() {
    return db.relationship(() => InvoiceLine, { backPopulates: 'invoice', cascade: 'all, delete-orphan' });
  },
}) {}

export class InvoiceLine extends db.Model('invoice_lines', {
  id: key(),
  price: db.Column(db.Numeric(6, 2), { nullable: false }),
  quantity: db.Column(db.Integer, { nullable: false }),
  invoice_id: db.Column(db.Integer, db.ForeignKey('invoices.id'), { nullable: false }),
  track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { nullable: false }),
  get invoice() {
    return db.relationship(() => Invoice, { uselist: false, backPopulates: 'lines' });
  },
  get track() {
    return db.relationship(() => Track, { uselist: false });
  },
}) {}

db.register(Artist, Album, Genre, Track, Playlist, Customer, Invoice, InvoiceLine);

/** Fills the store: always with the same goods and sales. */
export function fillStore(): void {
  db.dropAll();
  db.createAll();
  const genres = ['Rock', 'Jazz', 'Ambient'].map((name) => new Genre({ name }));
  const tracks: Track[] = [];
  for (let a = 1; a <= 4; a += 1) {
    const artist = new Artist({ name: `Artist ${a}` });
    for (let b = 1; b <= a; b += 1) {
      const album = new Album({ title: `Album ${a}.${b}`, year: 1990 + a * 5 + b, artist });
      for (let position = 1; position <= 3; position += 1) {
        const genre = genres[(a + b + position) % 3]!;
        const price = new Decimal(position === 3 ? '1.29' : '0.99');
        tracks.push(
          new Track({ title: `Track ${a}.${b}.${position}`, position, milliseconds: 60_000 * position + a, price, album, genre }),
        );
      }
    }
    db.session.add(artist);
  }
  db.session.add(new Playlist({ name: 'Long ones', tracks: tracks.filter((track) => track.position === 3) }));
  ['Ada', 'Grace', 'Linus'].forEach((name, c) => {
    const customer = new Customer({ name, country: c === 2 ? 'FI' : 'GB' });
    for (let i = 0; i <= c; i += 1) {
      const lines = tracks
        .filter((_, t) => (t + c + i) % 7 === 0)
        .map((track) => new InvoiceLine({ track, price: track.price, quantity: 1 + (i % 2) }));
      db.session.add(new Invoice({ date: `2024-0${c + 1}-1${i}`, customer, lines }));
    }
  });
  db.session.commit();
}

/** What each genre has sold, the best first. */
export function salesByGenre(): { genre: string; sold: number; income: Decimal }[] {
  const income = db.func.sum(InvoiceLine.price.mul(InvoiceLine.quantity)).label('income');
  return db.session
    .execute(
      db
        .select(Genre.name.label('genre'), db.func.sum(InvoiceLine.quantity).label('sold'), income)
        .selectFrom(InvoiceLine)
        .join(InvoiceLine.track)
        .join(Track.genre)
        .groupBy(Genre.name)
        .orderBy(income.desc(), Genre.name),
    )
    .mappings()
    .all() as { genre: string; sold: number; income: Decimal }[];
}

/** Artists with more than one album, and the year of their newest. */
export function busyArtists(): [string, number, number][] {
  const albums = db.func.count(Album.id);
  const rows = Artist.query
    .join(Artist.albums)
    .withEntities(Artist.name, albums.label('albums'), db.func.max(Album.year).label('newest'))
    .groupBy(Artist.id)
    .having(albums.gt(1))
    .orderBy(Artist.id)
    .all();
  return rows.map((row: any) => [row.name, row.albums, row.newest]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  fillStore();
  for (const { genre, sold, income } of salesByGenre()) console.log(`${genre}: ${sold} sold for ${income}`);
  for (const [name, albums, newest] of busyArtists()) console.log(`${name}: ${albums} albums, the newest of ${newest}`);
}
