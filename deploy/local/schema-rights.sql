-- Run by a superuser in a new database, before the first migration. The owner makes the schema, the application lives in it:
-- it can neither create nor alter, and row-level security holds for it, because it owns nothing.
ALTER SCHEMA public OWNER TO records_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO records_app;
