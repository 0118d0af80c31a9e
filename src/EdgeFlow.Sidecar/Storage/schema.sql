-- The embedded sidecar's own schema. Statements are idempotent: every start runs them under an advisory lock.
CREATE SCHEMA IF NOT EXISTS workflow;

-- One row: who may write. The token fences (it grows with every take-over), the batch number makes a commit whose
-- outcome is unknown safe to repeat.
CREATE TABLE IF NOT EXISTS workflow.ownership (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  token bigint NOT NULL,
  holder text NOT NULL,
  address text NOT NULL,
  expires_at timestamptz NOT NULL,
  batch bigint NOT NULL
);
INSERT INTO workflow.ownership (token, holder, address, expires_at, batch)
VALUES (0, '', '', '-infinity', 0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS workflow.instances (
  instance_id text COLLATE "C" PRIMARY KEY,
  key bigint NOT NULL UNIQUE,
  app_id text NOT NULL,
  name text NOT NULL,
  parent_id text NULL,
  status smallint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  completed_at timestamptz NULL,
  start bytea NOT NULL,
  outcome bytea NULL
);
CREATE INDEX IF NOT EXISTS instances_unfinished ON workflow.instances (key) WHERE completed_at IS NULL;
CREATE INDEX IF NOT EXISTS instances_children ON workflow.instances (parent_id) WHERE parent_id IS NOT NULL;

-- The steps of an instance in order. Pending activities, timers and children are derived from them, never stored.
CREATE TABLE IF NOT EXISTS workflow.journal (
  key bigint NOT NULL,
  seq integer NOT NULL,
  kind smallint NOT NULL,
  consumed integer NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (key, seq)
);

-- The first statement of every commit of earlier versions, which may be at work on the same database during an upgrade.
CREATE OR REPLACE FUNCTION workflow.fence(p_token bigint, p_batch bigint, p_lease interval) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE workflow.ownership SET batch = p_batch, expires_at = clock_timestamp() + p_lease
  WHERE token = p_token AND batch = p_batch - 1;
  IF FOUND THEN RETURN; END IF;
  IF EXISTS (SELECT 1 FROM workflow.ownership WHERE token = p_token AND batch = p_batch) THEN
    RAISE EXCEPTION 'batch % is durable already', p_batch USING ERRCODE = 'EF002';
  END IF;
  RAISE EXCEPTION 'the ownership with the token % is over', p_token USING ERRCODE = 'EF001';
END $$;

-- Why the first statement of a commit found no ownership to commit under.
CREATE OR REPLACE FUNCTION workflow.refuse(p_token bigint, p_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM workflow.ownership WHERE token = p_token AND batch = p_batch) THEN
    RAISE EXCEPTION 'batch % is durable already', p_batch USING ERRCODE = 'EF002';
  END IF;
  RAISE EXCEPTION 'the ownership with the token % is over', p_token USING ERRCODE = 'EF001';
END $$;
