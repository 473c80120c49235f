import { db } from './db';

export class Artist extends db.Model('artists', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(120), { nullable: false, index: true }),
  get albums() {
    return db.relationship(() => Album, { backPopulates: 'artist' });
  },
}) {
  static { db.register(this); }
  toString() { return `<Artist '${this.name}'>`; }
}

export class Album extends db.Model('albums', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(160), { nullable: false }),
  artist_id: db.Column(db.Integer, db.ForeignKey('artists.id'), { nullable: false, index: true }),
  get artist() {
    return db.relationship(() => Artist, { uselist: false, backPopulates: 'albums' });
  },
  get tracks() {
    return db.relationship(() => Track, { backPopulates: 'album', orderBy: () => Track.number });
  },
}) {
  toString() { return `<Album '${this.title}'>`; }
}

export class Genre extends db.Model('genres', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(60), { unique: true, nullable: false }),
  get tracks() {
    return db.relationship(() => Track, { backPopulates: 'genre', lazy: 'dynamic' });
  },
}) {
  static { db.register(this); }
  toString() { return `<Genre '${this.name}'>`; }
}

export class MediaType extends db.Model('media_types', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(60), { unique: true, nullable: false }),
}) {
  static { db.register(this); }
}

export const playlistTracks = db.Table('playlist_tracks', {
  playlist_id: db.Column(db.Integer, db.ForeignKey('playlists.id'), { primaryKey: true }),
  track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { primaryKey: true }),
});

export class Track extends db.Model('tracks', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(200), { nullable: false }),
  number: db.Column(db.Integer, { nullable: false }),
  milliseconds: db.Column(db.Integer, { nullable: false }),
  price: db.Column(db.Numeric(10, 2), { nullable: false }),
  album_id: db.Column(db.Integer, db.ForeignKey('albums.id'), { index: true }),
  genre_id: db.Column(db.Integer, db.ForeignKey('genres.id'), { index: true }),
  media_type_id: db.Column(db.Integer, db.ForeignKey('media_types.id'), { nullable: false }),
  get album() {
    return db.relationship(() => Album, { uselist: false, backPopulates: 'tracks' });
  },
  get genre() {
    return db.relationship(() => Genre, { uselist: false, backPopulates: 'tracks' });
  },
  get mediaType() {
    return db.relationship(() => MediaType, { uselist: false });
  },
  get playlists() {
    return db.relationship(() => Playlist, { secondary: () => playlistTracks, backPopulates: 'tracks' });
  },
}) {
  toString() { return `<Track '${this.title}'>`; }
}

export class Playlist extends db.Model('playlists', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(120), { nullable: false }),
  get tracks() {
    return db.relationship(() => Track, { secondary: () => playlistTracks, backPopulates: 'playlists' });
  },
}) {
  static { db.register(this); }
  toString() { return `<Playlist '${this.name}'>`; }
}

export class Employee extends db.Model('employees', {
  id: db.Column(db.Integer, { primaryKey: true }),
  full_name: db.Column(db.String(80), { nullable: false }),
  title: db.Column(db.String(60)),
  hired_on: db.Column(db.Date),
  manager_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
  get reports() {
    return db.relationship(() => Employee, { backPopulates: 'manager' });
  },
  get manager() {
    return db.relationship(() => Employee, { uselist: false, remoteSide: () => [Employee.id], backPopulates: 'reports' });
  },
}) {
  toString() { return `<Employee '${this.full_name}'>`; }
}

export class Customer extends db.Model('customers', {
  id: db.Column(db.Integer, { primaryKey: true }),
  full_name: db.Column(db.String(80), { nullable: false }),
  email: db.Column(db.String(120), { unique: true, nullable: false }),
  country: db.Column(db.String(60), { index: true }),
  support_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
  get support() {
    return db.relationship(() => Employee, { uselist: false });
  },
  get invoices() {
    return db.relationship(() => Invoice, { backPopulates: 'customer' });
  },
}) {
  toString() { return `<Customer '${this.full_name}'>`; }
}

export class Invoice extends db.Model('invoices', {
  id: db.Column(db.Integer, { primaryKey: true }),
  customer_id: db.Column(db.Integer, db.ForeignKey('customers.id'), { nullable: false, index: true }),
  issued_at: db.Column(db.DateTime, { nullable: false }),
  total: db.Column(db.Numeric(10, 2), { nullable: false }),
  get customer() {
    return db.relationship(() => Customer, { uselist: false, backPopulates: 'invoices' });
  },
  get lines() {
    return db.relationship(() => InvoiceLine, { backPopulates: 'invoice', cascade: 'all, delete-orphan' });
  },
}) {}

export class InvoiceLine extends db.Model('invoice_lines', {
  id: db.Column(db.Integer, { primaryKey: true }),
  invoice_id: db.Column(db.Integer, db.ForeignKey('invoices.id'), { nullable: false, index: true }),
  track_id: db.Column(db.Integer, db.ForeignKey('tracks.id'), { nullable: false, index: true }),
  unit_price: db.Column(db.Numeric(10, 2), { nullable: false }),
  quantity: db.Column(db.Integer, { nullable: false, default: 1 }),
  get invoice() {
    return db.relationship(() => Invoice, { uselist: false, backPopulates: 'lines' });
  },
  get track() {
    return db.relationship(() => Track, { uselist: false });
  },
}) {}
