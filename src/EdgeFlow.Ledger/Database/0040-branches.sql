-- Questions of what-if that were kept by name, with their answers. Nothing else reads or needs them.
create table if not exists ledger_branches (
  name text primary key,
  kept_at timestamptz not null,
  question jsonb not null,
  answer jsonb not null
);
