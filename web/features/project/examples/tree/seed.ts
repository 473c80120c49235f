import { db } from './db';
import { Category } from './models';

type Branch = { readonly [name: string]: Branch };

const library: Branch = {
  Fiction: { Crime: {}, Fantasy: { Urban: {}, Epic: {} }, Poetry: {} },
  Science: { Mathematics: { Algebra: {}, Logic: {} }, Physics: {}, Biology: { Botany: {}, Zoology: {} } },
  Craft: { Wood: {}, Paper: { Folding: {}, Binding: {} } },
};

function plant(branch: Branch, parent: Category | null): void {
  for (const [name, below] of Object.entries(branch)) {
    const category = new Category({ name, parent });
    db.session.add(category);
    plant(below, category);
  }
}
plant(library, null);
db.session.commit();
