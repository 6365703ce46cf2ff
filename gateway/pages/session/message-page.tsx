/** A page that says one thing, and what to do next. */
import type { ComponentChildren } from 'preact';
import { Alert, type AlertKind } from '../layout/alert.tsx';
import { Document } from '../layout/document.tsx';

interface MessagePageProps {
  readonly title: string;
  readonly at: string;
  readonly kind: AlertKind;
  readonly children: ComponentChildren;
}

export function MessagePage({ at, children, kind, title }: MessagePageProps) {
  return (
    <Document title={title} at={at} signedIn={null}>
      <Alert kind={kind}>{children}</Alert>
    </Document>
  );
}
