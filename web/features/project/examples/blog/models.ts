import { db } from './db';

export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true, nullable: false }),
  email: db.Column(db.String(120), { unique: true }),
  member_since: db.Column(db.DateTime),
  get profile() {
    return db.relationship(() => Profile, { uselist: false, backPopulates: 'user' });
  },
  get posts() {
    return db.relationship(() => Post, { backPopulates: 'author' });
  },
  get comments() {
    return db.relationship(() => Comment, { backPopulates: 'author' });
  },
}) {
  toString() { return `<User '${this.username}'>`; }
}

// One profile a user: the foreign key is unique.
export class Profile extends db.Model('profiles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  user_id: db.Column(db.Integer, db.ForeignKey('users.id'), { unique: true, nullable: false }),
  bio: db.Column(db.Text),
  avatar: db.Column(db.LargeBinary),
  get user() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'profile' });
  },
}) {}

// Two keys to one table, and data of its own: it stays a table.
export class Follow extends db.Model('follows', {
  follower_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
  followed_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
  since: db.Column(db.DateTime),
  get follower() {
    return db.relationship(() => User, { uselist: false, foreignKeys: () => [Follow.follower_id] });
  },
  get followed() {
    return db.relationship(() => User, { uselist: false, foreignKeys: () => [Follow.followed_id] });
  },
}) {}

// Nothing but two keys: the diagram folds it into one line.
export const postTags = db.Table('post_tags', {
  post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
  tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
});

export class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(200), { nullable: false }),
  body: db.Column(db.Text),
  created_at: db.Column(db.DateTime),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
  get author() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
  },
  get tags() {
    return db.relationship(() => Tag, { secondary: () => postTags, backPopulates: 'posts' });
  },
  get comments() {
    return db.relationship(() => Comment, { backPopulates: 'post' });
  },
}) {
  toString() { return `<Post '${this.title}'>`; }
}

// A reply refers to a comment: the table refers to itself.
export class Comment extends db.Model('comments', {
  id: db.Column(db.Integer, { primaryKey: true }),
  parent_id: db.Column(db.Integer, db.ForeignKey('comments.id')),
  post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { nullable: false }),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  body: db.Column(db.Text, { nullable: false }),
  get post() {
    return db.relationship(() => Post, { uselist: false, backPopulates: 'comments' });
  },
  get author() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'comments' });
  },
  get replies() {
    return db.relationship(() => Comment, { backPopulates: 'parent' });
  },
  get parent() {
    return db.relationship(() => Comment, { uselist: false, remoteSide: () => [Comment.id], backPopulates: 'replies' });
  },
}) {
  toString() { return `<Comment ${this.id}>`; }
}

export class Tag extends db.Model('tags', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(40), { unique: true, nullable: false }),
  get posts() {
    return db.relationship(() => Post, { secondary: () => postTags, backPopulates: 'tags' });
  },
}) {
  static { db.register(this); }
  toString() { return `<Tag '${this.name}'>`; }
}
