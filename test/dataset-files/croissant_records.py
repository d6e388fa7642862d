"""Validates a Croissant description and prints every record that it leads to, a JSON line each."""

import json
import sys

import mlcroissant


def plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.item()


def bare(record: object) -> object:
    """Names of fields without the record set that they belong to."""
    if isinstance(record, dict):
        return {name.rsplit("/", 1)[-1]: bare(value) for name, value in record.items()}
    if isinstance(record, list):
        return [bare(value) for value in record]
    return record


def main(description: str) -> None:
    dataset = mlcroissant.Dataset(description)
    issues = dataset.metadata.ctx.issues
    head = {
        "conformsTo": dataset.metadata.ctx.conforms_to.value,
        "errors": sorted(issues.errors),
        "warnings": sorted(issues.warnings),
    }
    print(json.dumps(head))
    for record_set in dataset.metadata.record_sets:
        for record in dataset.records(record_set.uuid):
            print(json.dumps({"split": record_set.uuid, "row": bare(record)}, default=plain))


if __name__ == "__main__":
    main(sys.argv[1])
