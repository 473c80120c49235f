import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  const links = db.Table('post_tags', {
    post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
    tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
  });
  class Tag extends db.Model('tags', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(20), { unique: true, nullable: false }),
  }) {
    static {
      db.register(this);
    }
  }
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    get tags() {
      return db.relationship(() => Tag, { secondary: () => links, orderBy: () => Tag.id });
    },
    tagNames: db.associationProxy<string>('tags', 'name'),
    shoutedTags: db.associationProxy<string>('tags', 'name', { creator: (name) => new Tag({ name: name.toUpperCase() }) }),
    lost: db.associationProxy<string>('tagz', 'name'),
  }) {}
  opened.createTables(Post);
  return { db, Post, Tag };
}

let models: ReturnType<typeof declare>;
beforeEach(() => {
  models = declare();
});

test('adding values makes the objects between, removing one takes it out', () => {
  const { db, Post } = models;
  const post = new Post({ tagNames: ['a', 'b'] });
  post.shoutedTags.push('c');
  db.session.add(post);
  db.session.commit();
  expect(opened.statements()).toEqual([
    'INSERT INTO posts DEFAULT VALUES',
    'INSERT INTO tags (name) VALUES (?), (?), (?) RETURNING id ["a","b","C"]',
    'INSERT INTO post_tags (post_id, tag_id) VALUES (?, ?), (?, ?), (?, ?) [1,1,1,2,1,3]',
  ]);
  expect([...post.tagNames]).toEqual(['a', 'b', 'C']);
  post.tagNames.remove('b');
  db.session.commit();
  expect(opened.rows('SELECT * FROM post_tags ORDER BY tag_id')).toEqual([
    [1, 1],
    [1, 3],
  ]);
});

test('assignment keeps the objects of values that stay', () => {
  const { db, Post } = models;
  const post = new Post({ tagNames: ['a', 'b'] });
  db.session.add(post);
  db.session.commit();
  const [first] = post.tags;
  post.tagNames = ['a', 'z'] as never;
  expect(post.tags[0]).toBe(first);
  db.session.commit();
  expect([...post.tagNames]).toEqual(['a', 'z']);
  expect(opened.rows('SELECT name FROM tags ORDER BY id')).toEqual([['a'], ['b'], ['z']]);
});

test('the class side makes conditions', () => {
  const { db, Post } = models;
  db.session.addAll([new Post({ tagNames: ['a'] }), new Post({ tagNames: ['b'] })]);
  db.session.commit();
  opened.statements();
  expect(Post.query.filter(Post.tagNames.contains('b')).one().id).toBe(2);
  expect(opened.statements()).toEqual([
    'SELECT posts.id AS posts_id FROM posts WHERE EXISTS (SELECT 1 FROM post_tags, tags WHERE posts.id = post_tags.post_id AND tags.id = post_tags.tag_id AND tags.name = ?) ["b"]',
  ]);
});

test('misuse: a value that is not there, a relationship that is not there', () => {
  const { Post } = models;
  const post = new Post({ tagNames: ['a'] });
  expect(() => post.tagNames.remove('q')).toThrow(ArgumentError);
  expect(() => post.tagNames.remove('q')).toThrow('remove(x): q is not in Post.tagNames');
  expect(() => post.lost).toThrow(InvalidRequestError);
  expect(() => post.lost).toThrow("associationProxy Post.lost looks through 'tagz', which is no relationship of Post");
});
