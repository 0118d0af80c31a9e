-- What applications keep between jobs, one value each (see ContextDocument). Text, so that every JSON stays as it was
-- sent, a NUL inside a text too. The tag is another after each write.
create table if not exists application_context (
  application text primary key,
  value text not null,
  tag bigint not null,
  changed_at timestamptz not null default clock_timestamp()
);
