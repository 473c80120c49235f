import { db } from './db';
import { Album, Artist, Customer, Genre, Invoice, InvoiceLine, Track } from './models';

Track.query.count();

// The longest tracks, with their albums in the same statement.
Track.query.options(db.joinedload(Track.album)).orderBy(Track.milliseconds.desc()).limit(10).all();

// Who sells most.
db.session.execute(
  db.select(Artist.name, db.func.count(InvoiceLine.id).label('sold'))
    .join(Album, Album.artist_id.eq(Artist.id))
    .join(Track, Track.album_id.eq(Album.id))
    .join(InvoiceLine, InvoiceLine.track_id.eq(Track.id))
    .groupBy(Artist.id, Artist.name)
    .orderBy(db.func.count(InvoiceLine.id).desc(), Artist.name)
    .limit(5),
).all();

// Sales by country.
db.session.execute(
  db.select(Customer.country, db.func.sum(Invoice.total).label('total'))
    .join(Invoice, Invoice.customer_id.eq(Customer.id))
    .groupBy(Customer.country)
    .orderBy(Customer.country),
).all();

Genre.query.filterBy({ name: 'Jazz' }).one().tracks.filter(Track.milliseconds.gt(300_000)).count();
