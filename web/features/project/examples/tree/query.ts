import { Category } from './models';

const roots = Category.query.filter(Category.parent_id.is(null)).orderBy(Category.name).all();
roots.map((root) => `${root.name}: ${root.children.map((child) => child.name).join(', ')}`);

Category.query.filterBy({ name: 'Binding' }).one().path();

// Leaves: nobody names them as a parent.
Category.query.filter(Category.children.any().not()).orderBy(Category.name).all();
