import { createDatabase } from 'crowfoot';

export const db = createDatabase('sqlite:///blog.sqlite');
