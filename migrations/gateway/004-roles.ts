/** Least privilege for the gateway's role: nothing that was logged or granted can be unsaid with it. */
import type { Knex } from 'knex';
import { ensureGroupRole } from '../ensure-group-role.ts';

export async function up(knex: Knex): Promise<void> {
  await ensureGroupRole(knex, 'gateway_app');
  await knex.raw(`
    GRANT USAGE ON SCHEMA public TO gateway_app;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO gateway_app;
    GRANT INSERT ON log_entry, log_checkpoint, log_tile, mark, audit_detail TO gateway_app;
    GRANT INSERT, UPDATE ON agency, person, client_registration, sharing_grant, officer,
      agency_usage, officer_usage, held_query TO gateway_app;
    GRANT INSERT ON agency_ori, identity_issuer TO gateway_app;
    GRANT UPDATE ON sharing_state TO gateway_app;
    GRANT INSERT, DELETE ON proof_used TO gateway_app;
    GRANT EXECUTE ON FUNCTION ensure_audit_days(date, integer), purge_audit_details(date) TO gateway_app;
  `);
}
