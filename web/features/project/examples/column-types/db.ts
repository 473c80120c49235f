import { createDatabase } from 'crowfoot';

export const db = createDatabase('sqlite:///types.sqlite');
