-- New blocks hold their entries in one piece (docs/ledger/audit.md); those from before keep their arrays.
alter table ledger_blocks add column events integer null, add column entries bytea null,
    alter column seqs drop not null, alter column streams drop not null, alter column versions drop not null,
    alter column bodies drop not null,
    add constraint entries_ledger_blocks check ((entries is null) = (events is null)
        and num_nulls(entries, seqs) = 1 and num_nulls(seqs, streams, versions, bodies) in (0, 4));

-- Most of an entry is a hash, and hashes do not get smaller.
alter table ledger_blocks alter column entries set storage external;
