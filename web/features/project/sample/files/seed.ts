import { db } from './db';
import { Role, User } from './models';

const admin = new Role({ name: 'Administrator' });
const moderator = new Role({ name: 'Moderator' });
const user = new Role({ name: 'User' });

db.session.addAll([
  admin, moderator, user,
  new User({ username: 'john', role: admin }),
  new User({ username: 'susan', role: user }),
  new User({ username: 'david', role: user }),
]);
db.session.commit();
