/** What a flush does with one object. */
export interface FlushTask {
  readonly isDelete: boolean;
  /** Known for the sake of order only: nothing is written for it. */
  readonly isListOnly: boolean;
}
