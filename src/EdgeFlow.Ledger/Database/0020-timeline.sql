-- The world at some places of the history, so that any other is a short fold away. Nothing that is lost here is lost: it is
-- made again from the events. Format: what the writer knew of the shape of states; a row of another format is passed over.
create table if not exists ledger_snapshots (
  sequence bigint primary key,
  at timestamptz not null,
  format text not null,
  state bytea not null
);
-- It is compressed already.
alter table ledger_snapshots alter column state set storage external;

-- The last event that was stored at a time or before it; 0 for none. The times of events rise with their numbers but for
-- appends that overlapped, so the place is searched by halves over the primary key, and then looked for a little beyond.
create or replace function ledger_sequence_at(p_at timestamptz) returns bigint
language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  found_sequence bigint;
  found_at timestamptz;
begin
  select max(seq_id) into high from mt_events;
  if high is null then return 0; end if;
  while low < high loop
    middle := low + (high - low + 1) / 2;
    select seq_id, timestamp into found_sequence, found_at
      from mt_events where seq_id >= middle order by seq_id limit 1;
    if found_at <= p_at then low := found_sequence; else high := middle - 1; end if;
  end loop;
  return greatest(low, (
    select max(seq_id) from mt_events where seq_id > low and seq_id <= low + 1000 and timestamp <= p_at));
end
$$;
