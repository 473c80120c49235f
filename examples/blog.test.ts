import { beforeEach, describe, expect, test } from 'vitest';
import { Comment, db, feed, fillBlog, Post, Profile, Tag, tagCounts, thread, User } from './blog.ts';

beforeEach(() => {
  db.session.remove();
  fillBlog();
  db.session.expungeAll();
});

/** The SELECTs that `work` sends. */
function selects(work: () => void): string[] {
  const sent: string[] = [];
  const end = db.engine.events.on('statement', ({ sql }) => {
    if (sql.startsWith('SELECT')) sent.push(sql);
  });
  work();
  end();
  return sent;
}

const user = (name: string): User => User.query.filterBy({ name }).one();

describe('the blog', () => {
  test('a thread is the comments in the order of their answers', () => {
    const joins = Post.query.filterBy({ title: 'Joins' }).one();
    expect(thread(joins)).toEqual(['ben: And outer joins?', '  ann: Next week.', '    ben: Thank you!']);
  });

  test('a feed needs two statements, however many posts there are', () => {
    const ben = user('ben');
    let posts: Post[] = [];
    const sent = selects(() => {
      posts = feed(ben);
      for (const post of posts) void [post.author?.name, post.tags.map((tag) => tag.name)];
    });
    expect(posts.map(String)).toEqual(["<Post 'Gardens'>", "<Post 'Joins'>"]);
    expect(sent).toHaveLength(2);
  });

  test('following has two sides', () => {
    expect(user('ann').followedBy.map(String)).toEqual(["<User 'ben'>", "<User 'cleo'>"]);
    user('ben').following = [];
    db.session.commit();
    expect(user('ann').followedBy.map(String)).toEqual(["<User 'cleo'>"]);
  });

  test('tags are counted', () => {
    expect(tagCounts()).toEqual([
      ['life', 2],
      ['sql', 2],
    ]);
  });

  test('a deferred body is read when it is asked for, and once', () => {
    const joins = Post.query.filterBy({ title: 'Joins' }).one();
    expect(selects(() => void joins.body)).toHaveLength(1);
    expect(selects(() => void joins.body)).toHaveLength(0);
    expect(joins.body).toBe('A join is a question about pairs.');
  });

  test('a post takes its comments along, a profile its place', () => {
    db.session.delete(Post.query.filterBy({ title: 'Joins' }).one());
    user('ann').profile = null;
    db.session.commit();
    expect(Comment.query.count()).toBe(0);
    expect(Profile.query.count()).toBe(0);
    expect(Tag.query.filterBy({ name: 'sql' }).one().posts.map(String)).toEqual(["<Post 'Trees in tables'>"]);
  });

  test('conditions through relationships', () => {
    expect(
      User.query
        .filter(User.posts.any(Post.tags.any({ name: 'sql' })))
        .orderBy(User.id)
        .all()
        .map(String),
    ).toEqual(["<User 'ann'>", "<User 'ben'>"]);
    expect(
      Post.query
        .filter(Post.author.has(User.name.eq('ann')), Post.comments.any().not())
        .all()
        .map(String),
    ).toEqual(["<Post 'Gardens'>"]);
  });
});
