import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './ValueGrid.module.css';

/** What stands behind a relation, below the row it belongs to. It is loaded when it is opened, by the program's own session. */
export function RelationRow({ span, name, load }: { span: number; name: string; load: () => Promise<ReactNode> }): ReactNode {
  const [content, setContent] = useState<ReactNode>(null);
  const loading = useRef(load);
  useEffect(() => {
    let isGone = false;
    void loading.current().then((loaded) => isGone || setContent(loaded));
    return () => {
      isGone = true;
    };
  }, []);
  return (
    <tr className={styles.opened}>
      <td colSpan={span}>
        <section aria-label={name}>{content}</section>
      </td>
    </tr>
  );
}
