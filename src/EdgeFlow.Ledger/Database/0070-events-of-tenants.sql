-- A tenant's events in order, without the default tenant's: who has no tenants pays nothing for it.
create index if not exists edgeflow_events_of_tenant on mt_events (tenant_id, seq_id) where tenant_id <> '*DEFAULT*';
