-- Lineage rows never change: a correction is a new row. Written by hand; drizzle-kit knows no triggers.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are immutable: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'stage_attempt', 'artifact', 'source_snapshot', 'pull_request_item', 'mined_pull_request',
    'dataset_version', 'dataset_version_item', 'policy_version', 'serving_assignment',
    'sample', 'reward', 'reward_cache', 'batch', 'batch_sample', 'step', 'step_item', 'run_ancestor',
    'evaluation', 'evaluation_item', 'evaluation_group', 'alias'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['run', 'rollout_group', 'run_item', 'policy_head', 'source_repository'] LOOP
    EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- A run may only move its state, summary and end.
CREATE TRIGGER identity BEFORE UPDATE ON "run" FOR EACH ROW
WHEN ((OLD.id, OLD.name, OLD.workflow, OLD.workflow_id, OLD.first_run_id, OLD.config, OLD.config_digest, OLD.code_revision,
       OLD.project, OLD.created_by, OLD.started_at, OLD.parent_run_id)
  IS DISTINCT FROM
      (NEW.id, NEW.name, NEW.workflow, NEW.workflow_id, NEW.first_run_id, NEW.config, NEW.config_digest, NEW.code_revision,
       NEW.project, NEW.created_by, NEW.started_at, NEW.parent_run_id))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A finished group stays as it is; a group's plan never changes.
CREATE TRIGGER finished BEFORE UPDATE ON "rollout_group" FOR EACH ROW
WHEN (OLD.state = 'finished' OR
      (OLD.group_id, OLD.run_id, OLD.purpose, OLD.step, OLD.item_digest, OLD.template, OLD.seed, OLD.sampling_digest)
  IS DISTINCT FROM
      (NEW.group_id, NEW.run_id, NEW.purpose, NEW.step, NEW.item_digest, NEW.template, NEW.seed, NEW.sampling_digest))
EXECUTE FUNCTION refuse_change();
