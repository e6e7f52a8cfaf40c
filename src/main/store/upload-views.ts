/** Rows of uploads and attempts as the window shows them. */
import { z } from 'zod';
import { AttemptId, BatchId, DestinationId, UploadId } from '../../shared/ids.ts';
import {
  AttemptOutcome,
  type AttemptView,
  type LocationFact,
  Proof,
  Scope,
  State,
  Then,
  type UploadView,
} from '../../shared/model.ts';
import type { Row } from './database.ts';
import { deletionColumns, toDeletion } from './deletions.ts';
import { flag, integer, integerOrNull, json, jsonOrNull, number, text, textOrNull } from './rows.ts';

/** What `toView` needs. */
export const viewColumns = `
  u.id, u.batch_id, u.position, u.rank, u.name, u.detail, u.created_at, p.size, p.mime, p.name AS sent_name,
  p.transform, p.location,
  r.link, r.destination_id, r.destination_label, r.scope, r.created_at AS delivered_at, r.expires_at, r.proof,
  ${deletionColumns}, s.downloads, s.stopped_at, s.interface_id, s.token,
  (SELECT json_group_array(DISTINCT a.destination_label) FROM attempt a WHERE a.upload_id = u.id AND a.copy_may_remain = 1)
    AS copies`;
export const viewTables = `
  upload u LEFT JOIN payload p ON p.id = u.payload_id LEFT JOIN receipt r ON r.upload_id = u.id
  LEFT JOIN share s ON s.upload_id = u.id AND s.token = (
    SELECT token FROM share WHERE upload_id = u.id ORDER BY created_at DESC, rowid DESC LIMIT 1)`;

const labelList = z.array(z.string());

export function toView(row: Row): UploadView {
  const link = textOrNull(row, 'link');
  return {
    id: UploadId.parse(text(row, 'id')),
    batchId: BatchId.parse(text(row, 'batch_id')),
    position: integer(row, 'position'),
    rank: number(row, 'rank'),
    name: textOrNull(row, 'sent_name') ?? text(row, 'name'),
    size: integerOrNull(row, 'size'),
    mime: textOrNull(row, 'mime') ?? 'application/octet-stream',
    state: json(row, 'detail', State),
    receipt:
      link === null
        ? null
        : {
            link,
            destinationId: DestinationId.parse(text(row, 'destination_id')),
            destinationLabel: text(row, 'destination_label'),
            scope: Scope.parse(text(row, 'scope')),
            createdAt: integer(row, 'delivered_at'),
            expiresAt: integerOrNull(row, 'expires_at'),
            proof: json(row, 'proof', Proof),
            provider: text(row, 'provider'),
            deletion: toDeletion(row),
            share:
              textOrNull(row, 'token') === null
                ? null
                : {
                    downloads: integer(row, 'downloads'),
                    stopped: integerOrNull(row, 'stopped_at') !== null,
                    reach: text(row, 'interface_id') === 'loopback' ? 'loopback' : 'network',
                  },
          },
    sentBytes: 0,
    copiesMayRemainAt: json(row, 'copies', labelList),
    location: locationFact(row),
    createdAt: integer(row, 'created_at'),
  };
}

function locationFact(row: Row): LocationFact | null {
  if (textOrNull(row, 'transform') !== null) return 'removed';
  const location = textOrNull(row, 'location');
  return location === null ? null : location === 'found' ? 'kept' : 'unread';
}

export function toAttempt(row: Row): AttemptView {
  return {
    id: AttemptId.parse(text(row, 'id')),
    destinationId: DestinationId.parse(text(row, 'destination_id')),
    destinationLabel: text(row, 'destination_label'),
    number: integer(row, 'number'),
    startedAt: integer(row, 'started_at'),
    endedAt: integerOrNull(row, 'ended_at'),
    sentBytes: integer(row, 'sent_bytes'),
    outcome: json(row, 'outcome', AttemptOutcome),
    copyMayRemain: flag(row, 'copy_may_remain'),
    orphanLink: textOrNull(row, 'orphan_link'),
    next: jsonOrNull(row, 'next', Then),
    withoutLocation: textOrNull(row, 'transform') !== null,
  };
}
