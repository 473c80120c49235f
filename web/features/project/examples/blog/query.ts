import { Post, Tag } from './models';

const posts = Post.query
  .orderBy(Post.created_at.desc())
  .limit(20).all();

// One statement for each author: the SQL pane says how to make it one.
for (const post of posts) {
  console.log(post.title, 'by', post.author?.username);
}

Post.query.filter(Post.title.like('%sql%')).count();
Tag.query.filterBy({ name: 'index' }).first()?.posts.slice(0, 5);
