CREATE TABLE "github_answer" (
	"fingerprint" text NOT NULL,
	"url" text NOT NULL,
	"etag" text,
	"answer" jsonb,
	"repository_key" text,
	"proposed_etag" text,
	"proposed_by_run" text,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_answer_fingerprint_url_pk" PRIMARY KEY("fingerprint","url")
);
--> statement-breakpoint
CREATE TABLE "github_pin" (
	"subject" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"pinned_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "github_quota" (
	"fingerprint" text NOT NULL,
	"resource" text NOT NULL,
	"limit" integer NOT NULL,
	"remaining" integer NOT NULL,
	"resets_at" timestamp with time zone NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "github_quota_fingerprint_resource_pk" PRIMARY KEY("fingerprint","resource")
);
--> statement-breakpoint
CREATE TABLE "github_rest" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"rests_until" timestamp with time zone NOT NULL,
	"strikes" integer NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pull_request_seen" (
	"repository_key" text NOT NULL,
	"number" integer NOT NULL,
	"updated_at" text NOT NULL,
	"content_digest" text NOT NULL,
	"basis_digest" text NOT NULL,
	"run_id" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pull_request_seen_repository_key_number_pk" PRIMARY KEY("repository_key","number")
);
--> statement-breakpoint
CREATE TABLE "repository_name" (
	"repository_key" text NOT NULL,
	"name" text NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "repository_name_repository_key_name_pk" PRIMARY KEY("repository_key","name")
);
--> statement-breakpoint
CREATE TABLE "source_gone" (
	"repository_key" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"gone_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_opening" (
	"run_id" text NOT NULL,
	"repository_key" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_opening_run_id_repository_key_pk" PRIMARY KEY("run_id","repository_key")
);
--> statement-breakpoint
ALTER TABLE "github_answer" ADD CONSTRAINT "github_answer_repository_key_source_repository_key_fk" FOREIGN KEY ("repository_key") REFERENCES "public"."source_repository"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_answer" ADD CONSTRAINT "github_answer_proposed_by_run_run_id_fk" FOREIGN KEY ("proposed_by_run") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_seen" ADD CONSTRAINT "pull_request_seen_repository_key_source_repository_key_fk" FOREIGN KEY ("repository_key") REFERENCES "public"."source_repository"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_seen" ADD CONSTRAINT "pull_request_seen_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_name" ADD CONSTRAINT "repository_name_repository_key_source_repository_key_fk" FOREIGN KEY ("repository_key") REFERENCES "public"."source_repository"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_gone" ADD CONSTRAINT "source_gone_repository_key_source_repository_key_fk" FOREIGN KEY ("repository_key") REFERENCES "public"."source_repository"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_opening" ADD CONSTRAINT "source_opening_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_opening" ADD CONSTRAINT "source_opening_repository_key_source_repository_key_fk" FOREIGN KEY ("repository_key") REFERENCES "public"."source_repository"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "github_answer_repository_key_index" ON "github_answer" USING btree ("repository_key");--> statement-breakpoint
CREATE INDEX "github_pin_fingerprint_index" ON "github_pin" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "repository_name_name_index" ON "repository_name" USING btree ("name");--> statement-breakpoint
-- By hand: what drizzle-kit does not know, and the names that are known already.
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON "source_opening" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
INSERT INTO "repository_name" ("repository_key", "name") SELECT "key", "name" FROM "source_repository";
