"""No tables. Django tells of migrations only to rooms that have this file."""
