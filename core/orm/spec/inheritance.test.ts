import { beforeEach, describe, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  class Employee extends db.Model(
    'employees',
    {
      id: db.Column(db.Integer, { primaryKey: true }),
      name: db.Column(db.String(40)),
      type: db.Column(db.String(20)),
      boss_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
      get boss() {
        return db.relationship(() => Employee, { uselist: false, remoteSide: () => Employee.id, backPopulates: 'reports' });
      },
      get reports() {
        return db.relationship(() => Employee, { backPopulates: 'boss' });
      },
    },
    { polymorphicOn: 'type', identity: 'employee' },
  ) {
    static {
      db.register(this);
    }
    greet() {
      return `${this.name}`;
    }
  }
  class Engineer extends Employee.extend({ language: db.Column(db.String(20)) }, { identity: 'engineer' }) {
    override greet() {
      return `${super.greet()} writes ${this.language}`;
    }
  }
  class Manager extends Employee.extend(
    { id: db.Column(db.Integer, db.ForeignKey('employees.id'), { primaryKey: true }), level: db.Column(db.Integer) },
    { identity: 'manager', table: 'managers' },
  ) {}
  class Chief extends Manager.extend(
    { id: db.Column(db.Integer, db.ForeignKey('managers.id'), { primaryKey: true }), stock: db.Column(db.Integer) },
    { identity: 'chief', table: 'chiefs' },
  ) {}
  db.register(Employee, Engineer, Manager, Chief);
  db.createAll();
  return { db, Employee, Engineer, Manager, Chief };
}

let models: ReturnType<typeof declare>;

beforeEach(() => {
  models = declare();
  const { db, Employee, Engineer, Manager, Chief } = models;
  opened.statements();
  db.session.addAll([
    new Employee({ name: 'a' }),
    new Engineer({ name: 'b', language: 'ts' }),
    new Manager({ name: 'c', level: 1 }),
    new Chief({ name: 'd', level: 2, stock: 3 }),
  ]);
  db.session.commit();
});

test('a new object is a row in every table of its class', () => {
  expect(opened.statements()).toEqual([
    'INSERT INTO employees (name, type, boss_id) VALUES (?, ?, ?) ["a","employee",null]',
    'INSERT INTO employees (name, type, boss_id, language) VALUES (?, ?, ?, ?) ["b","engineer",null,"ts"]',
    'INSERT INTO employees (name, type, boss_id) VALUES (?, ?, ?) ["c","manager",null]',
    'INSERT INTO employees (name, type, boss_id) VALUES (?, ?, ?) ["d","chief",null]',
    'INSERT INTO managers (id, level) VALUES (?, ?) [3,1]',
    'INSERT INTO managers (id, level) VALUES (?, ?) [4,2]',
    'INSERT INTO chiefs (id, stock) VALUES (?, ?) [4,3]',
  ]);
  expect(opened.rows('SELECT * FROM employees ORDER BY id')).toEqual([
    [1, 'a', 'employee', null, null],
    [2, 'b', 'engineer', null, 'ts'],
    [3, 'c', 'manager', null, null],
    [4, 'd', 'chief', null, null],
  ]);
  expect(opened.rows('SELECT * FROM managers ORDER BY id')).toEqual([
    [3, 1],
    [4, 2],
  ]);
  expect(opened.rows('SELECT * FROM chiefs')).toEqual([[4, 3]]);
});

const employee =
  'employees.id AS employees_id, employees.name AS employees_name, employees.type AS employees_type, employees.boss_id AS employees_boss_id';

