import type { Database } from '../../orm/database.ts';

/** A blog: profiles, threaded comments, tags, followers, an association object, a composite key, two keys to one table. */
export function blog(db: Database) {
  const key = () => db.Column(db.Integer, { primaryKey: true });
  const followers = db.Table('followers', {
    follower_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
    followed_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
  });
  const post_tags = db.Table('post_tags', {
    post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
    tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
  });

  class User extends db.Model('users', {
    id: key(),
    name: db.Column(db.String(64), { nullable: false, unique: true }),
    email: db.Column(db.String(120), { index: true }),
    age: db.Column(db.Integer),
    active: db.Column(db.Boolean, { nullable: false, default: true }),
    joined: db.Column(db.DateTime),
    get profile() {
      return db.relationship(() => Profile, { uselist: false, backPopulates: 'user', cascade: 'all, delete-orphan' });
    },
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'author', orderBy: () => Post.id });
    },
    get comments() {
      return db.relationship(() => Comment, { backPopulates: 'author' });
    },
    get memberships() {
      return db.relationship(() => Membership, { backPopulates: 'user', cascade: 'all, delete-orphan' });
    },
    get following() {
      return db.relationship(() => User, {
        secondary: () => followers,
        primaryjoin: () => User.id.eq(followers.c.follower_id),
        secondaryjoin: () => User.id.eq(followers.c.followed_id),
        orderBy: () => User.id,
        backPopulates: 'followed_by',
      });
    },
    get followed_by() {
      return db.relationship(() => User, {
        secondary: () => followers,
        primaryjoin: () => User.id.eq(followers.c.followed_id),
        secondaryjoin: () => User.id.eq(followers.c.follower_id),
        orderBy: () => User.id,
        backPopulates: 'following',
      });
    },
    get sent() {
      return db.relationship(() => Message, { foreignKeys: () => [Message.sender_id], backPopulates: 'sender' });
    },
    get received() {
      return db.relationship(() => Message, { primaryjoin: () => User.id.eq(Message.recipient_id), backPopulates: 'recipient' });
    },
  }) {
    static {
      db.register(this);
    }
    override toString(): string {
      return `<User '${this.name}'>`;
    }
  }

  class Profile extends db.Model('profiles', {
    id: key(),
    bio: db.Column(db.Text),
    user_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false, unique: true }),
    get user() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'profile' });
    },
  }) {}

  class Post extends db.Model('posts', {
    id: key(),
    title: db.Column(db.String(200), { nullable: false }),
    body: db.Column(db.Text),
    score: db.Column(db.Float, { default: 0 }),
    published: db.Column(db.Date),
    author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
    get author() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
    },
    get comments() {
      return db.relationship(() => Comment, { backPopulates: 'post', orderBy: () => Comment.id, cascade: 'all, delete-orphan' });
    },
    get tags() {
      return db.relationship(() => Tag, { secondary: () => post_tags, backPopulates: 'posts', orderBy: () => Tag.id });
    },
  }) {
    override toString(): string {
      return `<Post '${this.title}'>`;
    }
  }

  class Tag extends db.Model('tags', {
    id: key(),
    name: db.Column(db.String(40), { unique: true, nullable: false }),
    get posts() {
      return db.relationship(() => Post, { secondary: () => post_tags, backPopulates: 'tags', orderBy: () => Post.id });
    },
  }) {
    override toString(): string {
      return `<Tag '${this.name}'>`;
    }
  }

  class Comment extends db.Model('comments', {
    id: key(),
    text: db.Column(db.Text, { nullable: false }),
    post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { nullable: false }),
    author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
    parent_id: db.Column(db.Integer, db.ForeignKey('comments.id')),
    get post() {
      return db.relationship(() => Post, { uselist: false, backPopulates: 'comments' });
    },
    get author() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'comments' });
    },
    get parent() {
      return db.relationship(() => Comment, { uselist: false, remoteSide: () => [Comment.id], backPopulates: 'replies' });
    },
    get replies() {
      return db.relationship(() => Comment, { backPopulates: 'parent', orderBy: () => Comment.id });
    },
  }) {}

  class Group extends db.Model('groups', {
    id: key(),
    name: db.Column(db.String(40), { nullable: false }),
    get memberships() {
      return db.relationship(() => Membership, { backPopulates: 'group', cascade: 'all, delete-orphan' });
    },
  }) {}

  class Membership extends db.Model('memberships', {
    user_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
    group_id: db.Column(db.Integer, db.ForeignKey('groups.id'), { primaryKey: true }),
    role: db.Column(db.String(20), { default: 'member' }),
    since: db.Column(db.Date),
    get user() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'memberships' });
    },
    get group() {
      return db.relationship(() => Group, { uselist: false, backPopulates: 'memberships' });
    },
  }) {}

  class Translation extends db.Model('translations', {
    post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
    lang: db.Column(db.String(5), { primaryKey: true }),
    title: db.Column(db.String(200)),
    get post() {
      return db.relationship(() => Post, { uselist: false, backref: 'translations' });
    },
  }) {}

  class Message extends db.Model('messages', {
    id: key(),
    body: db.Column(db.Text),
    sender_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
    recipient_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
    get sender() {
      return db.relationship(() => User, { uselist: false, foreignKeys: () => [Message.sender_id], backPopulates: 'sent' });
    },
    get recipient() {
      return db.relationship(() => User, { uselist: false, foreignKeys: () => [Message.recipient_id], backPopulates: 'received' });
    },
  }) {}

  db.register(User, Profile, Post, Tag, Comment, Group, Membership, Translation, Message);
  return { User, Profile, Post, Tag, Comment, Group, Membership, Translation, Message, followers, post_tags };
}
