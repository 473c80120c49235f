import type { Database } from '../../orm/database.ts';

/** A made-up music store, for joins and aggregates. */
export function music(db: Database) {
  const key = () => db.Column(db.Integer, { primaryKey: true });
  const playlist_tracks = db.Table('playlist_tracks', {
    playlist_id: db.Column(db.Integer, db.ForeignKey('playlists.id'), { primaryKey: true }),
    track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { primaryKey: true }),
  });

  class Artist extends db.Model('artists', {
    id: key(),
    name: db.Column(db.String(120), { nullable: false }),
    country: db.Column(db.String(2)),
    get albums() {
      return db.relationship(() => Album, { backPopulates: 'artist' });
    },
  }) {
    static {
      db.register(this);
    }
  }

  class Album extends db.Model('albums', {
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

  class Genre extends db.Model('genres', {
    id: key(),
    name: db.Column(db.String(40), { nullable: false, unique: true }),
    get tracks() {
      return db.relationship(() => Track, { backPopulates: 'genre' });
    },
  }) {
    static {
      db.register(this);
    }
  }

  class MediaType extends db.Model('media_types', {
    id: key(),
    name: db.Column(db.String(40), { nullable: false }),
  }) {
    static {
      db.register(this);
    }
  }

  class Track extends db.Model('tracks', {
    id: key(),
    title: db.Column(db.String(200), { nullable: false }),
    position: db.Column(db.SmallInteger, { nullable: false }),
    milliseconds: db.Column(db.Integer, { nullable: false }),
    bytes: db.Column(db.BigInteger),
    price: db.Column(db.Numeric(6, 2), { nullable: false }),
    album_id: db.Column(db.Integer, db.ForeignKey('albums.id'), { nullable: false, index: true }),
    genre_id: db.Column(db.Integer, db.ForeignKey('genres.id')),
    media_type_id: db.Column(db.Integer, db.ForeignKey('media_types.id'), { nullable: false }),
    get album() {
      return db.relationship(() => Album, { uselist: false, backPopulates: 'tracks' });
    },
    get genre() {
      return db.relationship(() => Genre, { uselist: false, backPopulates: 'tracks' });
    },
    get media_type() {
      return db.relationship(() => MediaType, { uselist: false });
    },
    get lines() {
      return db.relationship(() => InvoiceLine, { backPopulates: 'track' });
    },
  }) {}

  class Playlist extends db.Model('playlists', {
    id: key(),
    name: db.Column(db.String(80)),
    get tracks() {
      return db.relationship(() => Track, { secondary: () => playlist_tracks, backref: 'playlists' });
    },
  }) {}

  class Employee extends db.Model('employees', {
    id: key(),
    name: db.Column(db.String(80), { nullable: false }),
    hired: db.Column(db.Date),
    manager_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
    get manager() {
      return db.relationship(() => Employee, { uselist: false, remoteSide: () => [Employee.id], backref: 'reports' });
    },
  }) {}

  class Customer extends db.Model('customers', {
    id: key(),
    first_name: db.Column(db.String(40), { nullable: false }),
    last_name: db.Column(db.String(40), { nullable: false }),
    city: db.Column(db.String(40)),
    country: db.Column(db.String(2)),
    rep_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
    get rep() {
      return db.relationship(() => Employee, { uselist: false, backref: 'customers' });
    },
    get invoices() {
      return db.relationship(() => Invoice, { backPopulates: 'customer', orderBy: () => Invoice.date });
    },
  }) {}

  class Invoice extends db.Model('invoices', {
    id: key(),
    date: db.Column(db.DateTime, { nullable: false }),
    total: db.Column(db.Numeric(10, 2), { nullable: false }),
    customer_id: db.Column(db.Integer, db.ForeignKey('customers.id'), { nullable: false }),
    get customer() {
      return db.relationship(() => Customer, { uselist: false, backPopulates: 'invoices' });
    },
    get lines() {
      return db.relationship(() => InvoiceLine, { backPopulates: 'invoice', cascade: 'all, delete-orphan' });
    },
  }) {}

  class InvoiceLine extends db.Model('invoice_lines', {
    id: key(),
    invoice_id: db.Column(db.Integer, db.ForeignKey('invoices.id'), { nullable: false }),
    track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { nullable: false }),
    unit_price: db.Column(db.Numeric(6, 2), { nullable: false }),
    quantity: db.Column(db.Integer, { nullable: false }),
    get invoice() {
      return db.relationship(() => Invoice, { uselist: false, backPopulates: 'lines' });
    },
    get track() {
      return db.relationship(() => Track, { uselist: false, backPopulates: 'lines' });
    },
  }) {}

  db.register(Artist, Album, Genre, MediaType, Track, Playlist, Employee, Customer, Invoice, InvoiceLine);
  return { Artist, Album, Genre, MediaType, Track, Playlist, Employee, Customer, Invoice, InvoiceLine, playlist_tracks };
}