describe('reading', () => {
  beforeEach(() => {
    models.db.session.expungeAll();
    opened.statements();
  });

  test('a query for the base class gives each row its own class; what lies elsewhere loads when it is read', () => {
    const { Employee, Engineer, Manager, Chief } = models;
    const all = Employee.query.orderBy(Employee.id).all();
    expect(opened.statements()).toEqual([`SELECT ${employee} FROM employees ORDER BY employees.id`]);
    expect(all.map((each) => each.constructor)).toEqual([Employee, Engineer, Manager, Chief]);
    expect((all[2] as InstanceType<typeof Manager>).level).toBe(1);
    expect((all[1] as InstanceType<typeof Engineer>).greet()).toBe('b writes ts');
    expect((all[3] as InstanceType<typeof Chief>).stock).toBe(3);
    expect((all[3] as InstanceType<typeof Chief>).level).toBe(2);
    expect(opened.statements()).toEqual([
      'SELECT managers.level AS managers_level FROM managers WHERE ? = managers.id [3]',
      'SELECT employees.language AS employees_language FROM employees WHERE employees.id = ? [2]',
      'SELECT managers.level AS managers_level, chiefs.stock AS chiefs_stock FROM employees JOIN managers ON employees.id = managers.id JOIN chiefs ON managers.id = chiefs.id WHERE employees.id = ? [4]',
    ]);
  });

  test('a single-table subclass looks at the discriminator', () => {
    const { Engineer } = models;
    expect(Engineer.query.filter(Engineer.language.eq('ts')).one().name).toBe('b');
    expect(opened.statements()).toEqual([
      `SELECT ${employee}, employees.language AS employees_language FROM employees WHERE employees.language = ? AND employees.type IN (?) ["ts","engineer"]`,
    ]);
  });

  test('a joined subclass joins its tables', () => {
    const { db, Manager, Chief } = models;
    expect(
      Manager.query
        .orderBy(Manager.level)
        .all()
        .map((each) => each.constructor),
    ).toEqual([Manager, Chief]);
    expect(opened.statements()).toEqual([
      `SELECT managers.id AS managers_id, ${employee}, managers.level AS managers_level FROM employees JOIN managers ON employees.id = managers.id ORDER BY managers.level`,
    ]);
    expect(db.session.query(Manager.level, Manager.name).orderBy(Manager.name).all().map(String)).toEqual(["(1, 'c')", "(2, 'd')"]);
    expect(opened.statements()).toEqual([
      'SELECT managers.level AS managers_level, employees.name AS employees_name FROM employees JOIN managers ON employees.id = managers.id ORDER BY employees.name',
    ]);
    expect(db.session.query(db.func.count(Chief.id)).scalar()).toBe(1);
    expect(opened.statements()).toEqual([
      'SELECT count(chiefs.id) AS count_1 FROM employees JOIN managers ON employees.id = managers.id JOIN chiefs ON managers.id = chiefs.id',
    ]);
  });

  test('get finds an object by its class and gives nothing of another class', () => {
    const { db, Employee, Engineer, Manager, Chief } = models;
    const manager = db.session.get(Manager, 3);
    expect(manager?.level).toBe(1);
    expect(db.session.get(Employee, 3)).toBe(manager);
    expect(db.session.get(Engineer, 3)).toBeNull();
    expect(db.session.get(Employee, 4)).toBeInstanceOf(Chief);
    expect(opened.statements()).toEqual([
      `SELECT managers.id AS managers_id, ${employee}, managers.level AS managers_level FROM employees JOIN managers ON employees.id = managers.id WHERE employees.id = ? [3]`,
      `SELECT ${employee} FROM employees WHERE employees.id = ? [4]`,
    ]);
  });
});

describe('one table, several classes', () => {
  test('functions, EXISTS and eager loads are about the subclass alone', () => {
    const { db, Employee, Engineer } = models;
    opened.statements();
    expect(db.session.query(db.func.count(Engineer.id)).scalar()).toBe(1);
    expect(db.session.query(Engineer.query.filter(Engineer.name.eq('a')).exists()).scalar()).toBe(false);
    expect(db.session.query(Employee).filter(Employee.reports.ofType(Engineer).any()).all()).toEqual([]);
    expect(opened.statements()).toEqual([
      'SELECT count(employees.id) AS count_1 FROM employees WHERE employees.type IN (?) ["engineer"]',
      'SELECT EXISTS (SELECT 1 FROM employees WHERE employees.name = ? AND employees.type IN (?)) AS anon_1 ["a","engineer"]',
      expect.stringContaining('type IN (?)'),
    ]);
  });

  test('an UPDATE or DELETE of many rows leaves the rows of other classes alone', () => {
    const { db, Engineer } = models;
    opened.statements();
    expect(Engineer.query.update({ name: 'x' })).toBe(1);
    expect(Engineer.query.delete()).toBe(1);
    expect(opened.statements()).toEqual([
      'UPDATE employees SET name=? WHERE employees.type IN (?) ["x","engineer"]',
      'DELETE FROM employees WHERE employees.type IN (?) ["engineer"]',
    ]);
    db.session.commit();
    expect(opened.rows('SELECT name FROM employees ORDER BY id')).toEqual([['a'], ['c'], ['d']]);
  });
});

