-- A conversation is found by its thread: who takes part in it, what belongs to it.
create index email_thread on email (account_id, thread_id, id);
-- The mailboxes for scheduled mail are the schedule.
create index mailbox_use on mailbox (special_use);
