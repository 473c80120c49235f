import { createDatabase } from 'crowfoot';

export const db = createDatabase('sqlite:///tree.sqlite');
