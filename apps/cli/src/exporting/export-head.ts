import type { Split } from '@evoline/contract/dataset';
import {
  type DatasetProvenance,
  type ExportHead,
  exportFormat,
  type ExportedShard,
} from '@evoline/contract/dataset-export';
import { itemFormat } from '@evoline/contract/mine';
import type { DatasetRow } from '@evoline/db/queries/datasets';

/** What an exported folder says of its version. */
export function exportHead(
  row: DatasetRow,
  exported: {
    readonly files: ExportHead['files'];
    readonly splits: readonly Split[];
    readonly shards: readonly ExportedShard[];
  },
): ExportHead {
  const { digest, recipe } = row;
  const { files, splits, shards } = exported;
  return {
    format: exportFormat,
    itemFormat,
    files,
    digest,
    recipe,
    provenance: provenanceOf(row),
    splits: [...splits],
    shards: [...shards],
  };
}

function provenanceOf(row: DatasetRow): DatasetProvenance {
  return {
    parent: row.parent,
    state: row.state,
    notes: [...row.notes],
    funnel: { ...row.funnel },
    splits: { ...row.splits },
    items: row.items,
    repositories: row.repositories,
    changes: row.changes,
    licences: { ...row.licences },
    languages: { ...row.languages },
    queryWindows: [...row.queryWindows],
    minedUnder: [...row.minedUnder],
    decontamination: [...row.decontamination],
    optOutsDigest: row.optOutsDigest,
    asOf: row.asOf?.toISOString() ?? null,
    heldBack: [...row.heldBack],
    reason: row.reason,
    codeRevision: row.codeRevision,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}