describe('joined tables under other names', () => {
  test('each table gets a name of its own', () => {
    const { db, Manager } = models;
    const boss = db.aliased(Manager);
    opened.statements();
    expect(db.session.query(boss.level).filter(boss.name.eq('d')).scalar()).toBe(2);
    expect(opened.statements()).toEqual([
      'SELECT managers_1.level AS managers_1_level FROM employees AS employees_1 JOIN managers AS managers_1 ON employees_1.id = managers_1.id WHERE employees_1.name = ? ["d"]',
    ]);
  });

  test('a relationship to a joined subclass loads along', () => {
    const { db, Manager } = models;
    class Report extends db.Model('reports', {
      id: db.Column(db.Integer, { primaryKey: true }),
      manager_id: db.Column(db.Integer, db.ForeignKey('managers.id')),
      get manager() {
        return db.relationship(() => Manager, { uselist: false });
      },
    }) {}
    db.register(Report);
    db.createAll();
    db.session.add(new Report({ manager_id: 3 }));
    db.session.commit();
    db.session.expungeAll();
    opened.statements();
    expect(Report.query.options(db.joinedload(Report.manager)).one().manager?.level).toBe(1);
    expect(opened.statements()).toEqual([
      `SELECT reports.id AS reports_id, reports.manager_id AS reports_manager_id, managers_1.id AS managers_1_id, ${employee.replaceAll('employees', 'employees_1')}, managers_1.level AS managers_1_level FROM reports LEFT OUTER JOIN (employees AS employees_1 JOIN managers AS managers_1 ON employees_1.id = managers_1.id) ON managers_1.id = reports.manager_id`,
    ]);
  });
});

describe('writing', () => {
  test('a change writes the tables that it touches', () => {
    const { db, Employee, Manager } = models;
    const manager = Manager.query.filterBy({ name: 'c' }).one();
    const a = Employee.query.filterBy({ name: 'a' }).one();
    opened.statements();
    manager.name = 'cc';
    manager.level = 9;
    db.session.flush();
    a.boss = manager;
    db.session.flush();
    expect(opened.statements()).toEqual([
      'UPDATE employees SET name=? WHERE employees.id = ? ["cc",3]',
      'UPDATE managers SET level=? WHERE managers.id = ? [9,3]',
      'UPDATE employees SET boss_id=? WHERE employees.id = ? [3,1]',
    ]);
    expect(manager.reports).toEqual([a]);
  });

  test('delete goes from the subclass to the base', () => {
    const { db, Chief } = models;
    const chief = Chief.query.one();
    opened.statements();
    db.session.delete(chief);
    db.session.commit();
    expect(opened.statements()).toEqual([
      `SELECT ${employee} FROM employees WHERE ? = employees.boss_id [4]`,
      'DELETE FROM chiefs WHERE chiefs.id = ? [4]',
      'DELETE FROM managers WHERE managers.id = ? [4]',
      'DELETE FROM employees WHERE employees.id = ? [4]',
    ]);
    expect(opened.rows('SELECT name FROM employees ORDER BY id')).toEqual([['a'], ['b'], ['c']]);
  });

  test('a relationship to the base takes objects of every subclass', () => {
    const { db, Engineer, Manager } = models;
    const boss = Manager.query.filterBy({ name: 'c' }).one();
    boss.reports.push(new Engineer({ name: 'e', language: 'py' }));
    db.session.commit();
    expect(boss.reports[0]!.greet()).toBe('e writes py');
    expect(opened.rows("SELECT boss_id, type FROM employees WHERE name = 'e'")).toEqual([[3, 'engineer']]);
  });
});

