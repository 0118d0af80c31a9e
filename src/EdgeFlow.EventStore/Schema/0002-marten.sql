-- What Marten 9 expects beyond 0001 (docs/ledger/marten.md): a column for events that are not JSON, two columns less, and
-- the functions by which it appends, archives and notes progress. The functions have Marten's names, parameters, answers
-- and error codes; a Marten that may change the schema puts its own bodies in their place.
alter table mt_events add column if not exists bdata bytea null;

alter table mt_streams drop column if exists snapshot, drop column if exists snapshot_version;

create or replace function mt_quick_append_events(
    stream varchar, stream_type varchar, tenantid varchar, event_ids uuid[], event_types varchar[],
    dotnet_types varchar[], bodies jsonb[], bdatas bytea[], causation_ids varchar[], correlation_ids varchar[],
    headers jsonb[], timestamps timestamp with time zone[], expected_version bigint default null::bigint)
returns bigint[] language plpgsql as $function$
declare
    known     record;
    reached   bigint;
    taken     bigint;
    sequences bigint[] := '{}';
begin
    -- The lock lets two appends to one stream wait for each other, as those of our own store do.
    select s.version, s.is_archived, s.tenant_id into known from mt_streams s where s.id = stream for no key update;
    reached := coalesce(known.version, 0);
    if expected_version is not null and expected_version <> reached then
        raise exception 'Stream version mismatch on ''%'': expected %, actual %', stream, expected_version, reached
            using errcode = 'MT003';
    end if;
    if known.is_archived then
        raise exception 'Attempted to append event to archived stream with Id ''%''.', stream using errcode = 'MT001';
    end if;
    if known.tenant_id <> tenantid then
        raise exception 'The tenantid does not match the existing stream';
    end if;

    insert into mt_streams (id, type, version, tenant_id) values (stream, stream_type, 0, tenantid)
    on conflict (id) do nothing;

    for place in 1 .. coalesce(array_length(event_ids, 1), 0) loop
        taken := nextval('mt_events_sequence');
        reached := reached + 1;
        insert into mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id,
            mt_dotnet_type, correlation_id, causation_id, headers, is_archived)
        values (taken, event_ids[place], stream, reached, bodies[place], bdatas[place], event_types[place],
            timestamps[place], tenantid, dotnet_types[place], correlation_ids[place], causation_ids[place],
            mt_quick_append_events.headers[place], false);
        sequences := sequences || taken;
    end loop;

    update mt_streams s set version = reached, timestamp = now() where s.id = stream;

    -- First the version that the stream has now, then the sequence number of each event.
    return reached || sequences;
end
$function$;

create or replace function mt_archive_stream(streamid varchar) returns void language sql as $function$
    update mt_streams set is_archived = true where id = streamid;
    update mt_events set is_archived = true where stream_id = streamid;
$function$;

create or replace function mt_mark_event_progression(name varchar, last_encountered bigint)
returns void language sql as $function$
    insert into mt_event_progression (name, last_seq_id, last_updated)
    values (mt_mark_event_progression.name, last_encountered, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression do update
    set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated;
$function$;
