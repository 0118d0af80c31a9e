-- Public events that the broker did not take after several attempts, while it took others: they stand in nobody's way
-- here, and can be published again. The event itself is in mt_events. One row an event and topic.
create table if not exists exchange_set_aside (
  topic text not null,
  sequence bigint not null,
  event_id text not null,
  event_type text not null,
  subject text not null,
  attempts integer not null,
  reason text not null,
  set_aside_at timestamptz not null default clock_timestamp(),
  primary key (topic, sequence)
);

-- What became of messages, counted: a row an outcome.
create table if not exists exchange_messages (
  outcome text primary key,
  messages bigint not null
);
