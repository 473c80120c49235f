import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useView } from './BenchContext.ts';
import { showHistory } from './view-store.ts';

export const useHistoryOpen = (): boolean => useView((state) => state.history);

/** Shows and hides the runs before this one. */
export function HistoryButton(): ReactNode {
  const { view } = useBench();
  const { history: text } = useMessages();
  const isOpen = useHistoryOpen();
  return <IconButton label={text.open} icon={History} pressed={isOpen} onClick={() => showHistory(view, !isOpen)} />;
}
