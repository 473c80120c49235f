/**
 * A blog: authors and their profiles, posts with tags, comments that answer comments, people who follow people.
 * Run it: `npx tsx examples/blog.ts`
 */
import { pathToFileURL } from 'node:url';
import { createDatabase } from '../core/node/index.ts';

export const db = createDatabase('sqlite://');

const key = () => db.Column(db.Integer, { primaryKey: true });

const followers = db.Table('followers', {
  follower_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
  followed_id: db.Column(db.Integer, db.ForeignKey('users.id'), { primaryKey: true }),
});

const post_tags = db.Table('post_tags', {
  post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
  tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
});

export class User extends db.Model('users', {
  id: key(),
  name: db.Column(db.String(64), { nullable: false, unique: true }),
  active: db.Column(db.Boolean, { nullable: false, default: true }),
  get profile() {
    return db.relationship(() => Profile, { uselist: false, backPopulates: 'user', cascade: 'all, delete-orphan' });
  },
  get posts() {
    return db.relationship(() => Post, { backPopulates: 'author', orderBy: () => Post.id });
  },
  get following() {
    return db.relationship(() => User, {
      secondary: () => followers,
      primaryjoin: () => User.id.eq(followers.c.follower_id),
      secondaryjoin: () => User.id.eq(followers.c.followed_id),
      orderBy: () => User.id,
      backPopulates: 'followedBy',
    });
  },
  get followedBy() {
    return db.relationship(() => User, {
      secondary: () => followers,
      primaryjoin: () => User.id.eq(followers.c.followed_id),
      secondaryjoin: () => User.id.eq(followers.c.follower_id),
      orderBy: () => User.id,
      backPopulates: 'following',
    });
  },
}) {
  static {
    db.register(this);
  }
  override toString(): string {
    return `<User '${this.name}'>`;
  }
}

export class Profile extends db.Model('profiles', {
  id: key(),
  bio: db.Column(db.Text),
  user_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false, unique: true }),
  get user() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'profile' });
  },
}) {
  static {
    db.register(this);
  }
}

export class Post extends db.Model('posts', {
  id: key(),
  title: db.Column(db.String(200), { nullable: false }),
  body: db.Column(db.Text, { deferred: true }),
  published: db.Column(db.Date),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  get author() {
    return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
  },
  get comments() {
    return db.relationship(() => Comment, { backPopulates: 'post', orderBy: () => Comment.id, cascade: 'all, delete-orphan' });
  },
  get tags() {
    return db.relationship(() => Tag, { secondary: () => post_tags, backPopulates: 'posts', orderBy: () => Tag.name });
  },
}) {
  static {
    db.register(this);
  }
  override toString(): string {
    return `<Post '${this.title}'>`;
  }
}

export class Tag extends db.Model('tags', {
  id: key(),
  name: db.Column(db.String(40), { nullable: false, unique: true }),
  get posts() {
    return db.relationship(() => Post, { secondary: () => post_tags, backPopulates: 'tags', orderBy: () => Post.id });
  },
}) {
  static {
    db.register(this);
  }
  override toString(): string {
    return `<Tag '${this.name}'>`;
  }
}

export class Comment extends db.Model('comments', {
  id: key(),
  text: db.Column(db.Text, { nullable: false }),
  post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { nullable: false }),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  parent_id: db.Column(db.Integer, db.ForeignKey('comments.id')),
  get post() {
    return db.relationship(() => Post, { uselist: false, backPopulates: 'comments' });
  },
  get author() {
    return db.relationship(() => User, { uselist: false });
  },
  get parent() {
    return db.relationship(() => Comment, { uselist: false, remoteSide: () => Comment.id, backPopulates: 'replies' });
  },
  get replies() {
    return db.relationship(() => Comment, { backPopulates: 'parent', orderBy: () => Comment.id });
  },
}) {
  static {
    db.register(this);
  }
}

/** Makes the tables and some people who write. */
export function fillBlog(): void {
  db.dropAll();
  db.createAll();
  const [ann, ben, cleo] = ['ann', 'ben', 'cleo'].map((name) => new User({ name })) as [User, User, User];
  ann.profile = new Profile({ bio: 'Writes about databases.' });
  ben.following = [ann, cleo];
  cleo.following = [ann];
  const [sql, life] = ['sql', 'life'].map((name) => new Tag({ name })) as [Tag, Tag];
  const joins = new Post({ title: 'Joins', body: 'A join is a question about pairs.', published: '2024-03-01', author: ann, tags: [sql] });
  const gardens = new Post({ title: 'Gardens', body: 'Tomatoes.', published: '2024-04-01', author: ann, tags: [life] });
  const both = new Post({ title: 'Trees in tables', body: 'Both at once.', author: ben, tags: [life, sql] });
  const question = new Comment({ text: 'And outer joins?', post: joins, author: ben });
  const reply = new Comment({ text: 'Next week.', post: joins, author: ann, parent: question });
  new Comment({ text: 'Thank you!', post: joins, author: ben, parent: reply });
  db.session.addAll([ann, ben, cleo, joins, gardens, both]);
  db.session.commit();
}

/** A thread as lines, answers indented below what they answer. */
export function thread(post: Post): string[] {
  const lines = (comments: readonly Comment[], depth: number): string[] =>
    comments.flatMap((comment) => [`${'  '.repeat(depth)}${comment.author?.name}: ${comment.text}`, ...lines(comment.replies, depth + 1)]);
  return lines(
    post.comments.filter((comment) => comment.parent === null),
    0,
  );
}

/** What the people whom `user` follows have written, the newest first. */
export function feed(user: User): Post[] {
  return db.session
    .scalars(
      db
        .select(Post)
        .join(Post.author)
        .where(User.followedBy.contains(user))
        .options(db.containsEager(Post.author), db.selectinload(Post.tags))
        .orderBy(Post.published.desc(), Post.id),
    )
    .all();
}

/** How many posts each tag has. */
export function tagCounts(): [string, number][] {
  const rows = db.session.execute(
    db.select(Tag.name, db.func.count(Post.id).label('posts')).join(Tag.posts).groupBy(Tag.name).orderBy(Tag.name),
  );
  return rows.all().map((row) => [row.name, row.posts]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  fillBlog();
  for (const post of feed(User.query.filterBy({ name: 'ben' }).one())) {
    console.log(`${post.title} by ${post.author?.name} [${post.tags.map((tag) => tag.name).join(', ')}]`);
    for (const line of thread(post)) console.log(`  ${line}`);
  }
  console.log(tagCounts());
}
