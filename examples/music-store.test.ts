import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Album, Artist, busyArtists, Customer, db, fillStore, Invoice, Playlist, salesByGenre, Track } from './music-store.ts';

beforeAll(fillStore);
beforeEach(() => db.session.remove());

const plain = (sql: string): unknown[][] =>
  db.session
    .execute(db.text(sql))
    .all()
    .map((row) => [...row]);

describe('the music store', () => {
  test('sales by genre are what plain SQL says', () => {
    const rows = plain(
      'SELECT g.name, sum(l.quantity), sum(l.price * l.quantity) FROM invoice_lines l JOIN tracks t ON t.id = l.track_id JOIN genres g ON g.id = t.genre_id GROUP BY g.name ORDER BY 3 DESC, 1',
    );
    const sales = salesByGenre();
    expect(sales.map(({ genre, sold }) => [genre, sold])).toEqual(rows.map(([genre, sold]) => [genre, sold]));
    for (const [i, { income }] of sales.entries()) expect(Number(income)).toBeCloseTo(rows[i]![2] as number, 6);
    expect(sales).toHaveLength(3);
  });

  test('artists with several albums', () => {
    expect(busyArtists()).toEqual([
      ['Artist 2', 2, 2002],
      ['Artist 3', 3, 2008],
      ['Artist 4', 4, 2014],
    ]);
  });

  test('everything of everybody in three statements', () => {
    const sent: string[] = [];
    const end = db.engine.events.on('statement', ({ sql }) => sent.push(sql));
    const artists = db.session
      .scalars(
        db.select(Artist).options(db.selectinload(Artist.albums).selectinload(Album.tracks).joinedload(Track.genre)).orderBy(Artist.id),
      )
      .all();
    const titles = artists.flatMap((artist) =>
      artist.albums.flatMap((album) => album.tracks.map((track) => `${track.title} ${track.genre?.name}`)),
    );
    end();
    expect(sent).toHaveLength(3);
    expect(titles).toHaveLength(30);
    expect(titles).toEqual(
      plain(
        "SELECT t.title || ' ' || g.name FROM tracks t JOIN albums a ON a.id = t.album_id JOIN genres g ON g.id = t.genre_id ORDER BY a.artist_id, a.year, t.position",
      ).map(([title]) => title),
    );
  });

  test('a dynamic relationship is a query', () => {
    const linus = Customer.query.filterBy({ name: 'Linus' }).one();
    expect(linus.invoices.count()).toBe(3);
    expect(
      linus.invoices
        .filter(Invoice.date.gt('2024-03-10'))
        .all()
        .map(({ date }) => String(date)),
    ).toEqual(['2024-03-11', '2024-03-12']);
  });

  test('pages of tracks', () => {
    const page = Track.query.orderBy(Track.id).paginate({ page: 2, perPage: 8 });
    expect(page.items.map(({ id }) => id)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect([page.total, page.pages, page.hasNext, page.iterPages()]).toEqual([30, 4, true, [1, 2, 3, 4]]);
    expect(page.next().next().hasNext).toBe(false);
  });

  test('what is on a playlist', () => {
    const ids = Track.query
      .filter(Track.playlists.any(Playlist.name.eq('Long ones')))
      .orderBy(Track.id)
      .all()
      .map(({ id }) => id);
    expect(ids).toEqual(plain('SELECT track_id FROM playlist_tracks ORDER BY 1').map(([id]) => id));
  });
});
