ALTER TABLE "mined_pull_request" ADD COLUMN "evidence" text;--> statement-breakpoint
ALTER TABLE "mined_pull_request" ADD COLUMN "reverts" jsonb;--> statement-breakpoint
ALTER TABLE "pull_request_item" ADD COLUMN "author_kind" text;--> statement-breakpoint
ALTER TABLE "pull_request_item" ADD COLUMN "licence" text;--> statement-breakpoint
ALTER TABLE "pull_request_item" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "pull_request_item" ADD COLUMN "signature" text;