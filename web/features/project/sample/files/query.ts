import { Role, User } from './models';

// Run shows the value of each line, and the SQL behind it.
User.query.all();
const role = Role.query.filterBy({ name: 'User' }).first();
role?.users.orderBy(User.username).all();
