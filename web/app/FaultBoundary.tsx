import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { messages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';

/** A pane that fails says so in its own place; the others go on, and the text is kept. */
export class FaultBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const text = messages().app;
    return (
      <Notice tone="bad" role="alert" acts={<Button onClick={() => this.setState({ error: null })}>{text.showAgain}</Button>}>
        {text.paneFault(error.message)}
      </Notice>
    );
  }
}
