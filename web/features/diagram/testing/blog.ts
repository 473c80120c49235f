import { model, schema, table } from './build-schema.ts';

/** Every kind of relation: one to one, a self reference, two keys to one table, many to many, an association with data of its own. */
export const blog = schema(
  [
    table('profiles', 'id INTEGER p, user_id INTEGER u >users.id, bio TEXT?, avatar BLOB?'),
    table('follows', 'follower_id INTEGER p >users.id, followed_id INTEGER p >users.id, since DATETIME'),
    table('users', 'id INTEGER p, username VARCHAR(64) u i, email VARCHAR(120) u, member_since DATETIME'),
    table('posts', 'id INTEGER p, title VARCHAR(200), body TEXT, created_at DATETIME?, author_id INTEGER >users.id'),
    table('comments', 'id INTEGER p, parent_id INTEGER? >comments.id, post_id INTEGER >posts.id, author_id INTEGER? >users.id, body TEXT'),
    table('tags', 'id INTEGER p, name VARCHAR(40) u'),
    table('post_tags', 'post_id INTEGER p >posts.id, tag_id INTEGER p >tags.id'),
  ],
  [
    model('User', 'users'),
    model('Post', 'posts'),
    model('Comment', 'comments'),
    model('Tag', 'tags'),
    model('Profile', 'profiles'),
    model('Follow', 'follows'),
  ],
);

/** A good place for each of its tables, and its width. */
export const blogPlaces: ReadonlyMap<string, readonly [x: number, y: number, width: number]> = new Map([
  ['profiles', [28, 40, 216]],
  ['follows', [28, 336, 216]],
  ['users', [342, 198, 256]],
  ['posts', [676, 40, 236]],
  ['comments', [676, 336, 236]],
  ['tags', [1016, 40, 204]],
  ['post_tags', [1016, 212, 204]],
]);
