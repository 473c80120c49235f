import { Sample } from './models';

const all = Sample.query.all();
all;

const first = Sample.query.first()!;
first.moment?.add({ days: 1 }).toString();
first.price?.times(3);
first.big! + 1n;
first.data;
first.thing;

Sample.query.filter(Sample.price.gt(new Decimal('1'))).count();
Sample.query.filter(Sample.day.is(null)).count();
