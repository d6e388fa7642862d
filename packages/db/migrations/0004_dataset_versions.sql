CREATE TABLE "dataset_change" (
	"version" text NOT NULL,
	"item_digest" text NOT NULL,
	"repository" text NOT NULL,
	"number" integer NOT NULL,
	"split" text,
	"reason" text,
	"evidence" text,
	CONSTRAINT "dataset_change_version_item_digest_pk" PRIMARY KEY("version","item_digest")
);
--> statement-breakpoint
CREATE TABLE "dataset_state" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dataset_state_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"run_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listed_source" (
	"source" text PRIMARY KEY NOT NULL,
	"note" text,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"last_mined_at" timestamp with time zone,
	"quarantined_at" timestamp with time zone,
	"quarantine_reason" text
);
--> statement-breakpoint
CREATE TABLE "night" (
	"run_id" text PRIMARY KEY NOT NULL,
	"nominal_time" timestamp with time zone NOT NULL,
	"sources" integer NOT NULL,
	"left_out" jsonb NOT NULL,
	"planned_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "night_report" (
	"run_id" text PRIMARY KEY NOT NULL,
	"report" jsonb NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "night_source" (
	"run_id" text NOT NULL,
	"position" integer NOT NULL,
	"source" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"failure" text,
	"seen" integer,
	"kept" integer,
	"added" integer,
	"ended_at" timestamp with time zone,
	CONSTRAINT "night_source_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "quota_spending" (
	"run_id" text NOT NULL,
	"resource" text NOT NULL,
	"requests" integer NOT NULL,
	"not_modified" integer NOT NULL,
	"points" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quota_spending_run_id_resource_pk" PRIMARY KEY("run_id","resource")
);
--> statement-breakpoint
CREATE TABLE "artifact_removal" (
	"sha256" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"removed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opt_out" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "opt_out_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"note" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text
);
--> statement-breakpoint
CREATE TABLE "revocation" (
	"item_digest" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "delta_of" text;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "recipe" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "recipe_digest" text;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "changes" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "licences" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "languages" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "query_windows" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "mined_under" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "decontamination" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "opt_outs_digest" text;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "as_of" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "held_back" jsonb;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "pull_request_item" ADD COLUMN "author_key" text;--> statement-breakpoint
ALTER TABLE "dataset_change" ADD CONSTRAINT "dataset_change_version_dataset_version_digest_fk" FOREIGN KEY ("version") REFERENCES "public"."dataset_version"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_change" ADD CONSTRAINT "dataset_change_item_digest_pull_request_item_digest_fk" FOREIGN KEY ("item_digest") REFERENCES "public"."pull_request_item"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_state" ADD CONSTRAINT "dataset_state_version_dataset_version_digest_fk" FOREIGN KEY ("version") REFERENCES "public"."dataset_version"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_state" ADD CONSTRAINT "dataset_state_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "night" ADD CONSTRAINT "night_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "night_report" ADD CONSTRAINT "night_report_run_id_night_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."night"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "night_source" ADD CONSTRAINT "night_source_run_id_night_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."night"("run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quota_spending" ADD CONSTRAINT "quota_spending_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifact_removal" ADD CONSTRAINT "artifact_removal_sha256_artifact_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."artifact"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_item_digest_pull_request_item_digest_fk" FOREIGN KEY ("item_digest") REFERENCES "public"."pull_request_item"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_change_item_digest_index" ON "dataset_change" USING btree ("item_digest");--> statement-breakpoint
CREATE INDEX "dataset_state_version_id_index" ON "dataset_state" USING btree ("version","id");--> statement-breakpoint
CREATE INDEX "night_nominal_time_index" ON "night" USING btree ("nominal_time");--> statement-breakpoint
CREATE INDEX "night_source_source_index" ON "night_source" USING btree ("source");--> statement-breakpoint
CREATE INDEX "opt_out_kind_subject_index" ON "opt_out" USING btree ("kind","subject");--> statement-breakpoint
ALTER TABLE "dataset_version" ADD CONSTRAINT "dataset_version_delta_of_dataset_version_digest_fk" FOREIGN KEY ("delta_of") REFERENCES "public"."dataset_version"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_version_delta_of_index" ON "dataset_version" USING btree ("delta_of");--> statement-breakpoint
CREATE INDEX "dataset_version_parent_index" ON "dataset_version" USING btree ("parent");--> statement-breakpoint
-- Versions from before keep their digests and become versions that are no delta. Written by hand from here on.
ALTER TABLE "dataset_version" DISABLE TRIGGER "immutable";--> statement-breakpoint
UPDATE "dataset_version" SET
  "recipe" = "config" || '{"acrossSplitsSimilarity": null, "repositoryCap": null, "settleDays": 0}'
    || jsonb_build_object('split', '{"stratifyBy": null}' || ("config" -> 'split')),
  "recipe_digest" = "config_digest",
  "changes" = jsonb_build_object('added', "items", 'removed', 0, 'edited', 0, 'moved', 0),
  "licences" = '{}', "languages" = '{}', "query_windows" = '[]', "mined_under" = '[]', "decontamination" = '[]', "held_back" = '[]';
--> statement-breakpoint
ALTER TABLE "dataset_version" ENABLE TRIGGER "immutable";--> statement-breakpoint
ALTER TABLE "dataset_version"
  ALTER COLUMN "recipe" SET NOT NULL, ALTER COLUMN "recipe_digest" SET NOT NULL, ALTER COLUMN "changes" SET NOT NULL,
  ALTER COLUMN "licences" SET NOT NULL, ALTER COLUMN "languages" SET NOT NULL, ALTER COLUMN "query_windows" SET NOT NULL,
  ALTER COLUMN "mined_under" SET NOT NULL, ALTER COLUMN "decontamination" SET NOT NULL, ALTER COLUMN "held_back" SET NOT NULL,
  DROP COLUMN "config", DROP COLUMN "config_digest";
--> statement-breakpoint
INSERT INTO "dataset_change" ("version", "item_digest", "repository", "number", "split")
SELECT placed."version", placed."item_digest", item."repository", item."number", placed."split"
FROM "dataset_version_item" placed JOIN "pull_request_item" item ON item."digest" = placed."item_digest";
--> statement-breakpoint
DROP TABLE "dataset_version_item";
--> statement-breakpoint
INSERT INTO "dataset_state" ("version", "state", "created_by", "run_id", "created_at")
SELECT "digest", 'published', "created_by", "created_run_id", "created_at" FROM "dataset_version" ORDER BY "created_at";
--> statement-breakpoint
CREATE UNIQUE INDEX "opt_out_stands" ON "opt_out" ("kind", "subject") WHERE "withdrawn_at" IS NULL;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['dataset_change', 'dataset_state', 'revocation', 'night', 'night_report'] LOOP
    EXECUTE format(
      'CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['opt_out', 'night_source'] LOOP
    EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