describe('misuse', () => {
  test('a plain subclass of a mapped class', () => {
    const { Employee } = models;
    class Intern extends Employee {}
    expect(() => new Intern()).toThrow(ArgumentError);
    expect(() => new Intern()).toThrow(
      "Class Intern extends the mapped class Employee directly: write class Intern extends Employee.extend({…}, { identity: '…' }) {}",
    );
  });

  test('an identity that is taken, or missing', () => {
    const { Employee } = models;
    expect(() => Employee.extend({}, { identity: 'engineer' })).toThrow(
      'The identity "engineer" of Employee.extend({…}) belongs to Engineer already',
    );
    expect(() => Employee.extend({}, {} as never)).toThrow(
      "Employee.extend({…}) needs an identity: the value of 'type' that means this class",
    );
  });

  test('a base without a discriminator', () => {
    const { db } = models;
    class Plain extends db.Model('plains', { id: db.Column(db.Integer, { primaryKey: true }) }) {}
    db.register(Plain);
    expect(() => Plain.extend({}, { identity: 'x' })).toThrow(/Plain cannot be extended: its db.Model says no polymorphicOn/);
  });

  test('a joined subclass whose key refers to nothing', () => {
    const { db, Employee } = models;
    expect(() => Employee.extend({ id: db.Column(db.Integer, { primaryKey: true }) }, { identity: 'boss', table: 'bosses' })).toThrow(
      /the primary key of Employee.extend\(\{…\}\) refers to that of Employee: id: db.Column\(db.Integer, db.ForeignKey\('employees.id'\)/,
    );
    class Mentor extends Employee.extend(
      {
        id: db.Column(db.Integer, db.ForeignKey('employees.id'), { primaryKey: true }),
        pupil_id: db.Column(db.Integer, db.ForeignKey('employees.id')),
      },
      { identity: 'mentor', table: 'mentors' },
    ) {}
    db.register(Mentor);
    expect(String(db.select(Mentor.pupil_id))).toContain('FROM employees JOIN mentors ON employees.id = mentors.id');
  });

  test('a stored discriminator that no class has', () => {
    const { db, Employee } = models;
    db.session.execute(db.text("UPDATE employees SET type = 'robot' WHERE id = 1"));
    db.session.expireAll();
    db.session.expungeAll();
    expect(() => Employee.query.filterBy({ id: 1 }).one()).toThrow(InvalidRequestError);
    expect(() => Employee.query.filterBy({ id: 1 }).one()).toThrow(
      'No such polymorphic_identity "robot" is defined on mapped class Employee->employees',
    );
  });
});

test('an abstract base shares attributes and has no table', () => {
  const { db } = models;
  class Base extends db.Model.abstract({
    id: db.Column(db.Integer, { primaryKey: true }),
    note: db.Column(db.Text),
  }) {
    shout() {
      return this.note?.toUpperCase();
    }
  }
  class Cat extends Base.extend({ lives: db.Column(db.Integer, { default: 9 }) }, { table: 'cats' }) {}
  class Dog extends Base.extend({ owner: db.Column(db.String(20)) }, { table: 'dogs' }) {}
  opened.createTables(Cat, Dog);
  db.session.add(new Cat({ note: 'mine' }));
  db.session.add(new Dog({ note: 'yours', owner: 'u' }));
  db.session.commit();
  expect(opened.statements()).toEqual([
    'INSERT INTO cats (note, lives) VALUES (?, ?) ["mine",9]',
    'INSERT INTO dogs (note, owner) VALUES (?, ?) ["yours","u"]',
  ]);
  expect(Cat.query.one().shout()).toBe('MINE');
  expect(Dog.query.one()).toBeInstanceOf(Base);
  expect(() => new (Base as unknown as new () => object)()).toThrow(
    "Class Base is abstract: it has no table. Write class Name extends Base.extend({…}, { table: '…' }) {}",
  );
});
