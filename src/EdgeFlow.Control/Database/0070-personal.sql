-- The keys of jobs' personal data. A row stays when its key is destroyed, so that no other takes its place.
create table if not exists personal_keys (
    job          text                     collate "C" not null,
    key          bytea                    null,
    destroyed_at timestamp with time zone null,
    constraint pkey_personal_keys primary key (job),
    constraint key_or_destroyed check ((key is null) <> (destroyed_at is null))
);
