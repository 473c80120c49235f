import { db } from './db';
import { Comment, Follow, Post, Profile, Tag, User } from './models';

// The same numbers each time, so that every run starts from the same rows.
let state = 7;
function below(limit: number): number {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * limit);
}
const words = 'row key join index query table null unique order page cache batch commit flush view type'.split(' ');
const phrase = (count: number) => Array.from({ length: count }, () => words[below(words.length)]).join(' ');
const day = (at: number) => Temporal.PlainDateTime.from('2026-01-01T09:00').add({ hours: at * 7 });

const tags = words.map((name) => new Tag({ name }));
const users = Array.from({ length: 48 }, (_, at) => new User({
  username: `user${at + 1}`,
  email: at % 5 ? `user${at + 1}@example.org` : null,
  member_since: day(at),
  profile: new Profile({ bio: at % 3 ? phrase(6) : null }),
}));
const posts = Array.from({ length: 200 }, (_, at) => new Post({
  title: `${at % 9 ? phrase(3) : `sql ${phrase(2)}`}`,
  body: phrase(20),
  created_at: day(60 + at),
  author: users[below(users.length)],
  tags: tags.filter(() => below(7) === 0),
}));
const comments = Array.from({ length: 512 }, () => new Comment({
  body: phrase(8),
  post: posts[below(posts.length)],
  author: below(10) ? users[below(users.length)] : null,
}));
comments.forEach((comment, at) => {
  if (at && at % 4 === 0) {
    comment.parent = comments[below(at)];
  }
});
db.session.addAll([...tags, ...users, ...posts, ...comments]);
db.session.flush();

const pairs = new Set<string>();
while (pairs.size < 310) {
  const [a, b] = [below(users.length), below(users.length)];
  if (a !== b) pairs.add(`${a} ${b}`);
}
for (const pair of pairs) {
  const [follower, followed] = pair.split(' ').map(Number);
  db.session.add(new Follow({ follower: users[follower], followed: users[followed], since: day(follower + followed) }));
}
db.session.commit();
