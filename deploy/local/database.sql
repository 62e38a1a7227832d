-- Run at each start by a superuser with the variables owner_password and app_password set. Repeating it changes nothing.
SELECT 'CREATE ROLE records_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'records_owner') \gexec
SELECT 'CREATE ROLE records_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'records_app') \gexec
ALTER ROLE records_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE records_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD :'app_password';
SELECT 'CREATE DATABASE records OWNER records_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'records') \gexec
REVOKE ALL ON DATABASE records FROM PUBLIC;
GRANT CONNECT ON DATABASE records TO records_app;
\connect records
\ir schema-rights.sql
