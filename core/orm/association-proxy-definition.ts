declare const memberType: unique symbol;

export interface AssociationProxyOptions<T = any> {
  /** Makes the object between from a value that is added: `(name) => new Tag({ name })`. Without it the target class is called with `{ [attribute]: value }`. */
  readonly creator?: (value: T) => object;
}

/** What `db.associationProxy('tags', 'name')` gives: the names of an object's tags as if they were its own. */
export class AssociationProxyDefinition<T = any> {
  declare readonly [memberType]: T;
  readonly collection: string;
  readonly attribute: string;
  readonly options: AssociationProxyOptions;
  readonly definedAt: string;
  constructor(collection: string, attribute: string, options: AssociationProxyOptions, definedAt: string) {
    this.collection = collection;
    this.attribute = attribute;
    this.options = options;
    this.definedAt = definedAt;
  }
}
