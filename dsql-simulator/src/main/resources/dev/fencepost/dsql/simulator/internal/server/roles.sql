-- SPDX-License-Identifier: Apache-2.0
-- The service's user, who owns what there is at the beginning.
CREATE ROLE admin LOGIN CREATEROLE;
ALTER DATABASE postgres OWNER TO admin;
ALTER SCHEMA public OWNER TO admin;
